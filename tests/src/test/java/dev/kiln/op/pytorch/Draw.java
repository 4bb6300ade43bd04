package dev.kiln.op.pytorch;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Random shapes, axes and operands of one case. */
final class Draw {
  static final List<DType> FLOATS = List.of(DType.FLOAT32, DType.FLOAT64);
  static final List<DType> INTEGERS = List.of(DType.INT32, DType.INT64);
  static final List<DType> NUMBERS =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64);
  static final List<DType> TRUTHS = List.of(DType.BOOL);
  static final List<DType> ANY =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64, DType.BOOL);

  private final SplittableRandom random;
  private final DType dtype;

  Draw(SplittableRandom random, DType dtype) {
    this.random = random;
    this.dtype = dtype;
  }

  DType dtype() {
    return dtype;
  }

  /** A number, both bounds included. */
  int between(int least, int greatest) {
    return random.nextInt(least, greatest + 1);
  }

  boolean truth() {
    return random.nextBoolean();
  }

  /** One of several. */
  int oneOf(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Sizes from 1 to 5. */
  int[] sizes(int leastRank, int greatestRank) {
    int[] sizes = new int[between(leastRank, greatestRank)];
    Arrays.setAll(sizes, i -> between(1, 5));
    return sizes;
  }

  /** Sizes from 0 to 5, seldom 0. */
  int[] shape(int leastRank, int greatestRank) {
    int[] sizes = sizes(leastRank, greatestRank);
    if (sizes.length > 0 && between(0, 9) == 0) {
      sizes[between(0, sizes.length - 1)] = 0;
    }
    return sizes;
  }

  /** A shape that broadcasts to the given one: some sizes are 1, the first ones may be left out. */
  int[] broadcastTo(int... sizes) {
    int[] part = Arrays.copyOfRange(sizes, between(0, sizes.length), sizes.length);
    for (int i = 0; i < part.length; i++) {
      part[i] = between(0, 2) == 0 ? 1 : part[i];
    }
    return part;
  }

  /** An axis, half of the time counted from the last one. */
  int axis(int rank) {
    int axis = between(0, rank - 1);
    return truth() ? axis : axis - rank;
  }

  /** Some axes in any order, at least one. */
  int[] axes(int rank) {
    int[] all = order(rank);
    int[] some = Arrays.copyOf(all, between(1, rank));
    for (int i = 0; i < some.length; i++) {
      some[i] = truth() ? some[i] : some[i] - rank;
    }
    return some;
  }

  /** The numbers below {@code count} in random order. */
  int[] order(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int at = between(0, i);
      order[i] = order[at];
      order[at] = i;
    }
    return order;
  }

  /** Numbers from -2 to 2, a quarter of the time whole ones with ties; integers from -9 to 9. */
  Tensor numbers(int... sizes) {
    if (dtype == DType.BOOL) {
      return truths(sizes);
    } else if (!dtype.isFloating()) {
      return made(dtype, () -> between(-9, 9), sizes);
    } else if (between(0, 3) == 0) {
      return made(dtype, () -> between(-2, 2), sizes);
    }
    return range(-2, 2, sizes);
  }

  /** Floating-point numbers of an interval. */
  Tensor range(double least, double greatest, int... sizes) {
    return made(dtype, () -> random.nextDouble(least, greatest), sizes);
  }

  /** Numbers of which no two are nearer than 0.05, in random order. */
  Tensor distinct(int... sizes) {
    int count = Arrays.stream(sizes).reduce(1, (x, y) -> x * y);
    int[] order = order(count);
    int[] next = {0};
    return made(dtype, () -> (order[next[0]++] - count / 2) * 0.0625, sizes);
  }

  /** Integers of the dtype, or of int64 if the dtype is a floating-point one; bounds included. */
  Tensor integers(int least, int greatest, int... sizes) {
    DType integer = dtype.isFloating() ? DType.INT64 : dtype;
    return made(integer, () -> between(least, greatest), sizes);
  }

  Tensor truths(int... sizes) {
    return made(DType.BOOL, () -> between(0, 1), sizes);
  }

  /** Square matrices near a multiple of the identity, whose systems are well conditioned. */
  Tensor regular(int... sizes) {
    int size = sizes[sizes.length - 1];
    return range(-1, 1, sizes).divide(size).add(Tensor.eye(dtype, size).multiply(1.5));
  }

  /** Square matrices with distances of at least 0.5 between singular values or eigenvalues. */
  Tensor separated(int... sizes) {
    int size = sizes[sizes.length - 1];
    Tensor diagonal = Tensor.arange(dtype, size).add(1).diagEmbed();
    return Tensor.of(range(-0.25, 0.25, sizes).divide(size).add(diagonal).array());
  }

  /** Symmetric matrices with eigenvalues from 0.5 to 4.5. */
  Tensor positiveDefinite(int... sizes) {
    Tensor half = range(-1, 1, sizes).divide(sizes[sizes.length - 1]);
    Tensor square = half.matmul(half.transpose());
    return square.add(Tensor.eye(dtype, sizes[sizes.length - 1]));
  }

  /** Random numbers of the dtype and shape of a result. */
  Tensor cotangent(Tensor result) {
    return made(result.dtype(), () -> random.nextDouble(-1, 1), result.shape().toArray());
  }

  private static Tensor made(DType dtype, DoubleSupplier next, int... sizes) {
    int count = Arrays.stream(sizes).reduce(1, (x, y) -> x * y);
    double[] elements = new double[count];
    Arrays.setAll(elements, i -> next.getAsDouble());
    return Tensor.of(Tensor.of(elements, sizes).cast(dtype).array());
  }
}
