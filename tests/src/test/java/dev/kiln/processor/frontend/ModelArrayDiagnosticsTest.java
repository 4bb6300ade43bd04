package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Arrays and lists of models, where it is not known which or how many models there are. */
class ModelArrayDiagnosticsTest {
  private static final String WAVE =
      """
          @Model
          class Wave {
            double k = 2;
            double at(double x) { return k * x; }
          }
      """;

  @Test
  void aLengthThatIsNotKnownIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            final Wave[] waves;
            Line(int n) { waves = new Wave[n]; }
            @Compute
            double at(double x) {
              for (Wave wave : waves) {
        //                     ^ [KILN-220] how many models waves holds is not known at compile time.
        // Instead: initialise it where it is declared, with List.of(..) or {..}, or
        // annotate it, as in @Length(3).
                x = wave.at(x);
              }
              return x;
            }
          }
        """
            + WAVE);
  }

  @Test
  void aModelThatIsChosenAtRunTimeIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            final Wave[] waves = {new Wave(), new Wave()};
            @Compute
            double at(double x, int i) {
              Wave one = x > 0 ? waves[0] : waves[1];
        //                     ^ [KILN-220] which function or model the value is is not known at compile time.
        // Instead: call it in each branch, and choose between the results.
              double y = waves[2].at(x);
        //                     ^ [KILN-202] the index 2 of waves, whose length is 2 is outside the compiled language.
        // Instead: use an index in its range.
              return y + one.at(x) + waves[i].at(x);
        //                                 ^ [KILN-220] which of the models waves this is is not known at compile time.
        // Instead: loop over all of them, as in for (var each : waves), or over their
        // indices.
            }
          }
        """
            + WAVE);
  }

  @Test
  void aLoopThatRunsUntilAConditionHoldsIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            final java.util.List<Wave> waves = java.util.List.of(new Wave(), new Wave());
            @Compute
            double at(double x, int n) {
              for (int i = 0; i < n; i++) {
        //                      ^ [KILN-220] how often this loop over models or tensors runs is not known at compile time.
        // Instead: count from a constant to the length: for (int i = 0; i <
        // layers.length; i++).
                x = waves.get(i).at(x);
              }
              return x + waves.indexOf(null);
        //                    ^ [KILN-203] List.indexOf is a call of code that Kiln cannot see.
        // Instead: use get(i), size(), or a loop over the list.
            }
          }
        """
            + WAVE);
  }
}
