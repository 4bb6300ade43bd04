package dev.kiln.gradbench.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.gradbench.eval.FiniteDifferences;
import dev.kiln.gradbench.model.BundleAdjustment;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReprojectionJacobianTest {
  /** With and without a rotation: no angle has a formula of its own. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void agreesWithFiniteDifferences(double angle) {
    double[] camera = {0.3 * angle, -0.5 * angle, angle, 1, -2, -6, 3, 0.2, -0.4, 0.02, 0.003};
    double[] point = {0.5, 0.7, 4};
    double[] weight = {0.8};
    double[] feature = {0.3, -0.1};
    BundleAdjustment model = new BundleAdjustment();
    double[] error = new double[2];
    Supplier<double[]> errors =
        () -> {
          model.reprojectionError(camera, point, weight[0], feature, error);
          return error;
        };

    double[] actual = new double[31];
    new ReprojectionJacobian().run(camera, point, weight[0], feature, actual, 1);

    assertEquals(0, actual[0], "nothing is written before the start");
    for (int i = 0; i < 11; i++) {
      assertColumn(FiniteDifferences.column(errors, camera, i), actual, 1 + i);
    }
    for (int i = 0; i < 3; i++) {
      assertColumn(FiniteDifferences.column(errors, point, i), actual, 12 + i);
    }
    assertColumn(FiniteDifferences.column(errors, weight, 0), actual, 15);
  }

  private static void assertColumn(double[] expected, double[] actual, int index) {
    assertEquals(expected[0], actual[index], 1e-8);
    assertEquals(expected[1], actual[index + 15], 1e-8);
  }
}
