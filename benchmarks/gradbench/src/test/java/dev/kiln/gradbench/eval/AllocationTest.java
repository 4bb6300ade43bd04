package dev.kiln.gradbench.eval;

import static dev.kiln.testkit.ModelAssertions.assertThatCall;

import dev.kiln.gradbench.model.CompiledBundleAdjustment;
import dev.kiln.gradbench.report.RandomInputs;
import org.junit.jupiter.api.Test;

/** Derivatives that write into given arrays allocate nothing once they have run. */
class AllocationTest {
  private static final RandomInputs RANDOM = new RandomInputs(5);

  @Test
  void gmm() {
    assertAllocatesNothing(GmmEval.create().prepare("jacobian", RANDOM.gmm(3, 4, 50)));
  }

  @Test
  void lstm() {
    assertAllocatesNothing(LstmEval.create().prepare("jacobian", RANDOM.lstm(3, 4, 50)));
  }

  @Test
  void jacobiansOfSplitMethods() {
    assertAllocatesNothing(HtEval.create().prepare("jacobian", RANDOM.ht(10, false)));
    assertAllocatesNothing(HtEval.create().prepare("jacobian", RANDOM.ht(10, true)));
  }

  @Test
  void ba() {
    CompiledBundleAdjustment model = new CompiledBundleAdjustment();
    BaProblem problem = BaProblem.of(RANDOM.ba(3, 20, 60));
    double[] camera = problem.cameras()[0];
    double[] point = problem.points()[0];
    double[] feature = problem.features()[0];
    double[] dCamera = new double[11];
    double[] dPoint = new double[3];
    double[] dWeight = new double[1];
    Runnable gradient =
        () ->
            model.errorAlongGradientInto(camera, point, 0.5, feature, 1, dCamera, dPoint, dWeight);
    assertAllocatesNothing(Evaluation.writing(gradient, () -> dCamera));
  }

  private static void assertAllocatesNothing(Evaluation evaluation) {
    assertThatCall(evaluation::run).allocatesNothing();
  }
}
