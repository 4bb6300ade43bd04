package dev.kiln.testkit;

import static dev.kiln.testkit.Failures.failureOf;
import static dev.kiln.testkit.ModelAssertions.assertThatModel;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What assertions on graphs accept, and what they say of what they do not. */
class GraphAssertTest {
  private static final SourceAssert MODEL =
      assertThatModel(
          """
          @Model public class Mixed {
            @Compute double straight(double x) { return Math.sin(x) * x + x; }
            @Compute @Differentiable double powers(double x, int n) {
              double y = x;
              for (int i = 0; i < n; i++) {
                y = Math.sin(y) * x;
              }
              return y;
            }
            @Compute @Differentiable(wrt = "w") double sum(double w, double[] x) {
              double sum = 0;
              for (int i = 0; i < x.length; i++) {
                sum += Math.sin(w * x[i]);
              }
              return sum;
            }
            @Compute @Differentiable double product(double x, double y) { return x * y; }
            @Compute @Differentiable double branch(double x) {
              return x > 0 ? x * x : -x;
            }
            @Compute int fact(int n) { return n <= 1 ? 1 : n * fact(n - 1); }
          }
          """);

  @Test
  void graphsAreAccepted() {
    MODEL
        .graph("straight")
        .contains("math_sin_f64")
        .doesNotContain("matmul")
        .hasNoLoop()
        .hasNoCall();
    MODEL.graph("product").savesNothing().savesNothingPerIteration();
    MODEL.graph("sum").savesNothingPerIteration();
    assertEquals("powersGradient", MODEL.graph("powersGradient").graph().name());
  }

  @Test
  void operationsAreListed() {
    failureOf(() -> MODEL.graph("straight").contains("matmul"))
        .startsWith(
            "expected the graph of straight to contain 'matmul', but its operations are add,"
                + " math_sin_f64, multiply\ngraph ");
    failureOf(() -> MODEL.graph("straight").doesNotContain("math_sin_f64"))
        .startsWith(
            "expected the graph of straight not to contain 'math_sin_f64', but its operations are"
                + " add, math_sin_f64, multiply\n"
                + "graph ");
  }

  @Test
  void loopsAndCallsAreNamed() {
    failureOf(() -> MODEL.graph("powers").hasNoLoop())
        .startsWith(
            "expected the graph of powers to have no loop, but there is one at Mixed.java:5\n");
    failureOf(() -> MODEL.graph("fact").hasNoCall())
        .startsWith("expected the graph of fact to call nothing, but it calls fact");
  }

  @Test
  void whatIsSavedIsNamed() {
    failureOf(() -> MODEL.graph("powers").savesNothingPerIteration())
        .startsWith("expected the gradient of powers to save nothing per iteration, but it saves\n")
        .contains(", per iteration of the loop at Mixed.java:5");
    failureOf(() -> MODEL.graph("powers").savesNothing())
        .startsWith("expected the gradient of powers to save nothing, but it saves\n")
        .contains(", per iteration of the loop at Mixed.java:5");
  }

  @Test
  void aGraphAndAGradientHaveToBeThere() {
    failureOf(() -> MODEL.graph("curve"))
        .startsWith("Mixed has no graph 'curve'; its graphs are branch, branchGradient, ");
    failureOf(() -> MODEL.graph("straight").savesNothing())
        .is("straight has no gradient; write @Differentiable");
    failureOf(() -> assertThatModel(String.class).graph("length"))
        .is(
            "there is no java.lang.StringGraphs: Kiln's processor did not compile"
                + " java.lang.String, which has to be a @Model");
  }
}
