package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.kernel.tensor.GammaFunctions;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import org.junit.jupiter.api.Test;

/** Rarer arithmetic against plain Java, published values and functional equations. */
class ArithmeticMethodsTest {
  private static final double EULER = 0.5772156649015329;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void remaindersHaveTheSignOfTheDivisor() {
    int[] x = {7, -7, 7, -7, 6, -6, Integer.MIN_VALUE, 0};
    int[] y = {3, 3, -3, -3, -3, 3, -1, 5};
    int[] mod = Tensor.of(x).mod(Tensor.of(y)).toIntArray();
    int[] quotients = Tensor.of(x).floorDivide(Tensor.of(y)).toIntArray();
    for (int i = 0; i < x.length; i++) {
      assertEquals(Math.floorMod(x[i], y[i]), mod[i]);
      assertEquals(Math.floorDiv(x[i], y[i]), quotients[i]);
    }
    Tensor wide = Tensor.of(new double[] {7.5, -7.5, 6, -0.5});
    assertArrayEquals(new double[] {1.5, 0.5, 0, 1.5}, wide.mod(2).toDoubleArray());
    assertArrayEquals(new double[] {-0.5, -1.5, 0, -0.5}, wide.mod(-2).toDoubleArray());
    assertArrayEquals(new double[] {3, -4, 3, -1}, wide.floorDivide(2).toDoubleArray());
    assertArrayEquals(new double[] {7, -7, 6, -0.0}, wide.trunc().toDoubleArray());
  }

  @Test
  void bits() {
    int[] x = {5, -5, Integer.MIN_VALUE, -1};
    int[] places = {1, 3, 31, 33};
    int[] left = Tensor.of(x).shiftLeft(Tensor.of(places)).toIntArray();
    int[] right = Tensor.of(x).shiftRight(Tensor.of(places)).toIntArray();
    for (int i = 0; i < x.length; i++) {
      assertEquals(x[i] << places[i], left[i]);
      assertEquals(x[i] >> places[i], right[i]);
      assertEquals(~x[i], Tensor.of(x).bitwiseNot().toIntArray()[i]);
    }
    assertArrayEquals(new long[] {1L << 40}, Tensor.of(new long[] {1}).shiftLeft(40).toLongArray());
    assertArrayEquals(new long[] {~7L}, Tensor.of(new long[] {7}).bitwiseNot().toLongArray());
    assertEquals(
        "shiftLeft is not defined for f32[2]",
        Observation.message(
            assertThrows(
                IllegalArgumentException.class, () -> Tensor.zeros(2).shiftLeft(Tensor.zeros(2)))));
  }

  @Test
  void anglesAndDistances() {
    double[] all = {0.0, -0.0, 1, -1, 3, 1e300, -1e-300, INFINITY, -INFINITY, Double.NaN};
    for (double y : all) {
      for (double x : all) {
        Tensor first = Tensor.of(new double[] {y});
        double[] angle = first.atan2(Tensor.of(new double[] {x})).toDoubleArray();
        assertEquals(StrictMath.atan2(y, x), angle[0], y + ", " + x);
        assertEquals(StrictMath.hypot(y, x), first.hypot(x).toDoubleArray()[0], y + ", " + x);
      }
    }
    Tensor grid = Tensor.of(new double[] {1, -2}, 2, 1).atan2(Tensor.of(new double[] {3, -4}));
    assertEquals("[2, 2]", grid.shape().toString());
    assertEquals(Math.atan2(-2, 3), grid.getDouble(1, 0), 1e-15);
    assertArrayEquals(new double[] {0}, slope(x -> x.hypot(0.0), 0));
  }

  @Test
  void productsWithLogarithms() {
    Tensor x = Tensor.of(new double[] {0, 0, 0, 2, 2});
    Tensor y = Tensor.of(new double[] {0, INFINITY, Double.NaN, 3, 0});
    double[] expected = {0, 0, Double.NaN, 2 * Math.log(3), -INFINITY};
    assertArrayEquals(expected, x.xlogy(y).toDoubleArray(), 1e-15);
    assertArrayEquals(new double[] {0}, slope(z -> z.multiply(0).xlogy(z), 0));
  }

  @Test
  void otherNumbersForWhatIsNone() {
    Tensor x = Tensor.of(new double[] {1, Double.NaN, INFINITY, -INFINITY});
    assertArrayEquals(new double[] {1, 0, 9, -9}, x.nanToNum(0, 9, -9).toDoubleArray());
    assertArrayEquals(new double[] {1}, slope(z -> z.nanToNum(0, 9, -9), 3));
    assertArrayEquals(new double[] {0}, slope(z -> z.log().nanToNum(0, 9, -9), 0));
  }

  @Test
  void gammaOfIntegersAreFactorials() {
    double factorial = 0;
    for (int n = 1; n < 60; n++) {
      assertClose(factorial, GammaFunctions.lgamma(n), "lgamma of " + n);
      factorial += Math.log(n);
    }
    double root = Math.log(Math.PI) / 2;
    assertClose(root, GammaFunctions.lgamma(0.5), "1/2");
    assertClose(root + Math.log(2), GammaFunctions.lgamma(-0.5), "-1/2");
    assertClose(root + Math.log(4.0 / 3), GammaFunctions.lgamma(-1.5), "-3/2");
  }

  /** Legendre's formula relates gamma at three places. */
  @Test
  void gammaObeysTheDuplicationFormula() {
    for (double x = 0.013; x < 40; x *= 1.07) {
      double sum = GammaFunctions.lgamma(x) + GammaFunctions.lgamma(x + 0.5);
      double expected = sum + (2 * x - 1) * Math.log(2) - Math.log(Math.PI) / 2;
      assertClose(expected, GammaFunctions.lgamma(2 * x), "2 * " + x);
    }
  }

  @Test
  void gammaIsExactNearItsZeros() {
    for (double step : new double[] {1e-9, -1e-9, 1e-5, -1e-5}) {
      double square = Math.PI * Math.PI / 12;
      double nearOne = -EULER * step + square * step * step;
      double nearTwo = (1 - EULER) * step + (square - 0.5) * step * step;
      double exact = (1 + step) - 1;
      assertEquals(1, GammaFunctions.lgamma(1 + step) / nearOne * step / exact, 1e-9);
      exact = (2 + step) - 2;
      assertEquals(1, GammaFunctions.lgamma(2 + step) / nearTwo * step / exact, 1e-9);
    }
    assertEquals(INFINITY, GammaFunctions.lgamma(0));
    assertEquals(INFINITY, GammaFunctions.lgamma(-3));
    assertEquals(INFINITY, GammaFunctions.lgamma(-INFINITY));
    assertEquals(INFINITY, GammaFunctions.lgamma(INFINITY));
    assertEquals(Double.NaN, GammaFunctions.lgamma(Double.NaN));
  }

  @Test
  void polygammaHasItsKnownValues() {
    assertClose(-EULER, GammaFunctions.polygamma(0, 1), "1");
    assertClose(-EULER - 2 * Math.log(2), GammaFunctions.polygamma(0, 0.5), "1/2");
    double quarter = -EULER - Math.PI / 2 - 3 * Math.log(2);
    assertClose(quarter, GammaFunctions.polygamma(0, 0.25), "1/4");
    assertClose(Math.PI * Math.PI / 6, GammaFunctions.polygamma(1, 1), "trigamma of 1");
    assertClose(Math.PI * Math.PI / 2, GammaFunctions.polygamma(1, 0.5), "trigamma of 1/2");
    assertClose(-2 * 1.2020569031595942, GammaFunctions.polygamma(2, 1), "-2 zeta(3)");
    assertClose(Math.pow(Math.PI, 4) / 15, GammaFunctions.polygamma(3, 1), "3! zeta(4)");
    assertEquals(-INFINITY, GammaFunctions.polygamma(0, 0.0));
    assertEquals(Double.NaN, GammaFunctions.polygamma(0, -2));
    assertEquals(INFINITY, GammaFunctions.polygamma(0, INFINITY));
  }

  /** {@code psi(x + 1) - psi(x)} is a power of x, at both sides of 0. */
  @Test
  void polygammaObeysItsRecurrence() {
    double factorial = 1;
    for (int order = 0; order < 6; order++) {
      factorial *= Math.max(1, order);
      for (double x = -20.3; x < 30; x += 0.731) {
        double step = (order % 2 == 0 ? 1 : -1) * factorial / Math.pow(x, order + 1);
        double below = GammaFunctions.polygamma(order, x);
        double above = GammaFunctions.polygamma(order, x + 1);
        double size = Math.abs(below) + Math.abs(above);
        assertEquals(step, above - below, 1e-13 * size, order + " of " + x);
      }
    }
    assertEquals(
        "polygamma of order -1",
        Observation.message(
            assertThrows(IllegalArgumentException.class, () -> Tensor.ones(1).polygamma(-1))));
  }

  /** Their factorials overflow; near 1 they are {@code -(-1)^n n! zeta(n + 1)}. */
  @Test
  void polygammaOfHighOrders() {
    double factorial = 9.332621544394415e157; // of 100
    for (int order = 101; order < 130; order++) {
      factorial *= order;
      int sign = order % 2 == 0 ? 1 : -1;
      assertEquals(1, GammaFunctions.polygamma(order, 1) / factorial * -sign, 1e-12, "at 1");
      for (double x : new double[] {-70.25, -3.5, -0.4, 0.75, 2.5, 40, 150}) {
        double step = sign * factorial / Math.pow(x, order + 1);
        double below = GammaFunctions.polygamma(order, x);
        double above = GammaFunctions.polygamma(order, x + 1);
        double size = Math.abs(below) + Math.abs(above);
        assertEquals(step, above - below, 1e-11 * size + 1e-300, order + " of " + x);
      }
    }
    double below = GammaFunctions.polygamma(100, 200.5);
    double above = GammaFunctions.polygamma(102, 200.5);
    double between = GammaFunctions.polygamma(101, 200.5); // log-convex in the order
    assertTrue(between > 0 && below < 0 && above < 0);
    assertTrue(between * between < below * above);
    Tensor x = Tensor.of(new double[] {1, 2.5});
    try (Tape tape = Tape.open()) {
      Tensor slope = tape.gradient(x.polygamma(100).sum(), x).get(0);
      assertTrue(slope.sameElements(x.polygamma(101)));
    }
    assertEquals(Double.NaN, GammaFunctions.polygamma(200, -3));
    assertEquals(Double.NaN, GammaFunctions.polygamma(200, Double.NaN));
    assertEquals(-INFINITY, GammaFunctions.polygamma(1 << 30, 0.5));
    assertEquals(INFINITY, GammaFunctions.polygamma(Integer.MAX_VALUE, 0.5));
  }

  @Test
  void closeNumbers() {
    double[] x = {1, 1, 1, 0, INFINITY, INFINITY, 5, Double.NaN, -INFINITY};
    double[] y = {1.0625, 1.07, -1, 0.25, INFINITY, 3, INFINITY, Double.NaN, INFINITY};
    boolean[] expected = new boolean[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i] =
          x[i] == y[i]
              || Math.abs(x[i] - y[i]) <= 0.25 + 0.03125 * Math.abs(y[i])
                  && !Double.isInfinite(y[i]);
    }
    expected[1] = true;
    Tensor close = Tensor.of(x).isClose(Tensor.of(y), 0.03125, 0.25);
    assertArrayEquals(expected, close.toBooleanArray());
    Tensor bound = Tensor.of(new double[] {0.0625});
    Tensor none = Tensor.of(new double[] {0});
    assertArrayEquals(
        new boolean[] {true, false},
        Tensor.of(new double[] {1, 1})
            .isClose(Tensor.of(new double[] {1.0625, 1.07}), none, bound)
            .toBooleanArray());
  }

  /** False is less than true. */
  @Test
  void truthValuesAreOrdered() {
    Tensor x = Tensor.of(new boolean[] {false, false, true, true});
    Tensor y = Tensor.of(new boolean[] {false, true, false, true});
    assertArrayEquals(new boolean[] {false, true, false, false}, x.less(y).toBooleanArray());
    assertArrayEquals(new boolean[] {true, true, false, true}, x.lessEqual(y).toBooleanArray());
    assertArrayEquals(new boolean[] {false, false, true, false}, x.greater(y).toBooleanArray());
    assertArrayEquals(new boolean[] {true, false, true, true}, x.greaterEqual(y).toBooleanArray());
  }

  @Test
  void gatesAreTheSecondHalf() {
    Tensor x = TensorCase.values(1, 2, 4);
    Tensor result = x.glu(-1);
    for (int i = 0; i < 2; i++) {
      for (int k = 0; k < 2; k++) {
        double gate = 1 / (1 + Math.exp(-x.getDouble(i, k + 2)));
        assertEquals(x.getDouble(i, k) * gate, result.getDouble(i, k), 1e-15);
      }
    }
    assertEquals(
        "glu: a dimension of 3 has no two halves",
        Observation.message(
            assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(3).glu(0))));
  }

  private static double[] slope(java.util.function.UnaryOperator<Tensor> function, double at) {
    Tensor x = Tensor.of(new double[] {at});
    try (Tape tape = Tape.open()) {
      return tape.gradient(function.apply(x).sum(), x).get(0).toDoubleArray();
    }
  }

  private static void assertClose(double expected, double actual, String what) {
    assertEquals(expected, actual, 4e-15 * Math.max(1, Math.abs(expected)), what);
  }
}
