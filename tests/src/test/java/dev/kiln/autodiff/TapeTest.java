package dev.kiln.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.spi.CompiledCall;
import dev.kiln.tensor.Recording;
import dev.kiln.tensor.StopGradient;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A tape: what it records, and what it answers. */
class TapeTest {
  private static final Tensor THREE = Tensor.scalar(3.0);

  @Test
  void followsALoop() {
    try (Tape tape = Tape.open()) {
      Tensor power = THREE;
      while (power.less(100).toBoolean()) {
        power = power.multiply(THREE); // 3^5
      }
      assertEquals(5 * 81.0, tape.gradient(power, THREE).get(0).toDouble());
    }
  }

  @Test
  void answersAgainAndAfterClosing() {
    Tape tape = Tape.open();
    Tensor square = THREE.square();
    tape.close();
    assertEquals(6, tape.gradient(square, THREE).get(0).toDouble());
    assertEquals(6, tape.gradient(square, THREE).get(0).toDouble());
  }

  @Test
  void nestsForHigherOrders() {
    try (Tape outer = Tape.open()) {
      Tensor slope;
      try (Tape inner = Tape.open()) {
        slope = inner.gradient(THREE.multiply(THREE).multiply(THREE), THREE).get(0);
      }
      assertEquals(27, slope.toDouble());
      Tensor curvature = outer.gradient(slope, THREE).get(0);
      assertEquals(18, curvature.toDouble());
      assertEquals(6, outer.gradient(curvature, THREE).get(0).toDouble());
    }
  }

  @Test
  void aSourceThatIsNotReachedHasZeros() {
    try (Tape tape = Tape.open()) {
      Tensor unused = Tensor.of(new double[] {1, 2});
      List<Tensor> gradients = tape.gradient(THREE.square(), unused, THREE);
      assertArrayEquals(new double[] {0, 0}, gradients.get(0).toDoubleArray());
      assertEquals(6, gradients.get(1).toDouble());
    }
  }

  @Test
  void anIntermediateResultCanBeTheSource() {
    try (Tape tape = Tape.open()) {
      Tensor square = THREE.square();
      assertEquals(18, tape.gradient(square.square(), square).get(0).toDouble());
    }
  }

  @Test
  void whatIsNotChosenSeesNoCotangent() {
    try (Tape tape = Tape.open()) {
      Tensor condition = Tensor.of(new boolean[] {true, false});
      Tensor chosen = Tensor.of(new double[] {1, 2});
      Tensor other = Tensor.of(new double[] {3, 4});
      Tensor cotangent = Tensor.of(new double[] {Double.NaN, Double.POSITIVE_INFINITY});
      List<Tensor> pulled = tape.pullback(condition.where(chosen, other), cotangent, chosen, other);
      assertArrayEquals(new double[] {Double.NaN, 0}, pulled.get(0).toDoubleArray());
      assertArrayEquals(new double[] {0, Double.POSITIVE_INFINITY}, pulled.get(1).toDoubleArray());
    }
  }

  @Test
  void anythingCanBePulledBack() {
    try (Tape tape = Tape.open()) {
      Tensor x = Tensor.of(new double[] {1, 2});
      Tensor cotangent = Tensor.of(new double[] {10, 100});
      Tensor pulled = tape.pullback(x.square(), cotangent, x).get(0);
      assertArrayEquals(new double[] {20, 400}, pulled.toDoubleArray());
    }
  }

  @Test
  void kinksFollowPyTorch() {
    try (Tape tape = Tape.open()) {
      Tensor zero = Tensor.scalar(0.0);
      assertEquals(0, tape.gradient(zero.relu(), zero).get(0).toDouble());
      assertEquals(0, tape.gradient(zero.abs(), zero).get(0).toDouble());
      assertEquals(0, tape.gradient(zero.pow(0), zero).get(0).toDouble());
      assertEquals(0.5, tape.gradient(zero.maximum(0), zero).get(0).toDouble());
      Tensor ties = Tensor.of(new double[] {2, 1, 2});
      assertArrayEquals(
          new double[] {0.5, 0, 0.5}, tape.gradient(ties.max(), ties).get(0).toDoubleArray());
    }
  }

  @Test
  void onlyOneNumberHasAGradient() {
    try (Tape tape = Tape.open()) {
      Tensor pair = Tensor.of(new double[] {1, 2});
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> tape.gradient(pair, pair));
      assertTrue(refusal.getMessage().contains("f64[2]"), refusal.getMessage());
    }
  }

  /** Zeros would be wrong for what was computed elsewhere, and would hide a mistake elsewhere. */
  @Test
  void aLossThatDependsOnNoSourceIsRefused() throws InterruptedException {
    Tensor before = THREE.square();
    Tensor other = Tensor.scalar(5.0);
    Tensor[] elsewhere = new Tensor[1];
    try (Tape tape = Tape.open()) {
      Thread thread = new Thread(() -> elsewhere[0] = THREE.square());
      thread.start();
      thread.join();
      Tensor byNumber = Tensor.scalar(THREE.square().toDouble()).multiply(other);
      for (Tensor loss :
          List.of(before, elsewhere[0], other, other.square(), byNumber, before.multiply(other))) {
        IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> tape.gradient(loss, THREE));
        assertEquals(
            "as far as this tape has seen, a result of type f64[] depends on none of the sources:"
                + " compute it from them while the tape is open, on the thread that opened it, by"
                + " methods of tensors all the way",
            refusal.getMessage());
      }
      assertEquals(1, tape.gradient(THREE, THREE).get(0).toDouble());
      assertEquals(List.of(), tape.gradient(other));
    }
  }

  @Test
  void whatDependsOnASourceByStepsHasZeros() {
    try (Tape tape = Tape.open()) {
      Tensor steps = THREE.sign().add(THREE.cast(DType.INT64).cast(DType.FLOAT64));
      assertEquals(0, tape.gradient(steps, THREE).get(0).toDouble());
      assertEquals(0, tape.gradient(StopGradient.of(THREE.square()), THREE).get(0).toDouble());
    }
  }

  @Test
  void oneTensorIsOneSource() {
    try (Tape tape = Tape.open()) {
      Tensor other = Tensor.scalar(2.0);
      Tensor product = THREE.multiply(other);
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class, () -> tape.gradient(product, THREE, other, THREE));
      assertEquals(
          "sources 0 and 2 are one tensor: ask for its derivative once", refusal.getMessage());
    }
  }

  /** The derivative of a linear function is made by the inner tape, not computed from anything. */
  @Test
  void derivativesThatDependOnNothingHaveDerivativesOfZero() {
    try (Tape outer = Tape.open()) {
      Tensor unused = Tensor.scalar(1.0);
      List<Tensor> slopes;
      try (Tape inner = Tape.open()) {
        slopes = inner.gradient(THREE.add(1), THREE, unused);
      }
      assertEquals(1, slopes.get(0).toDouble());
      assertEquals(0, outer.gradient(slopes.get(0), THREE).get(0).toDouble());
      assertEquals(0, outer.gradient(slopes.get(1), THREE).get(0).toDouble());
    }
  }

  @Test
  void aPowerOfZeroIsDifferentiatedTwice() {
    Tensor x = Tensor.scalar(0.0);
    double[][] expected = {{0, 0}, {1, 0}, {0, 2}, {0, 0}};
    for (int exponent = 0; exponent < expected.length; exponent++) {
      try (Tape outer = Tape.open()) {
        Tensor slope;
        try (Tape inner = Tape.open()) {
          slope = inner.gradient(x.pow(exponent), x).get(0);
        }
        assertEquals(expected[exponent][0], slope.toDouble());
        assertEquals(expected[exponent][1], outer.gradient(slope, x).get(0).toDouble());
      }
    }
  }

  @Test
  void aCotangentHasTheTypeOfTheResult() {
    try (Tape tape = Tape.open()) {
      Tensor x = Tensor.of(new double[] {1, 2});
      Tensor square = x.square();
      for (Tensor wrong : List.of(Tensor.ones(2), THREE, Tensor.ones(DType.FLOAT64, 2, 1))) {
        IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> tape.pullback(square, wrong, x));
        assertEquals(
            "pullback: the cotangent of a result of type f64[2] must have that type, not "
                + wrong.array().typeText(),
            refusal.getMessage());
      }
    }
  }

  @Test
  void aCallIsPulledBackByItsOwnRule() {
    Tensor x = Tensor.scalar(5.0);
    Tensor five = Tensor.scalar(15.0);
    try (Tape tape = Tape.open()) {
      Tensor tripled = CompiledCall.of("triple", five).with("x", x, Tensor.scalar(3.0)).record();
      // d (3x)^2 / dx = 18x
      assertEquals(90, tape.gradient(tripled.square(), x).get(0).toDouble());
    }
  }

  @Test
  void recordingEndsWithTheTape() {
    assertNull(Recording.current());
    try (Tape tape = Tape.open()) {
      assertNotNull(tape);
      assertEquals(1, Recording.current().recorders().size());
    }
    assertNull(Recording.current());
  }

  /** A source is no sum of squares, even where it was made as a distance. */
  @Test
  void aDistanceMayBeASource() {
    Tensor x = Tensor.of(new double[] {3, 0});
    Tensor y = Tensor.of(new double[] {4, 0});
    try (Tape tape = Tape.open()) {
      Tensor h = x.hypot(y);
      Tensor square = h.multiply(h).add(h.square()).sum();
      List<Tensor> gradients = tape.gradient(square, h, x);
      assertArrayEquals(new double[] {20, 0}, gradients.get(0).toDoubleArray());
      assertArrayEquals(new double[] {12, 0}, gradients.get(1).toDoubleArray());
      assertArrayEquals(new double[] {12, 0}, tape.gradient(square, x).get(0).toDoubleArray());
    }
  }
}
