package dev.kiln.gradbench.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.kiln.gradbench.model.CompiledBundleAdjustment;
import dev.kiln.gradbench.report.RandomInputs;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Derivatives that write into given arrays allocate nothing once they have run. */
class AllocationTest {
  private static final RandomInputs RANDOM = new RandomInputs(5);

  @Test
  void gmm() {
    assertEquals(0, bytes(GmmEval.create().prepare("jacobian", RANDOM.gmm(3, 4, 50))));
  }

  @Test
  void lstm() {
    assertEquals(0, bytes(LstmEval.create().prepare("jacobian", RANDOM.lstm(3, 4, 50))));
  }

  @Test
  void jacobiansOfSplitMethods() {
    assertEquals(0, bytes(HtEval.create().prepare("jacobian", RANDOM.ht(10, false))));
    assertEquals(0, bytes(HtEval.create().prepare("jacobian", RANDOM.ht(10, true))));
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
    assertEquals(0, bytes(Evaluation.writing(gradient, () -> dCamera)));
  }

  /** The bytes that a run allocates; the least of some, since counting allocates at first. */
  private static long bytes(Evaluation evaluation) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 200; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      evaluation.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
