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
        // Instead: make it final and initialise it with List.of(..) or {..}, or annotate
        // it, as in @Length(3).
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

  private static final String LAWS =
      """
          interface Law { double at(double x); }
          @Model
          class Spring implements Law {
            @Parameter double k = 2;
            @Override public double at(double x) { return k * x; }
          }
          @Model
          class Drag implements Law {
            @Override public double at(double x) { return x * x; }
          }
          class Plain implements Law {
            @Override public double at(double x) { return x; }
          }
      """;

  @Test
  void modelsOfDifferentClassesThatAreNotKnownAreRefused() {
    assertMistakes(
        """
          @Model
          public class Laws {
            final java.util.List<Law> captured;
            final Law[] plain = {new Spring(), new Plain()};
            final Law[] anonymous = {new Spring() {}};
            final Law[] passed;
            final Law[] chosen;
            final Law[] other;
            Laws(double k, Law... laws) {
              captured = java.util.List.of(new Spring(), x -> k * x);
              passed = laws;
              if (k > 0) { chosen = new Law[] {new Spring()}; } else { chosen = new Law[0]; }
              other = new Law[] {new Spring()};
            }
            Laws() {
              captured = java.util.List.of();
              passed = new Law[] {new Spring()};
              chosen = passed;
              other = new Law[] {new Drag()};
            }
            @Compute
            double at(double x) {
              for (Law law : captured) { x = law.at(x); }
        //                   ^ [KILN-220] which models captured holds is not known at compile time.
        // Instead: make it final and initialise it, where it is declared or in one
        // statement of each constructor, with models that are made there, as in {new
        // Dense(..), new LayerNorm(8)}.
              for (Law law : plain) { x = law.at(x); }
        //                   ^ [KILN-220] which models plain holds is not known at compile time.
        // Instead: make it final and initialise it, where it is declared or in one
        // statement of each constructor, with models that are made there, as in {new
        // Dense(..), new LayerNorm(8)}.
              for (Law law : anonymous) { x = law.at(x); }
        //                   ^ [KILN-220] which models anonymous holds is not known at compile time.
        // Instead: make it final and initialise it, where it is declared or in one
        // statement of each constructor, with models that are made there, as in {new
        // Dense(..), new LayerNorm(8)}.
              for (Law law : passed) { x = law.at(x); }
        //                   ^ [KILN-220] which models passed holds is not known at compile time.
        // Instead: make it final and initialise it, where it is declared or in one
        // statement of each constructor, with models that are made there, as in {new
        // Dense(..), new LayerNorm(8)}.
              for (Law law : chosen) { x = law.at(x); }
        //                   ^ [KILN-220] which models chosen holds is not known at compile time.
        // Instead: make it final and initialise it, where it is declared or in one
        // statement of each constructor, with models that are made there, as in {new
        // Dense(..), new LayerNorm(8)}.
              return x + other[0].at(x);
        //               ^ [KILN-220] which models other holds is not known at compile time.
        // Instead: make it final and initialise it, where it is declared or in one
        // statement of each constructor, with models that are made there, as in {new
        // Dense(..), new LayerNorm(8)}.
            }
          }
        """
            + LAWS);
  }

  @Test
  void aModelOfSeveralClassesThatIsChosenAtRunTimeIsRefused() {
    assertMistakes(
        """
          @Model
          public class Laws {
            final Law[] laws = {new Spring(), new Drag()};
            @Compute
            double at(double x, int i) {
              double y = laws[i].at(x);
        //                    ^ [KILN-220] which of the models laws this is is not known at compile time.
        // Instead: loop over all of them, as in for (var each : laws), or over their
        // indices.
              Law one = x > 0 ? laws[0] : laws[1];
        //                    ^ [KILN-220] which function or model the value is is not known at compile time.
        // Instead: call it in each branch, and choose between the results.
              return y + ((Spring) laws[1]).k;
        //                ^ [KILN-202] a cast of Drag to Spring is outside the compiled language.
        // Instead: use the class of the model.
            }
          }
        """
            + LAWS);
  }

  @Test
  void aModelThatContainsItselfAmongOthersIsRefused() {
    assertMistakes(
        """
          @Model
          public class Endless implements Law {
            final Law[] laws = {new Spring(), new Endless()};
        //              ^ [KILN-116] the model Endless contains itself. Instead: break the cycle.
            @Compute @Override
            public double at(double x) {
              return laws[0].at(x);
            }
          }
        """
            + LAWS);
  }
}
