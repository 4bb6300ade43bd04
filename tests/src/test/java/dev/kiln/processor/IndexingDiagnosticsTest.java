package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Methods with indices whose shapes are not known, or do not fit. */
class IndexingDiagnosticsTest {
  @Test
  void shapesDoNotDependOnElements() {
    assertMistakes(
        """
          @Model
          public class Chosen {
            @Compute Tensor f(@Shape("n") Tensor x) {
              return x.nonZero();
        //            ^ [KILN-203] Tensor.nonZero is a call of code that Kiln cannot see. Instead: compute with a mask, as in mask.where(x, 0): the shape of the indices would depend on the elements.
            }
          }
        """);
  }

  @Test
  void slicesWithStepsNeedAKnownSize() {
    assertMistakes(
        """
          @Model
          public class Chosen {
            @Compute Tensor f(@Shape("n") Tensor x) {
              return x.slice(0, -1, 0, -1);
        //            ^ [KILN-301] slice with a step needs a size that is known when compiling, not n (f32[n] is 'x').
            }
          }
        """);
  }

  @Test
  void paddingHasThreeOtherModes() {
    assertMistakes(
        """
          @Model
          public class Chosen {
            @Compute Tensor f(@Shape("n") Tensor x) {
              return x.pad(0, 1, 1, "mirror");
        //            ^ [KILN-301] pad: no mode "mirror"; there are "edge", "reflect" and "wrap" (f32[n] is 'x').
            }
          }
        """);
  }

  @Test
  void thereAreAsManyAsAreAskedFor() {
    assertMistakes(
        """
          @Model
          public class Chosen {
            @Compute Tensor f(@Shape("3") Tensor x) {
              return x.topK(4, 0);
        //            ^ [KILN-301] slice 0 to 4 of axis 0 is outside shape [3] (f32[3] is 'x').
            }
          }
        """);
  }
}
