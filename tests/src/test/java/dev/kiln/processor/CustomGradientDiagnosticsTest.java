package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** What {@code @CustomGradient} cannot name, and how that is said. */
class CustomGradientDiagnosticsTest {
  @Test
  void theMethodDoesNotExist() {
    assertMistakes(
        """
          @Model
          public class Line {
            @CustomGradient(vjp = "rootVjp", jvp = "rootJvp")
        //  ^ [KILN-411] the @CustomGradient of root names 'rootVjp', which is not a method of Line.
        // Instead: declare static double rootVjp(double a, double result, double dResult).
            static double root(double a) { return Math.sqrt(a); }
            @Compute @Differentiable double f(double x) { return root(x); }
          }
        """);
  }

  @Test
  void anArgumentHasAnotherType() {
    assertMistakes(
        """
          @Model
          public class Line {
            @CustomGradient(vjp = "rootVjp")
            double root(double a, int n) { return Math.pow(a, 1.0 / n); }
            double rootVjp(double a, long n, double dResult) { return 0; }
        //         ^ [KILN-412] rootVjp is not a vjp of root: 'n' has type long, not int.
        // Instead: declare double rootVjp(double a, int n, double result, double dResult).
            @Compute @Differentiable double f(double x) { return root(x, 2); }
          }
        """);
  }

  @Test
  void theNumberOfArgumentsIsWrong() {
    assertMistakes(
        """
          @Model
          public class Line {
            @CustomGradient(jvp = "productJvp")
            static double product(double x, double y) { return x * y; }
            static double productJvp(double x, double dX) { return 0; }
        //                ^ [KILN-412] productJvp is not a jvp of product:
        // it takes 2 arguments, not 4 or 5. Instead: declare static double
        // productJvp(double x, double y, double result, double dX, double dY).
            @Compute @Differentiable double f(double x) { return product(x, 2); }
          }
        """);
  }

  @Test
  void theCotangentsOfSeveralArgumentsAreARecord() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Both(double x, double z) {}
            @CustomGradient(vjp = "productVjp")
            double product(double x, double y) { return x * y; }
            Both productVjp(double x, double y, double dResult) { return new Both(0, 0); }
        //       ^ [KILN-412] productVjp is not a vjp of product:
        // it returns Both(double x, double z), not a record of (double x, double y).
        // Instead: declare Cotangents productVjp(double x, double y, double result,
        // double dResult) with record Cotangents(double x, double y).
            @Compute @Differentiable double f(double x) { return product(x, 2); }
          }
        """);
  }

  @Test
  void methodsThatNobodyCallsAreChecked() {
    assertMistakes(
        """
          @Model
          public class Line {
            @CustomGradient(vjp = "rootVjp")
            static double root(double a) { return Math.sqrt(a); }
            double rootVjp(double a, double dResult) { return dResult; }
        //         ^ [KILN-412] rootVjp is not a vjp of root: it is not static.
        // Instead: declare static double rootVjp(double a, double result, double dResult).
            @CustomGradient(vjp = "cubeVjp")
        //  ^ [KILN-411] the @CustomGradient of cube names 'cubeVjp', which is not a
        // method of Line. Instead: declare double cubeVjp(double a, double result, double dResult).
            double cube(double a) { return a * a * a; }
            @Compute @Differentiable double f(double x) { return x; }
          }
        """);
  }

  @Test
  void theRuleOfAStaticMethodIsStatic() {
    assertMistakes(
        """
          @Model
          public class Line {
            @CustomGradient(vjp = "rootVjp")
            static double root(double a) { return Math.sqrt(a); }
            double rootVjp(double a, double dResult) { return dResult; }
        //         ^ [KILN-412] rootVjp is not a vjp of root: it is not static.
        // Instead: declare static double rootVjp(double a, double result, double dResult).
            @Compute @Differentiable double f(double x) { return root(x); }
          }
        """);
  }

  @Test
  void theShapeOfACotangentIsThatOfTheArgument() {
    assertMistakes(
        """
          @Model
          public class Line {
            @CustomGradient(vjp = "totalVjp")
            static Tensor total(Tensor x) { return x.sum(); }
        //                ^ [KILN-412] totalVjp is not a vjp of total: it returns f32[], not f32[n].
        // Instead: declare a method that returns the shapes of the differentiated arguments.
            static Tensor totalVjp(Tensor x, Tensor dResult) { return dResult; }
            @Compute @Differentiable Tensor f(@Shape("n") Tensor x) { return total(x); }
          }
        """);
  }

  @Test
  void aRuleNeedsSomethingToDifferentiate() {
    assertMistakes(
        """
          @Model
          public class Line {
            @CustomGradient(vjp = "sizeVjp")
        //  ^ [KILN-410] the @CustomGradient of size is on a method that returns int.
            int size(double x) { return 1; }
            @CustomGradient
        //  ^ [KILN-410] the @CustomGradient of same names neither a vjp nor a jvp.
            double same(double x) { return x; }
            @CustomGradient(vjp = "constantVjp")
        //  ^ [KILN-410] the @CustomGradient of constant
        // is on a method without arguments to differentiate.
            double constant(int n) { return 1; }
            @CustomGradient(vjp = "frozenVjp") @NoGradient
        //  ^ [KILN-410] the @CustomGradient of frozen is on a method that is @NoGradient as well.
            double frozen(double x) { return 1; }
            record Point(double x) {}
            record Cloud(Point[] points) {}
            @CustomGradient(vjp = "sumVjp")
        //  ^ [KILN-410] the @CustomGradient of sum
        // is on a method that takes the array of records 'points'.
            double sum(Point[] points, double x) { return points[0].x() * x; }
            @CustomGradient(vjp = "cloudVjp")
        //  ^ [KILN-410] the @CustomGradient of cloud
        // is on a method that returns an array of records.
            Cloud cloud(double x) { return new Cloud(new Point[] {new Point(x)}); }
            @Compute double f(double x) { return size(x); }
            @Compute double g(double x) { return same(x); }
            @Compute double h(double x) { return constant(1); }
            @Compute double i(double x) { return frozen(x); }
            @Compute double j(double x) { return sum(new Point[0], x); }
            @Compute double k(double x) { return cloud(x).points()[0].x(); }
          }
        """);
  }
}
