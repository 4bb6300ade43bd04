package dev.kiln.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LbfgsTest {
  /** Rosenbrock's valley (1960) from its usual start (-1.2, 1); its one minimum is 0 at (1, 1). */
  @Test
  void rosenbrocksValleyIsMinimised() {
    Lbfgs.Result result =
        new Lbfgs(10, 100, 1e-9)
            .minimize(Map.of("p", Tensor.of(new double[] {-1.2, 1})), LbfgsTest::rosenbrock);
    assertTrue(result.converged(), result::toString);
    assertTrue(result.iterations() < 60, result::toString);
    assertEquals(1, result.parameters().get("p").toDoubleArray()[0], 1e-9);
    assertEquals(1, result.parameters().get("p").toDoubleArray()[1], 1e-9);
    assertEquals(0, result.value(), 1e-18);
  }

  private static Lbfgs.Slope rosenbrock(Map<String, Tensor> at) {
    double x = at.get("p").toDoubleArray()[0];
    double y = at.get("p").toDoubleArray()[1];
    double bend = y - x * x;
    double[] gradient = {-2 * (1 - x) - 400 * x * bend, 200 * bend};
    return new Lbfgs.Slope((1 - x) * (1 - x) + 100 * bend * bend, Map.of("p", Tensor.of(gradient)));
  }

  /** The minimum of half x A x - b x solves A x = b. */
  @Test
  void aQuadraticOfTwoTensorsIsMinimised() {
    double[][] a = {{4, 1, 0}, {1, 3, -1}, {0, -1, 2}};
    double[] b = {1, 2, 3};
    Map<String, Tensor> start = new LinkedHashMap<>();
    start.put("u", Tensor.zeros(1));
    start.put("v", Tensor.of(new double[2], 2, 1));
    Lbfgs.Result result =
        new Lbfgs(5, 50, 1e-6)
            .minimize(
                start,
                at -> {
                  double[] v = at.get("v").toDoubleArray();
                  double[] x = {at.get("u").toFloatArray()[0], v[0], v[1]};
                  double[] g = new double[3];
                  double value = 0;
                  for (int i = 0; i < 3; i++) {
                    double ax = a[i][0] * x[0] + a[i][1] * x[1] + a[i][2] * x[2];
                    g[i] = ax - b[i];
                    value += 0.5 * x[i] * ax - b[i] * x[i];
                  }
                  return new Lbfgs.Slope(
                      value,
                      Map.of(
                          "u", Tensor.of(new float[] {(float) g[0]}),
                          "v", Tensor.of(new double[] {g[1], g[2]}, 2, 1)));
                });
    // the solution is known by its equations
    double[] v = result.parameters().get("v").toDoubleArray();
    double[] x = {result.parameters().get("u").toFloatArray()[0], v[0], v[1]};
    for (int i = 0; i < 3; i++) {
      assertEquals(b[i], a[i][0] * x[0] + a[i][1] * x[1] + a[i][2] * x[2], 1e-6);
    }
    assertTrue(result.iterations() < 15, result::toString);
  }

  @Test
  void itEndsAfterItsIterations() {
    Map<String, Tensor> start = Map.of("p", Tensor.of(new double[] {-1.2, 1}));
    Lbfgs.Result result = new Lbfgs(10, 3, 1e-9).minimize(start, LbfgsTest::rosenbrock);
    assertEquals(3, result.iterations());
    assertFalse(result.converged());
    assertTrue(result.value() < 24.2);
  }

  @Test
  void gradientsHaveTheTypesOfTheParameters() {
    Map<String, Tensor> start = Map.of("p", Tensor.of(new double[] {1, 1}));
    Lbfgs lbfgs = new Lbfgs(10, 3, 0);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> lbfgs.minimize(start, at -> new Lbfgs.Slope(0, Map.of("p", Tensor.zeros(2)))));
    assertEquals("for 'p' of type f64[2] there is f32[2]", refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Lbfgs(0, 1, 1));
  }
}
