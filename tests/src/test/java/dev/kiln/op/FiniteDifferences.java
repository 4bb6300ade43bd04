package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Compares gradients of a tape with central differences, in float64. */
final class FiniteDifferences {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-7;

  private FiniteDifferences() {}

  /** Checks the first and the second derivatives with respect to each floating-point operand. */
  static void check(Function<List<Tensor>, Tensor> function, List<Tensor> operands) {
    for (int i = 0; i < operands.size(); i++) {
      if (!operands.get(i).dtype().isFloating()) {
        continue;
      }
      int wanted = i;
      Function<List<Tensor>, Tensor> loss = x -> weighted(function.apply(x));
      checkOne(loss, operands, wanted, "operand " + wanted);
      Function<List<Tensor>, Tensor> slope = x -> weighted(gradient(loss, x, wanted));
      for (int j = 0; j < operands.size(); j++) {
        if (operands.get(j).dtype().isFloating()) {
          checkOne(slope, operands, j, "second derivative by operands " + wanted + ", " + j);
        }
      }
    }
  }

  private static void checkOne(
      Function<List<Tensor>, Tensor> loss, List<Tensor> operands, int operand, String message) {
    Tensor actual = gradient(loss, operands, operand);
    assertEquals(operands.get(operand).shape(), actual.shape(), message);
    assertArrayEquals(
        differences(loss, operands, operand), actual.toDoubleArray(), TOLERANCE, message);
  }

  private static Tensor gradient(
      Function<List<Tensor>, Tensor> loss, List<Tensor> operands, int operand) {
    try (Tape tape = Tape.open()) {
      return tape.gradient(loss.apply(operands), operands.get(operand)).get(0);
    }
  }

  private static double[] differences(
      Function<List<Tensor>, Tensor> loss, List<Tensor> operands, int operand) {
    double[] differences = new double[operands.get(operand).shape().elements()];
    for (int i = 0; i < differences.length; i++) {
      double above = loss.apply(moved(operands, operand, i, STEP)).toDouble();
      double below = loss.apply(moved(operands, operand, i, -STEP)).toDouble();
      differences[i] = (above - below) / (2 * STEP);
    }
    return differences;
  }

  private static List<Tensor> moved(List<Tensor> operands, int operand, int at, double step) {
    Tensor old = operands.get(operand);
    double[] elements = old.toDoubleArray();
    elements[at] += step;
    List<Tensor> moved = new ArrayList<>(operands);
    moved.set(operand, Tensor.of(elements, old.shape().toArray()));
    return moved;
  }

  /** A sum with weights that differ, so that an exchange of two elements is seen. */
  private static Tensor weighted(Tensor tensor) {
    SplittableRandom random = new SplittableRandom(7);
    double[] weights = random.doubles(tensor.shape().elements(), 0.5, 1.5).toArray();
    return tensor.multiply(Tensor.of(weights, tensor.shape().toArray())).sum();
  }
}
