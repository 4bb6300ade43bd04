package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which modes of derivatives fit which methods. */
class DerivativeDiagnosticsTest {
  @ParameterizedTest
  @ValueSource(strings = {"HESSIAN", "HESSIAN_DIAGONAL", "HESSIAN_VECTOR_PRODUCT"})
  void secondDerivativesAreOfOneNumber(String mode) {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable(modes = Differentiable.Mode.%1$s)
            double[] same(double[] x) { return x; }
        //           ^ [KILN-404] the mode %1$s of @Differentiable does not fit same,
        // which returns double[]. Instead: return a float, a double, or a Tensor with shape "",
        // or request JACOBIAN.
          }
        """
            .formatted(mode));
  }

  @ParameterizedTest
  @ValueSource(strings = {"VJP", "JVP", "JACOBIAN"})
  void derivativesAreOfFloatingPointNumbers(String mode) {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable(modes = Differentiable.Mode.%1$s)
            int sign(double x) { return x > 0 ? 1 : -1; }
        //      ^ [KILN-404] the mode %1$s of @Differentiable does not fit sign,
        // which returns int. Instead: return floating-point numbers,
        // or write them into an array argument.
          }
        """
            .formatted(mode));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JACOBIAN", "HESSIAN", "HESSIAN_DIAGONAL"})
  void rowsAndColumnsAreElementsOfArrays(String mode) {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable(modes = Differentiable.Mode.%1$s)
            @Shape("") Tensor length(@Shape("3") Tensor x) { return x.square().sum(); }
        //                    ^ [KILN-405] the mode %1$s of @Differentiable method length
        // does not support the tensor 'x'.
          }
        """
            .formatted(mode));
  }

  @Test
  void anInputOfAModeMustExist() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable(wrt = "y", modes = Differentiable.Mode.JVP)
            double same(double x) { return x; }
        //         ^ [KILN-402] wrt names 'y', which is not a floating-point input of same. Instead: name arguments, or parameters that the method reads: x.
          }
        """);
  }

  /**
   * What a Jacobian puts back for each row must be kept, of which there are no stacks of shorts.
   */
  @Test
  void overwrittenShortsAreNotSaved() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable(wrt = "x", modes = Differentiable.Mode.JACOBIAN)
            void f(double[] x, short[] scratch, double[] y) {
        //       ^ [KILN-403] a derivative that saves the elements of an array of short,
        // since they are overwritten; use an array of int.
              scratch[0] = (short) y.length;
              y[0] = x[0] * scratch[0];
            }
          }
        """);
  }
}
