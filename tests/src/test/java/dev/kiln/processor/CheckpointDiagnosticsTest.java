package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Where {@code @Checkpoint} may be, and which loops cannot have it. */
class CheckpointDiagnosticsTest {
  @Test
  void aLoopFollowsTheVariable() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable
            double f(double x, int n) {
              @Checkpoint
              double y = x;
        //           ^ [KILN-413] @Checkpoint is on 'y', which no loop follows.
              y *= 2;
              for (int i = 0; i < n; i++) { y = Math.sin(y); }
              return y;
            }
          }
        """);
  }

  @Test
  void aVariableAtTheEndOfABlockHasNoLoop() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double f(double x, int n) {
              if (n > 1) {
                @Checkpoint double y = x;
        //                         ^ [KILN-413] @Checkpoint is on 'y', which no loop follows.
              }
              return x;
            }
          }
        """);
  }

  @Test
  void aMethodHasALoop() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Checkpoint
            double f(double x) { return x; }
        //         ^ [KILN-413] @Checkpoint is on a method without loops.
          }
        """);
  }

  @Test
  void countsAreConstants() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double f(double x, int n) {
              double y = x;
              for (@Checkpoint(snapshots = -1) int i = 0; i < n; i++) { y = Math.sin(y); }
        //                                 ^ [KILN-414] snapshots of @Checkpoint is not a
        // constant of at least 0.
              return y;
            }
          }
        """);
  }

  @Test
  void rowsAreNotStored() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable
            double f(double[][] x, int n) {
        //         ^ [KILN-403] a loop with @Checkpoint stores a row in an array of arrays,
        // which is not supported: copy the elements of the row instead (Line.java:9).
              for (@Checkpoint int i = 0; i < n; i++) {
                double[] swap = x[0];
                x[0] = x[1];
                x[1] = swap;
                x[0][0] = Math.sin(x[0][0]) * x[1][0];
              }
              return x[0][0];
            }
          }
        """);
  }

  @Test
  void sizesAreNumbers() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable
            @Shape("") Tensor f(@Shape("n") Tensor x) {
        //                    ^ [KILN-403] a loop with @Checkpoint computes with tensors of named
        // sizes, which is not supported: use numbers in their @Shape, or use arrays (Line.java:8).
              Tensor y = x;
              for (@Checkpoint int i = 0; i < 3; i++) { y = y.tanh(); }
              return y.sum();
            }
          }
        """);
  }

  @Test
  void anAnnotationThatNoLoopFollowsHidesNoMistakeAfterIt() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double f(double x) {
              @Checkpoint int steps = 3;
        //                    ^ [KILN-413] @Checkpoint is on 'steps', which no loop
        // follows. Instead: put it on a variable that a for loop declares, on a local variable
        // declared right before a loop, or on a method with loops.
              double y = x * steps;
              return y + Double.hashCode(x);
        //                     ^ [KILN-203] Double.hashCode is a call of code that Kiln cannot
        // see. Instead: compute with the numbers themselves: hash codes are not supported.
            }
          }
        """);
  }
}
