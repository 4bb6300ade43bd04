package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Sizes of nested models that contradict each other, with where each comes from. */
class NestedSizeDiagnosticsTest {
  private static final String DENSE =
      """
        @Model
        class Dense {
          @Parameter @Shape("in, out") Tensor w;
          @Compute Tensor apply(@Shape("batch, in") Tensor x) { return x.matmul(w); }
        }
      """;

  @Test
  void oneInstanceIsUsedAtTwoSizes() {
    assertMistakes(
        """
          @Model
          public class Net {
            Dense layer;
            @Compute
            Tensor apply(@Shape("n, 64") Tensor x, @Shape("n, 32") Tensor y) {
              Tensor first = layer.apply(x);
              return first.add(layer.apply(y));
        //                                 ^ [KILN-304] argument 'x' of layer.apply is declared
        // as f32[batch, in], which is f32[n, 64] here, but is f32[n, 32]; layer.in is 64 by
        // Net.java:6.
            }
          }
        """
            + DENSE);
  }

  @Test
  void aSizeIsNotANameOfTheOuterModelAndANumber() {
    assertMistakes(
        """
          @Model
          public class Net {
            Dense layer;
            @Compute
            Tensor apply(@Shape("n, m") Tensor x, @Shape("n, 32") Tensor y) {
              Tensor first = layer.apply(x);
              return first.add(layer.apply(y));
        //                                 ^ [KILN-304] argument 'x' of layer.apply is declared
        // as f32[batch, in], which is f32[n, m] here, but is f32[n, 32]; layer.in is m by
        // Net.java:6.
            }
          }
        """
            + DENSE);
  }

  @Test
  void aNumberOfDimensionsCannotBeLearnt() {
    assertMistakes(
        """
          @Model
          public class Net {
            Dense layer;
            @Compute
            Tensor apply(@Shape("64") Tensor x) {
              return layer.apply(x);
        //                       ^ [KILN-304] argument 'x' of layer.apply is declared as
        // f32[batch, in], which is f32[batch, layer.in] here, but is f32[64].
            }
          }
        """
            + DENSE);
  }

  @Test
  void anOperationContradictsACall() {
    assertMistakes(
        """
          @Model
          public class Net {
            Dense layer;
            @Compute
            Tensor apply(@Shape("n, 64") Tensor x, @Shape("n, 32") Tensor y) {
              Tensor first = layer.apply(x);
              return first.add(y.matmul(layer.w));
        //                      ^ [KILN-301] matmul of shapes [n, 32] and [64, layer.out]: inner
        // sizes 32 and 64 differ (f32[n, 32] is 'y'; f32[64, layer.out] is 'w');
        // layer.in is 64 by Net.java:6.
            }
          }
        """
            + DENSE);
  }

  @Test
  void theResultIsDeclaredWithAnotherSize() {
    assertMistakes(
        """
          @Model
          public class Net {
            Dense layer;
            @Compute @Shape("n, 10")
            Tensor apply(@Shape("n, 64") Tensor x, @Shape("n, 32") Tensor y) {
        //         ^ [KILN-303] the result is declared as f32[n, 10] but is f32[n, 32].
              return layer.apply(x).add(y);
            }
          }
        """
            + DENSE);
  }
}
