package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Expressions outside the compiled language. */
class ExpressionDiagnosticsTest {
  @Test
  void anUnknownLibraryMethodIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            int code(double x) {
              return Double.hashCode(x);
        //                 ^ [KILN-203] Double.hashCode is a call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
            }
          }
        """);
  }

  @Test
  void printingIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double same(double x) {
              System.out.println(x);
        //              ^ [KILN-203] System.out.println is a call of code that Kiln cannot see.
        // Instead: leave it out: a compute method has no effects; print what it
        // returns where it is called.
              return x;
            }
          }
        """);
  }

  @Test
  void aStringIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            int length(int x) {
              return "four".length();
        //           ^ [KILN-202] a string is outside the compiled language.
        // Instead: compute with numbers.
            }
          }
        """);
  }

  @Test
  void nullOfATensorIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            Tensor missing(@Shape("n") Tensor x) {
              x = null;
        //        ^ [KILN-202] null is outside the compiled language.
        // Instead: use a value, or a boolean beside it.
              return x;
            }
          }
        """);
  }

  @Test
  void aLambdaThatIsAssignedIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double apply(double x) {
              java.util.function.DoubleUnaryOperator f;
              f = y -> y + x;
        //        ^ [KILN-202] a lambda here is outside the compiled language.
        // Instead: initialise a local variable or a final field with it, pass it to a
        // method, or return it.
              return f.applyAsDouble(x);
            }
          }
        """);
  }

  @Test
  void instanceofIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Pair(double first, double second) {}
            @Compute
            boolean isPair(Pair pair) {
              return pair instanceof Pair;
        //                ^ [KILN-202] instanceof is outside the compiled language.
        // Instead: use a type that is known at compile time.
            }
          }
        """);
  }

  @Test
  void anObjectIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double same(double x) {
              return new java.util.Random().nextDouble();
        //           ^ [KILN-202] a new Random is outside the compiled language.
        // Instead: pass the random numbers as an argument.
            }
          }
        """);
  }

  @Test
  void thisIsNotPassed() {
    assertMistakes(
        """
          @Model
          public class Line {
            static double read(Line line) { return 1; }
            @Compute
            double same(double x) {
              return read(this);
        //                ^ [KILN-202] this as a value is outside the compiled language.
        // Instead: pass the fields that are used.
            }
          }
        """);
  }

  @Test
  void aMutableStaticFieldIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            static double factor = 2;
            @Compute
            double scale(double x) {
              return x * factor;
        //               ^ [KILN-205] the static field factor is not final.
            }
          }
        """);
  }

  @Test
  void staticFieldsThatGeneratedCodeCannotReadAreRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            private static final double[] TABLE = {1, 2};
            static final Object LOCK = new Object();
            @Compute
            double scale(double x) {
              return x * TABLE[0];
        //               ^ [KILN-106] the field TABLE is private, so generated code cannot read it.
        // Instead: make it package-private.
            }
            @Compute
            boolean same(double x) {
              return LOCK == LOCK;
        //           ^ [KILN-107] the field LOCK has type java.lang.Object, which compute methods cannot read.
        //                   ^ [KILN-107] the field LOCK has type java.lang.Object, which compute methods cannot read.
            }
          }
        """);
  }

  @Test
  void aPrivateFieldIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            private double factor = 2;
            @Compute
            double scale(double x) {
              return x * factor;
        //               ^ [KILN-106] the field factor is private, so generated code cannot read it.
            }
          }
        """);
  }

  @Test
  void aFieldOfAnotherTypeIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            Number factor = 2;
            @Compute
            double scale(double x) {
              return x * factor;
        //               ^ [KILN-107] the field factor has type java.lang.Number, which compute methods cannot
        // read.
            }
          }
        """);
  }

  @Test
  void aTensorIsNotIndexed() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            Tensor sum(@Shape("3") Tensor x) {
              return x + x;
        //             ^ [KILN-202] an operator on f32[3] and f32[3] is outside the compiled language.
        // Instead: use methods such as add and less on tensors, and compare elements of arrays.
            }
          }
        """);
  }

  @Test
  void aRecordWithCodeIsNotMade() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Half(double x) { public double x() { return x / 2; } }
            @Compute
            double half(double x) {
              return new Half(x).x();
        //           ^ [KILN-114] the record Half has an accessor x() with code,
        // which would not run.
            }
          }
        """);
  }

  @Test
  void aMistakeInAHelperSitsInTheHelper() {
    assertMistakes(
        """
          @Model
          public class Line {
            static double helper(double x) {
              return x * Double.hashCode(x);
        //                     ^ [KILN-203] Double.hashCode is a call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
            }
            @Compute
            double apply(double x) {
              return helper(x);
            }
          }
        """);
  }

  @Test
  void eachMethodGivesItsMistake() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            int first() {
              return null + 1;
        //           ^ [KILN-202] null is outside the compiled language.
        // Instead: use a value, or a boolean beside it.
            }
            @Compute
            int second() {
              return "b".length();
        //           ^ [KILN-202] a string is outside the compiled language.
        // Instead: compute with numbers.
            }
          }
        """);
  }
}
