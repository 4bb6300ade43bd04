package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.Dim;
import java.util.List;

/**
 * Statistics over axes, composed of operations of the catalogue. The axes are dropped, or kept with
 * size 1 where {@code keepDims}; no axes mean all. A negative axis counts from the last one.
 *
 * @param <T> the implementing type itself
 */
public interface Statistics<T extends Operand<T>> {
  /** This value. */
  T self();

  /** The mean of the squares of the distances from the mean, divided by n as in NumPy. */
  default T variance(int... axes) {
    return variance(false, axes);
  }

  /** As {@link #variance(int...)}. */
  default T variance(boolean keepDims, int... axes) {
    return self().subtract(self().mean(true, axes)).square().mean(keepDims, axes);
  }

  /** The square root of the {@linkplain #variance variance}. */
  default T standardDeviation(int... axes) {
    return standardDeviation(false, axes);
  }

  /** As {@link #standardDeviation(int...)}. */
  default T standardDeviation(boolean keepDims, int... axes) {
    return variance(keepDims, axes).sqrt();
  }

  /** {@code log(sum(exp(x)))} without overflow; ONNX ReduceLogSumExp. */
  default T logSumExp(int... axes) {
    return logSumExp(false, axes);
  }

  /** As {@link #logSumExp(int...)}. */
  default T logSumExp(boolean keepDims, int... axes) {
    T greatest = constant(self().max(true, axes));
    T finite = greatest.isFinite().where(greatest, greatest.number(0));
    T logarithm = self().subtract(finite).exp().sum(true, axes).log().add(finite);
    return keepDims ? logarithm : logarithm.sum(false, axes); // of one number each
  }

  /** The sum of the squares; ONNX ReduceSumSquare. */
  default T sumOfSquares(int... axes) {
    return sumOfSquares(false, axes);
  }

  /** As {@link #sumOfSquares(int...)}. */
  default T sumOfSquares(boolean keepDims, int... axes) {
    return self().square().sum(keepDims, axes);
  }

  /** The sum of the absolute values; ONNX ReduceL1. */
  default T norm1(int... axes) {
    return norm1(false, axes);
  }

  /** As {@link #norm1(int...)}. */
  default T norm1(boolean keepDims, int... axes) {
    return self().abs().sum(keepDims, axes);
  }

  /** The square root of the sum of the squares; ONNX ReduceL2. Its derivative at 0 is 0. */
  default T norm2(int... axes) {
    return norm2(false, axes);
  }

  /** As {@link #norm2(int...)}. */
  default T norm2(boolean keepDims, int... axes) {
    return sumOfSquares(keepDims, axes).sqrt();
  }

  /** Whether any of the truth values is true; false of none. */
  default T any(int... axes) {
    return any(false, axes);
  }

  /** As {@link #any(int...)}. */
  default T any(boolean keepDims, int... axes) {
    return countTrue(keepDims, axes).greater(0);
  }

  /** Whether all of the truth values are true; true of none. */
  default T all(int... axes) {
    return all(false, axes);
  }

  /** As {@link #all(int...)}. */
  default T all(boolean keepDims, int... axes) {
    return self().not().countTrue(keepDims, axes).equalTo(0);
  }

  /** How many of the truth values are true, as int64. */
  default T countTrue(int... axes) {
    return countTrue(false, axes);
  }

  /** As {@link #countTrue(int...)}. */
  default T countTrue(boolean keepDims, int... axes) {
    return self().cast(DType.INT64).sum(keepDims, axes);
  }

  /** The sums of all elements up to each along {@code axis}; ONNX CumSum. */
  default T cumSum(int axis) {
    return cumSum(axis, false, false);
  }

  /**
   * As {@link #cumSum(int)}.
   *
   * @param exclusive leaves each element out of its own sum
   * @param reverse sums from the last element on
   */
  default T cumSum(int axis, boolean exclusive, boolean reverse) {
    Attributes attributes =
        Attributes.axis(axis)
            .with("exclusive", new Attribute.Truth(exclusive))
            .with("reverse", new Attribute.Truth(reverse));
    return self().apply(ScanOps.CUM_SUM, attributes, List.of(self()));
  }

  /** The products of all elements up to each along {@code axis}; ONNX CumProd. */
  default T cumProd(int axis) {
    return cumProd(axis, false, false);
  }

  /**
   * As {@link #cumProd(int)}. Derivatives are exact also where elements are zero.
   *
   * @param exclusive leaves each element out of its own product
   * @param reverse multiplies from the last element on
   */
  default T cumProd(int axis, boolean exclusive, boolean reverse) {
    T x = self();
    T ones = LayoutOps.broadcastTo(x.number(1), x.dims());
    T first = ones.subtract(ScanOps.before(ones, axis, reverse));
    T products = ScanOps.recurrence(ScanOps.before(x, axis, reverse), first, axis, reverse);
    return exclusive ? products : products.multiply(x);
  }

  /** The product of the elements; 1 of none. ONNX ReduceProd. */
  default T prod(int... axes) {
    return prod(false, axes);
  }

  /** As {@link #prod(int...)}. Derivatives are exact also where elements are zero. */
  default T prod(boolean keepDims, int... axes) {
    List<Dim> dims = Operands.reduced("prod", self(), keepDims, axes);
    T lines = Operands.last(self(), axes);
    int axis = lines.rank() - 1;
    Dim size = lines.dims().get(axis);
    T products = lines.pad(axis, 0, 1).cumProd(axis, true, false);
    return LayoutOps.reshape(SliceOps.slice(products, axis, size, size.plus(Dim.of(1))), dims);
  }

  /** The index of the first greatest of all elements in row-major order. */
  default T argmax() {
    return self().flatten(0).argmax(0);
  }

  /** The index of the first least element along {@code axis}, of dtype int32; ONNX ArgMin. */
  default T argmin(int axis) {
    return Operands.opposite(self()).argmax(axis);
  }

  /** As {@link #argmin(int)}; {@code keepDims} keeps the dimension with size 1. */
  default T argmin(boolean keepDims, int axis) {
    T index = argmin(axis);
    return keepDims ? index.unsqueeze(axis) : index;
  }

  /** The index of the first least of all elements in row-major order. */
  default T argmin() {
    return self().flatten(0).argmin(0);
  }

  private static <V extends Operand<V>> V constant(V value) {
    return value.apply(GradientOps.STOP_GRADIENT, Attributes.NONE, List.of(value));
  }
}
