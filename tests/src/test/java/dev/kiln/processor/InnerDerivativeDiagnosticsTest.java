package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** What compute methods may not do with derivatives of others. */
class InnerDerivativeDiagnosticsTest {
  @Test
  void thereMustBeSuchADerivative() {
    assertMistakes(
        """
          @Model
          public class Spring {
            @Compute double energy(double x) { return x * x; }
            @Compute @Differentiable double cube(double x) { return x * x * x; }
            @Compute double force(double x) {
              return -CompiledSpring.energyGradient(this, x).x()
        //                          ^ [KILN-415] Spring has no derivative energyGradient.
        // Instead: annotate its method energy with @Differentiable and the mode of that derivative.
                  + CompiledSpring.cubeHvp(this, x, 1).xProduct();
        //                        ^ [KILN-415] Spring has no derivative cubeHvp.
        // Instead: annotate its method cube with @Differentiable and the mode of that derivative.
            }
          }
        """);
  }

  @Test
  void aMethodMustNotNeedItsOwnDerivative() {
    assertMistakes(
        """
          @Model
          public class Spring {
            double slope(double x) { return CompiledSpring.energyGradient(this, x).x(); }
        //                                                ^ [KILN-416] the derivative of Spring.energy
        // is called in code that the method itself needs.
            @Compute @Differentiable double energy(double x) { return x + slope(x); }
            @Compute double force(double x) { return slope(x); }
          }
        """);
  }

  @Test
  void twoMethodsMustNotNeedTheDerivativesOfEachOther() {
    assertMistakes(
        """
          @Model
          public class Spring {
            @Compute @Differentiable
            double first(double x) { return CompiledSpring.secondGradient(this, x).x(); }
            @Compute @Differentiable
            double second(double x) { return CompiledSpring.firstGradient(this, x).x(); }
        //                                                 ^ [KILN-416] the derivative of Spring.first
        // is called in code that the method itself needs.
          }
        """);
  }

  @Test
  void theModelIsKnownAtCompileTime() {
    assertMistakes(
        """
          @Model
          public class Spring {
            @Compute @Differentiable double energy(double x) { return x * x; }
            @Compute double force(double x) {
              return CompiledSpring.energyGradient(new Spring(), x).x();
        //                                         ^ [KILN-417] the model that energyGradient is given,
        // new Spring(), is not a Spring that is known at compile time.
        // Instead: pass this, or a field that holds a nested model of that class.
            }
          }
        """);
  }

  @Test
  void constantsAreStoppedOutside() {
    assertMistakes(
        """
          @Model
          public class Spring {
            @Compute @Differentiable double energy(double x) { return x * x; }
            @NoGradient double slope(double x) {
              return CompiledSpring.energyGradient(this, x).x();
        //                         ^ [KILN-202] energyGradient in @NoGradient code, or of a @NoGradient
        // array, is outside the compiled language. Instead: take StopGradient.of(..) of what it
        // returns.
            }
            @Compute double force(double x) { return slope(x); }
          }
        """);
  }

  @Test
  void arraysOfRecordsAreNotSupported() {
    assertMistakes(
        """
          @Model
          public class Spring {
            record Point(double x) {}
            @Compute @Differentiable double energy(Point[] points) { return points[0].x(); }
        //                                  ^ [KILN-403] compute methods cannot call derivatives of
        // energy, which takes or returns an array of records.
            @Compute double force(Point[] points) {
              return CompiledSpring.energyGradient(this, points).value();
            }
          }
        """);
  }

  @Test
  void compiledModelsAreNotCreated() {
    assertMistakes(
        """
          @Model
          public class Spring {
            @Compute @Differentiable double energy(double x) { return x * x; }
            @Compute double force(double x) {
              CompiledSpring.EnergyGradient[] all = new CompiledSpring.EnergyGradient[2];
        //                                 ^ [KILN-206] the type CompiledSpring.EnergyGradient[] is outside the compiled language.
              return new CompiledSpring().energyGradient(x).x();
        //           ^ [KILN-202] a new CompiledSpring is outside the compiled language.
        // Instead: call the static form of the derivative, such as CompiledFoo.fGradient(this, x).
            }
          }
        """);
  }

  @Test
  void namesTellAnnotationsApart() {
    assertMistakes(
        """
          @Model
          public class Spring {
            @Compute @Differentiable(wrt = "x") @Differentiable(wrt = "k")
            double energy(double x, double k) { return k * x * x; }
        //         ^ [KILN-418] @Differentiable of energy has no name on 2 annotations.
        // Instead: give each a name of its own, such as name = "forces" for forcesGradient; one may
        // have none.
            @Compute @Differentiable(name = "energy") @Differentiable(name = "a-b")
            double other(double x) { return x * x; }
        //         ^ [KILN-418] @Differentiable of other has the name 'energy', which is taken.
        // Instead: give each a name of its own, such as name = "forces" for forcesGradient; one may
        // have none.
        //         ^ [KILN-418] @Differentiable of other has the name 'a-b', which is not a Java
        // identifier. Instead: give each a name of its own, such as name = "forces" for
        // forcesGradient; one may have none.
          }
        """);
  }

  @Test
  void aNameStandsForItsModes() {
    assertMistakes(
        """
          @Model
          public class Spring {
            @Compute @Differentiable(name = "forces", wrt = "x")
            double energy(double x, double k) { return k * x * x; }
            @Compute double force(double x) {
              return CompiledSpring.forcesGradient(this, x, 2).x()
                  + CompiledSpring.energyGradient(this, x, 2).x();
        //                        ^ [KILN-415] Spring has no derivative energyGradient.
        // Instead: annotate its method energy with @Differentiable and the mode of that derivative.
            }
          }
        """);
  }
}
