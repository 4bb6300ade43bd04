package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.util.Arrays;

/** Compares tensors with what loops over all indices compute. */
final class Elements {
  private Elements() {}

  /** The element at an index. */
  @FunctionalInterface
  interface At {
    double of(int... index);
  }

  /** The whole numbers from 0 on, in float64. */
  static Tensor counted(int... sizes) {
    int count = Arrays.stream(sizes).reduce(1, (x, y) -> x * y);
    return Tensor.arange(DType.FLOAT64, count).reshape(sizes);
  }

  /** Checks shape and elements exactly. */
  static void assertAre(int[] sizes, At reference, Tensor actual) {
    assertArrayEquals(sizes, actual.shape().toArray());
    double[] elements = actual.cast(DType.FLOAT64).toDoubleArray();
    int[] index = new int[sizes.length];
    for (int i = 0; i < elements.length; i++) {
      int rest = i;
      for (int axis = sizes.length - 1; axis >= 0; axis--) {
        index[axis] = rest % sizes[axis];
        rest /= sizes[axis];
      }
      assertEquals(reference.of(index.clone()), elements[i], "at " + Arrays.toString(index));
    }
  }

  static int[] shape(int... sizes) {
    return sizes;
  }
}
