package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is legal and likely to be wrong: the code, the place, and how to say that it is meant. */
class WarningsTest {
  private static final String DIVISION =
      "[KILN-503] this is a division of integers, without a fraction, in differentiable code."
          + " Instead: write a number with a point, such as 2.0; if it is intended, cast the"
          + " quotient.";

  @Test
  void aParameterIsNeverRead() {
    assertWarnings(
        """
        @Model class Line {
          @Parameter double rate = 1;
          @Parameter double unused = 1;
          @Compute double f(double x) { return helper(x); }
          double helper(double x) { return x * rate; }
        }
        """,
        "4:21 [KILN-501] no compute method reads the @Parameter unused. Instead: read it, or remove"
            + " the annotation.");
  }

  @Test
  void aParameterOfANestedModelIsNotTheConcernOfItsUser() {
    assertWarnings(
        """
        @Model class Line {
          final Inner inner = new Inner();
          @Compute double f(double x) { return inner.g(x); }
          @Model static class Inner {
            @Parameter double rate = 1;
            @Parameter double other = 1;
            @Compute double g(double x) { return x * rate; }
            @Compute double h(double x) { return x * other; }
          }
        }
        """);
  }

  @Test
  void aDerivativeIsAlwaysZero() {
    assertWarnings(
        """
        @Model class Line {
          @Compute @Differentiable
          double f(double x, double y, double[] z, double w) {
            double[] copy = new double[] {x, z.length};
            return y > 0 ? copy[0] * (int) y : copy[0] + StopGradient.of(w);
          }
        }
        """,
        zero("'y'"),
        zero("'z'"),
        zero("'w'"));
  }

  private static String zero(String input) {
    return "4:10 [KILN-502] the result of f does not depend on "
        + input
        + ", so this derivative is zero. Instead: name the other inputs in wrt, or use this one.";
  }

  /** A layer has fields of which one of its methods needs no derivative: running statistics. */
  @Test
  void aFieldOfANestedModelThatIsUsedOtherwise() {
    String nested =
        """
        @Model class Line {
          final Layer layer = new Layer();
          @Compute
          @Differentiable(wrt = %s)
          double f(double x) { return layer.g(x); }
          @Model static class Layer {
            @Parameter double scale = 1;
            @Parameter double mean = 1;
            @Compute double g(double x) { return x * scale + (int) mean; }
          }
        }
        """;
    assertWarnings(nested.formatted("\"layer\""));
    assertWarnings(
        nested.formatted("{\"layer.scale\", \"layer.mean\"}"),
        zero("'layer.mean'").replace("4:10", "6:10"));
  }

  @Test
  void aDerivativeThatDependsOnABranchIsNotZero() {
    assertWarnings(
        """
        @Model class Line {
          record Pair(double a, double b) {}
          @Compute @Differentiable double f(double x, double[] y, Pair p, int n) {
            double[] store = new double[n];
            for (int i = 0; i < n; i++) {
              if (i % 3 == 1) { continue; }
              store[i] = i % 2 == 0 ? x : y[i];
            }
            double sum = p.a();
            for (double each : store) { sum += each * p.b(); }
            return sum;
          }
          @Compute @Differentiable(modes = Differentiable.Mode.VJP)
          void g(double[] from, double[] to) { to[0] = from[0]; }
        }
        """);
  }

  @Test
  void aQuotientOfIntegersBecomesADouble() {
    assertWarnings(
        """
        @Model class Line {
          @Compute @Differentiable double f(double x, int n) {
            double half = 1 / 2;
            x += (n + 1) / 3;
            x *= 4 / n;
            return x * half + power(x, n / 2);
          }
          double power(double x, double y) { return Math.pow(x, y); }
        }
        """,
        "4:21 " + DIVISION,
        "5:18 " + DIVISION,
        "6:12 " + DIVISION,
        "7:34 " + DIVISION);
  }

  @Test
  void aQuotientThatStaysAnIntegerOrIsCastIsMeant() {
    assertWarnings(
        """
        @Model class Line {
          @Compute @Differentiable double f(double[] x, int n) {
            int half = n / 2;
            long quarter = n / 4;
            double cast = (double) (n / 2);
            return x[n / 2] * half + quarter * cast + x[0] / n + n % 3;
          }
          @Compute double g(double x, int n) { return x * (n / 2); }
        }
        """);
  }

  @Test
  void whatIsMeantIsSuppressed() {
    assertWarnings(
        """
        @Model class Line {
          @SuppressWarnings("kiln") @Parameter double unused = 1;
          @SuppressWarnings({"unused", "kiln"}) @Compute @Differentiable
          double f(double x, double y, int n) { return x * (n / 2); }
        }
        @SuppressWarnings("kiln") @Model class Other {
          @Parameter double unused = 1;
          @Compute @Differentiable double f(double x, double y, int n) { return x * (n / 2); }
        }
        """);
  }

  @Test
  void warningsCanBeTurnedOff() {
    String source = "@Model class Line { @Parameter double unused = 1; }";
    assertEquals(1, compile(source, List.of()).warnings().size());
    assertEquals(0, compile(source, List.of("-Akiln.warnings=off")).warnings().size());
  }

  private static void assertWarnings(String source, String... expected) {
    List<String> actual =
        compile(source, List.of()).warnings().stream()
            .map(
                each ->
                    each.getLineNumber()
                        + ":"
                        + each.getColumnNumber()
                        + " "
                        + each.getMessage(Locale.ROOT))
            .sorted()
            .toList();
    assertEquals(List.of(expected).stream().sorted().toList(), actual);
  }

  private static Compilation compile(String source, List<Object> options) {
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .withOptions(options)
            .compile(
                JavaFileObjects.forSourceString(
                    "demo.Line",
                    "package demo; import dev.kiln.annotation.*; import dev.kiln.autodiff.*;"
                        + " import dev.kiln.tensor.*;\n"
                        + source));
    assertThat(compilation).succeeded();
    return compilation;
  }
}
