package dev.kiln.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What {@link GradCheck} accepts, and what it says of what it does not. */
class GradCheckTest {
  @Test
  void acceptsTheDerivativeOfANumber() {
    assertDoesNotThrow(() -> GradCheck.at(2.0, (Double x) -> x * x * x).gradient(12.0));
  }

  @Test
  void acceptsGradientsOfArraysAndTensors() {
    double[] x = {1, 200, -3};
    GradCheck.at(x, (double[] p) -> p[0] * p[1] + Math.sin(p[2]))
        .gradient(new double[] {200, 1, Math.cos(-3)});
    double[][] a = {{1, 2}, {3}};
    GradCheck.at(a, (double[][] p) -> p[0][0] * p[0][1] * p[1][0])
        .gradient(new double[][] {{6, 3}, {2}});
    float[] f = {1.5f, 2};
    GradCheck.at(f, (float[] p) -> p[0] * p[0] * p[1]).gradient(new float[] {6, 2.25f});
    Tensor t = Tensor.of(new double[] {1, 2, 3}, 3);
    GradCheck.at(t, (Tensor p) -> p.square().sum()).gradient(t.multiply(2));
  }

  @Test
  void acceptsJacobiansAndTangents() {
    double[] x = {2, 3};
    GradCheck<double[]> check =
        GradCheck.at(x, (double[] p) -> new double[] {p[0] * p[1], p[0] * p[0], p[1]});
    check.jacobian(new double[][] {{3, 2}, {4, 0}, {0, 1}});
    check.tangent(new double[] {1, -1}, new double[] {1, 4, -1});
  }

  @Test
  void acceptsTransposedProducts() {
    GradCheck.dotProduct(new double[] {1, 2}, 8.0, 3.0, new double[] {6, 9});
  }

  @Test
  void namesTheComponentsThatDiffer() {
    double[][] a = {{1, 2}, {3}};
    GradCheck<double[][]> check = GradCheck.at(a, (double[][] p) -> p[0][0] * p[0][1] * p[1][0]);
    GradientMismatchError error =
        assertThrows(
            GradientMismatchError.class, () -> check.gradient(new double[][] {{6, 3}, {2.5}}));
    String[] lines = error.getMessage().split("\n", -1);
    assertEquals("the gradient differs in 1 of 3 numbers (tolerance 1.0E-7):", lines[0]);
    assertTrue(
        lines[1].startsWith("  by the point[1][0]: is 2.5, finite differences give "), lines[1]);
  }

  @Test
  void namesRowsAndColumns() {
    double[] x = {2};
    GradientMismatchError error =
        assertThrows(
            GradientMismatchError.class,
            () ->
                GradCheck.at(x, (double[] p) -> new double[] {p[0], p[0]})
                    .jacobian(new double[][] {{1}, {Double.NaN}}));
    assertTrue(
        error.getMessage().contains("of the result[1] by the point[0]: is NaN"),
        error.getMessage());
  }

  @Test
  void showsNoMoreThanFive() {
    double[] x = new double[9];
    GradientMismatchError error =
        assertThrows(
            GradientMismatchError.class,
            () ->
                GradCheck.at(x, (double[] p) -> 1.0)
                    .gradient(new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1}));
    assertEquals(7, error.getMessage().lines().count());
    assertTrue(error.getMessage().endsWith(".."));
  }

  @Test
  void acceptsPulledCotangents() {
    double[] x = {2, 3};
    GradCheck.at(x, (double[] p) -> new double[] {p[0] * p[1], p[0] * p[0], p[1]})
        .pulled(new double[] {1, -1, 2}, new double[] {3 - 4, 2 + 2});
  }

  @Test
  void namesWhatWasPulledToTheWrongPlace() {
    double[] x = {2, 3};
    GradCheck<double[]> check =
        GradCheck.at(x, (double[] p) -> new double[] {p[0] * p[1], p[0] * p[0], p[1]});
    GradientMismatchError error =
        assertThrows(
            GradientMismatchError.class,
            () -> check.pulled(new double[] {1, -1, 2}, new double[] {-1, 5}));
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "the pulled cotangent differs in 1 of 2 numbers (tolerance 1.0E-7):\n"
                    + "  by the point[1]: is 5.0, finite differences give "),
        error.getMessage());
  }

  /** {@code x^3 y + sin(z)}, with second derivatives in closed form. */
  private static GradCheck<double[]> curved(double... point) {
    return GradCheck.at(point, (double[] p) -> p[0] * p[0] * p[0] * p[1] + Math.sin(p[2]));
  }

  private static double[][] hessian(double x, double y, double z) {
    return new double[][] {{6 * x * y, 3 * x * x, 0}, {3 * x * x, 0, 0}, {0, 0, -Math.sin(z)}};
  }

  @Test
  void acceptsSecondDerivatives() {
    GradCheck<double[]> check = curved(1.5, -2, 0.7);
    double[][] hessian = hessian(1.5, -2, 0.7);
    check.hessian(hessian);
    check.hessianDiagonal(new double[] {hessian[0][0], hessian[1][1], hessian[2][2]});
    check.hessianVectorProduct(
        new double[] {1, 2, -3},
        new double[] {
          hessian[0][0] + 2 * hessian[0][1], hessian[1][0], -3 * hessian[2][2],
        });
    curved(30, 20, -5).withTolerance(1e-6).hessian(hessian(30, 20, -5));
    GradCheck.at(1.5f, (Float x) -> x * x * x).hessian(new double[][] {{9}});
    Tensor t = Tensor.of(new double[] {1, 2}, 2);
    GradCheck.at(t, (Tensor p) -> p.square().sum()).hessian(new double[][] {{2, 0}, {0, 2}});
  }

  @Test
  void namesSecondDerivativesThatDiffer() {
    GradCheck<double[]> check = curved(1.5, -2, 0.7);
    double[][] hessian = hessian(1.5, -2, 0.7);
    hessian[1][0] += 1e-3;
    assertMismatch(
        "the Hessian differs in 1 of 9 numbers (tolerance 2.0E-6):\n"
            + "  by the point[1] and the point[0]: is 6.751, finite differences give 6.7",
        () -> check.hessian(hessian));
    assertMismatch(
        "the diagonal of the Hessian differs in 1 of 3 numbers (tolerance 2.0E-6):\n"
            + "  by the point[1]: is 1.0, finite differences give ",
        () -> check.hessianDiagonal(new double[] {-18, 1, -Math.sin(0.7)}));
    assertMismatch(
        "the Hessian-vector product differs in 1 of 3 numbers (tolerance 2.0E-6):\n"
            + "  by the point[0]: is 18.0, finite differences give -1",
        () ->
            check.hessianVectorProduct(
                new double[] {1, 0, 0}, new double[] {18, 3 * 1.5 * 1.5, 0}));
  }

  private static void assertMismatch(String start, Executable check) {
    String message = assertThrows(GradientMismatchError.class, check).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void sizesOfSecondDerivativesMustFit() {
    GradCheck<double[]> check = curved(1.5, -2, 0.7);
    assertRefused(
        "expected a Hessian, in rows, of 3 elements, not 2", () -> check.hessian(new double[2][3]));
    assertRefused(
        "expected a Hessian, in columns, of 3 elements, not 2",
        () -> check.hessian(new double[3][2]));
    assertRefused(
        "expected a diagonal of 3 elements, not 1", () -> check.hessianDiagonal(new double[1]));
    assertRefused(
        "expected a product of 3 elements, not 1",
        () -> check.hessianVectorProduct(new double[3], new double[1]));
    assertRefused(
        "expected a cotangent of 1 elements, not 2",
        () -> check.pulled(new double[2], new double[3]));
    assertRefused(
        "a Hessian is the second derivative of one number, but the function returns 2; check its"
            + " Jacobian",
        () -> GradCheck.at(1.0, (Double x) -> new double[2]).hessian(new double[1][1]));
  }

  private static void assertRefused(String message, Executable check) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, check).getMessage());
  }

  @Test
  void aGradientIsOfOneNumber() {
    double[] x = {1, 2};
    GradCheck<double[]> check = GradCheck.at(x, (double[] p) -> p);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> check.gradient(x));
    assertEquals(
        "a gradient is the derivative of one number, but the function returns 2; check its"
            + " Jacobian",
        error.getMessage());
  }

  @Test
  void structuresMustFit() {
    double[] x = {1, 2};
    GradCheck<double[]> check = GradCheck.at(x, (double[] p) -> p[0]);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> check.gradient(new double[1]));
    assertEquals("expected a gradient of 2 elements, not 1", error.getMessage());
  }

  @Test
  void contradictionsOfForwardAndReverseAreFound() {
    GradientMismatchError error =
        assertThrows(
            GradientMismatchError.class,
            () -> GradCheck.dotProduct(new double[] {1, 2}, 8.0, 3.0, new double[] {6, 8}));
    assertTrue(error.getMessage().startsWith("forward and reverse mode contradict each other"));
  }

  @Test
  void theFunctionMayWriteItsArgument() {
    double[] x = {2};
    GradCheck.at(
            x,
            (double[] p) -> {
              p[0] *= p[0];
              return p[0];
            })
        .gradient(new double[] {4});
    assertEquals(2, x[0]);
  }

  @Test
  void toleranceAndStepCanBeChosen() {
    GradCheck<Double> coarse =
        GradCheck.at(1.0, (Double x) -> Math.exp(x)).withTolerance(1e-2).withStep(1e-3);
    assertDoesNotThrow(() -> coarse.gradient(2.72));
    assertThrows(GradientMismatchError.class, () -> coarse.withTolerance(1e-9).gradient(2.72));
  }
}
