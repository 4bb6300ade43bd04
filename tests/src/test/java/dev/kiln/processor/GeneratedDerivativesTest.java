package dev.kiln.processor;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;

import dev.kiln.testkit.SourceAssert;
import org.junit.jupiter.api.Test;

/** What generated derivatives look like: few models, each for one kind of derivative. */
class GeneratedDerivativesTest {
  /** Both forms of the gradient share a function, and each loop is reversed by another. */
  @Test
  void aGradientWithRespectToArrays() throws Exception {
    compile(
            """
            @Model
            public class Line {
              @Compute
              @Differentiable
              double loss(double[] x, double[] y, double slope, double offset) {
                double sum = 0;
                for (int i = 0; i < x.length; i++) {
                  double error = slope * x[i] + offset - y[i];
                  sum += error * error;
                }
                return sum / x.length;
              }
            }
            """)
        .generates("CompiledLine")
        .withLinesUpTo(100)
        .asGolden();
  }

  @Test
  void aGradientOfTensors() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Regression {
              @Parameter @Shape("3, 1") Tensor w = Tensor.zeros(3, 1);
              @Parameter @Shape("1") Tensor b = Tensor.zeros(1);

              @Compute
              @Differentiable
              @Shape("")
              Tensor loss(@Shape("n, 3") Tensor x, @Shape("n, 1") Tensor y) {
                Tensor error = x.matmul(w).add(b).subtract(y);
                return error.square().mean();
              }
            }
            """);
    model.generates("CompiledRegression").withLinesUpTo(100).asGolden();
    model.generates("RegressionGraphs").withLinesUpTo(100).asGolden();
  }

  /** A loop over the examples, also of the gradient; a record becomes an array of records. */
  @Test
  void aBatch() throws Exception {
    compile(
            """
            @Model
            public class Spring {
              public record State(double x, double v) {}
              @Parameter double stiffness = 2;

              @Compute
              @Differentiable
              @Vectorized
              double energy(State s, double mass) {
                return 0.5 * mass * s.v() * s.v() + 0.5 * stiffness * s.x() * s.x();
              }

              @Compute
              @Vectorized(over = "s")
              State pushed(State s, double force) {
                return new State(s.x(), s.v() + force);
              }
            }
            """)
        .generates("CompiledSpring")
        .withLinesUpTo(100)
        .asGolden();
  }

  /** A loop that overwrites what its reverse reads saves it in each iteration. */
  @Test
  void aLoopThatSavesItsState() throws Exception {
    compile(
            """
            @Model
            public class Pendulum {
              @Compute
              @Differentiable
              double angle(double angle, double speed, double step, int steps) {
                for (int i = 0; i < steps; i++) {
                  speed -= step * Math.sin(angle);
                  angle += step * speed;
                }
                return angle;
              }
            }
            """)
        .generates("CompiledPendulum")
        .withLinesUpTo(100)
        .asGolden();
  }

  @Test
  void aLoopWithCheckpoints() throws Exception {
    compile(
            """
            @Model
            public class Growth {
              @Compute
              @Differentiable
              double size(double size, double rate, int steps) {
                for (@Checkpoint int i = 0; i < steps; i++) {
                  size += rate * size * (1 - size);
                }
                return size;
              }
            }
            """)
        .generates("CompiledGrowth")
        .withLinesUpTo(100)
        .asGolden();
  }

  /** The columns of the smaller side are computed, some at a time. */
  @Test
  void aJacobian() throws Exception {
    compile(
            """
            @Model
            public class Polar {
              @Compute
              @Differentiable(modes = Differentiable.Mode.JACOBIAN)
              double[] cartesian(double[] radius, double[] angle) {
                double[] xy = new double[2 * radius.length];
                for (int i = 0; i < radius.length; i++) {
                  xy[2 * i] = radius[i] * Math.cos(angle[i]);
                  xy[2 * i + 1] = radius[i] * Math.sin(angle[i]);
                }
                return xy;
              }
            }
            """)
        .generates("CompiledPolar")
        .withLinesUpTo(100)
        .asGolden();
  }

  private static SourceAssert compile(String source) {
    return assertThatModel(Sources.HEADER + source)
        .withOptions("-Akiln.warnings=off")
        .compilesWithoutWarnings();
  }
}
