package dev.kiln.kernel;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Creation;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Arrays that references read by their indices, in the most obvious way. */
final class IndexedArray {
  private static final double[] SPECIAL = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0.0,
    -0.0,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    1,
    -1
  };

  private IndexedArray() {}

  /** Random numbers, about each fifth of which is special; small whole numbers for integers. */
  static NdArray random(DType dtype, SplittableRandom random, int... sizes) {
    double[] values = new double[TensorShape.of(sizes).elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          dtype == DType.BOOL
              ? random.nextInt(2)
              : !dtype.isFloating()
                  ? random.nextInt(-50, 50)
                  : random.nextInt(5) == 0
                      ? SPECIAL[random.nextInt(SPECIAL.length)]
                      : random.nextDouble(-8, 8);
    }
    return Creation.cast(NdArray.of(TensorShape.of(sizes), values), dtype);
  }

  /** The same, without special numbers. */
  static NdArray finite(DType dtype, SplittableRandom random, int... sizes) {
    double[] values = new double[TensorShape.of(sizes).elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = dtype.isFloating() ? random.nextDouble(-8, 8) : random.nextInt(-50, 50);
    }
    return Creation.cast(NdArray.of(TensorShape.of(sizes), values), dtype);
  }

  /** Calls {@code action} with each index of the shape, in row-major order. */
  static void forEach(TensorShape shape, Consumer<int[]> action) {
    int[] index = new int[shape.rank()];
    for (int i = 0; i < shape.elements(); i++) {
      int rest = i;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        index[axis] = rest % shape.size(axis);
        rest /= shape.size(axis);
      }
      action.accept(index);
    }
  }

  /** Where the element of {@code index} is in an array of this shape that is broadcast. */
  static int position(TensorShape shape, int... index) {
    int position = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int at = index[index.length - shape.rank() + axis];
      position = position * shape.size(axis) + (shape.size(axis) == 1 ? 0 : at);
    }
    return position;
  }
}
