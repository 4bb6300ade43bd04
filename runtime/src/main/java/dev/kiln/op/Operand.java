package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.Arrays;
import java.util.List;

/**
 * A value to which the operations of the catalogue can be applied, with a method for each: a
 * tensor, which computes the result immediately, or a value of a graph under construction.
 *
 * <p>Elementwise operations broadcast as NumPy does. All operands must have the same dtype, as in
 * ONNX; there is no promotion as in NumPy and PyTorch. A Java number is converted to the dtype of
 * the tensor (a {@code long} to int64 exactly). A number that does not fit the dtype, such as 2.5
 * for int32, causes an {@link IllegalArgumentException}. A negative axis counts from the last one.
 * An operation that does not fit its operands throws a {@link TypeMismatchException} with both
 * types.
 *
 * @param <T> the implementing type itself
 */
public interface Operand<T extends Operand<T>>
    extends ElementaryMethods<T>,
        ElementwiseMethods<T>,
        RelationMethods<T>,
        Activations<T>,
        Statistics<T>,
        ShapeMethods<T>,
        ArrangementMethods<T>,
        IndexingMethods<T>,
        SortingMethods<T>,
        MatrixFunctionMethods<T>,
        Normalizations<T>,
        LinearAlgebraMethods<T>,
        ImageMethods<T>,
        ConvolutionMethods<T>,
        PoolingMethods<T>,
        ArithmeticMethods<T> {
  /** Applies an operation that has a result. */
  T apply(OpDefinition operation, Attributes attributes, List<T> operands);

  @Override
  T self();

  /** The element type. */
  DType dtype();

  /** The number of dimensions; 0 for a scalar. */
  int rank();

  /** The dimensions. */
  List<Dim> dims();

  /** The number {@code value} in this value's dtype, as a scalar or a rank-0 tensor. */
  T number(double value);

  /** As {@link #number(double)}, exactly so where the dtype is int64. */
  default T number(long value) {
    return dtype() == DType.INT64 ? wholeNumber(value) : number((double) value);
  }

  /** The number {@code value} of dtype int64, as a scalar or a rank-0 tensor. */
  T wholeNumber(long value);

  private T unary(OpDefinition operation) {
    return apply(operation, Attributes.NONE, List.of(self()));
  }

  private T reduce(OpDefinition operation, boolean keepDims, int... axes) {
    return apply(
        operation,
        Attributes.of("axes", integers(axes)).with("keepDims", new Attribute.Truth(keepDims)),
        List.of(self()));
  }

  private static Attribute integers(int... values) {
    return new Attribute.Integers(Arrays.stream(values).asLongStream().boxed().toList());
  }

  private static Attribute dims(int... sizes) {
    return new Attribute.Dims(Arrays.stream(sizes).mapToObj(Dim::of).toList());
  }

  default T add(T other) {
    return Operands.binary(self(), ElementwiseOps.ADD, other);
  }

  default T add(double other) {
    return add(Operands.like(self(), other, "add"));
  }

  default T add(long other) {
    return add(Operands.like(self(), other, "add"));
  }

  default T subtract(T other) {
    return Operands.binary(self(), ElementwiseOps.SUBTRACT, other);
  }

  default T subtract(double other) {
    return subtract(Operands.like(self(), other, "subtract"));
  }

  default T subtract(long other) {
    return subtract(Operands.like(self(), other, "subtract"));
  }

  default T multiply(T other) {
    return Operands.binary(self(), ElementwiseOps.MULTIPLY, other);
  }

  default T multiply(double other) {
    return multiply(Operands.like(self(), other, "multiply"));
  }

  default T multiply(long other) {
    return multiply(Operands.like(self(), other, "multiply"));
  }

  /** Quotients; of integers as Java's {@code /}. */
  default T divide(T other) {
    return Operands.binary(
        self(), dtype().isInteger() ? ElementwiseOps.DIVIDE_INTEGER : ElementwiseOps.DIVIDE, other);
  }

  default T divide(double other) {
    return divide(Operands.like(self(), other, "divide"));
  }

  default T divide(long other) {
    return divide(Operands.like(self(), other, "divide"));
  }

  /** Remainders with the sign of the dividend, as Java's {@code %}. */
  default T remainder(T other) {
    return Operands.binary(
        self(),
        dtype().isInteger() ? ElementwiseOps.REMAINDER_INTEGER : ElementwiseOps.REMAINDER,
        other);
  }

  default T remainder(double other) {
    return remainder(Operands.like(self(), other, "remainder"));
  }

  default T remainder(long other) {
    return remainder(Operands.like(self(), other, "remainder"));
  }

  default T pow(T exponent) {
    return Operands.binary(self(), ElementwiseOps.POW, exponent);
  }

  default T pow(double exponent) {
    return pow(Operands.like(self(), exponent, "pow"));
  }

  default T pow(long exponent) {
    return pow(Operands.like(self(), exponent, "pow"));
  }

  /** The greater of two elements; NaN if one of them is NaN. */
  default T maximum(T other) {
    return Operands.binary(self(), ElementwiseOps.MAXIMUM, other);
  }

  default T maximum(double other) {
    return maximum(Operands.like(self(), other, "maximum"));
  }

  default T maximum(long other) {
    return maximum(Operands.like(self(), other, "maximum"));
  }

  /** The lesser of two elements; NaN if one of them is NaN. */
  default T minimum(T other) {
    return Operands.binary(self(), ElementwiseOps.MINIMUM, other);
  }

  default T minimum(double other) {
    return minimum(Operands.like(self(), other, "minimum"));
  }

  default T minimum(long other) {
    return minimum(Operands.like(self(), other, "minimum"));
  }

  default T negate() {
    return unary(ElementwiseOps.NEGATE);
  }

  default T abs() {
    return unary(ElementwiseOps.ABS);
  }

  /** -1, 0 or 1; NaN stays NaN. */
  default T sign() {
    return unary(ElementwiseOps.SIGN);
  }

  default T square() {
    return unary(ElementwiseOps.SQUARE);
  }

  default T sqrt() {
    return unary(ElementwiseOps.SQRT);
  }

  default T exp() {
    return unary(ElementwiseOps.EXP);
  }

  default T log() {
    return unary(ElementwiseOps.LOG);
  }

  default T tanh() {
    return unary(ElementwiseOps.TANH);
  }

  default T sigmoid() {
    return unary(ElementwiseOps.SIGMOID);
  }

  default T relu() {
    return unary(ElementwiseOps.RELU);
  }

  /** Elements of {@code chosen} where this bool tensor is true, else of {@code other}. */
  default T where(T chosen, T other) {
    return apply(
        WhereOps.WHERE,
        Attributes.NONE,
        List.of(
            self(),
            Operands.given(WhereOps.WHERE.name(), chosen),
            Operands.given(WhereOps.WHERE.name(), other)));
  }

  /** As {@link #where(Operand, Operand)}; the number takes the dtype of {@code chosen}. */
  default T where(T chosen, double other) {
    return where(
        chosen, Operands.like(Operands.given(WhereOps.WHERE.name(), chosen), other, "where"));
  }

  /** As {@link #where(Operand, double)}, exactly so where the dtype is int64. */
  default T where(T chosen, long other) {
    return where(
        chosen, Operands.like(Operands.given(WhereOps.WHERE.name(), chosen), other, "where"));
  }

  /** As {@link #where(Operand, Operand)}; the number takes the dtype of {@code other}. */
  default T where(double chosen, T other) {
    return where(
        Operands.like(Operands.given(WhereOps.WHERE.name(), other), chosen, "where"), other);
  }

  /** As {@link #where(double, Operand)}, exactly so where the dtype is int64. */
  default T where(long chosen, T other) {
    return where(
        Operands.like(Operands.given(WhereOps.WHERE.name(), other), chosen, "where"), other);
  }

  /** One of two whole numbers, int64. */
  default T where(long chosen, long other) {
    return where(wholeNumber(chosen), wholeNumber(other));
  }

  /** One of two numbers, float32. */
  default T where(double chosen, double other) {
    T number = number(0).cast(DType.FLOAT32);
    return where(number.number(chosen), number.number(other));
  }

  /** The sum over {@code axes}, without these dimensions; over all elements if there are none. */
  default T sum(int... axes) {
    return reduce(ReductionOps.SUM, false, axes);
  }

  /** The sum over {@code axes}; {@code keepDims} keeps these dimensions with size 1. */
  default T sum(boolean keepDims, int... axes) {
    return reduce(ReductionOps.SUM, keepDims, axes);
  }

  default T mean(int... axes) {
    return reduce(ReductionOps.MEAN, false, axes);
  }

  default T mean(boolean keepDims, int... axes) {
    return reduce(ReductionOps.MEAN, keepDims, axes);
  }

  default T max(int... axes) {
    return reduce(ReductionOps.MAX, false, axes);
  }

  default T max(boolean keepDims, int... axes) {
    return reduce(ReductionOps.MAX, keepDims, axes);
  }

  default T min(int... axes) {
    return reduce(ReductionOps.MIN, false, axes);
  }

  default T min(boolean keepDims, int... axes) {
    return reduce(ReductionOps.MIN, keepDims, axes);
  }

  /** The index of the first greatest element along {@code axis}, of dtype int32. */
  default T argmax(int axis) {
    return apply(ReductionOps.ARGMAX, Attributes.axis(axis), List.of(self()));
  }

  /** As {@link #argmax(int)}; {@code keepDims} keeps the dimension with size 1. */
  default T argmax(boolean keepDims, int axis) {
    T index = argmax(axis);
    return keepDims ? index.unsqueeze(axis) : index;
  }

  /** The matrix product, with NumPy's rules for rank 1 and for batches. */
  default T matmul(T other) {
    return Operands.binary(self(), MatrixOps.MATMUL, other);
  }

  /** Swaps the last two dimensions. */
  default T transpose() {
    return unary(LayoutOps.TRANSPOSE);
  }

  /** Dimension {@code i} of the result is dimension {@code axes[i]} of this. */
  default T permute(int... axes) {
    return apply(LayoutOps.PERMUTE, Attributes.of("axes", integers(axes)), List.of(self()));
  }

  /** The same elements in another shape; one size may be -1, and is then computed. */
  default T reshape(int... sizes) {
    return apply(LayoutOps.RESHAPE, Attributes.of("dims", dims(sizes)), List.of(self()));
  }

  /** Repeats along dimensions of size 1, and adds dimensions in front. */
  default T broadcastTo(int... sizes) {
    return apply(LayoutOps.BROADCAST_TO, Attributes.of("dims", dims(sizes)), List.of(self()));
  }

  /** The elements from {@code start} to {@code end}, exclusive, along {@code axis}. */
  default T slice(int axis, int start, int end) {
    return apply(
        SliceOps.SLICE,
        Attributes.axis(axis).with("start", dims(start)).with("end", dims(end)),
        List.of(self()));
  }

  /**
   * The slices along {@code axis} at each of {@code indices}, a rank-1 integer tensor; a negative
   * index counts from the end.
   */
  default T gather(int axis, T indices) {
    return apply(
        SliceOps.GATHER,
        Attributes.axis(axis),
        List.of(self(), Operands.given(SliceOps.GATHER.name(), indices)));
  }

  /** A new last dimension of size {@code depth} with 1 at each index and 0 elsewhere. */
  default T oneHot(int depth, DType dtype) {
    return apply(
        SelectionOps.ONE_HOT,
        Attributes.of("depth", dims(depth)).with("dtype", new Attribute.ElementType(dtype)),
        List.of(self()));
  }

  default T softmax(int axis) {
    return apply(SoftmaxOps.SOFTMAX, Attributes.axis(axis), List.of(self()));
  }

  default T logSoftmax(int axis) {
    return apply(SoftmaxOps.LOG_SOFTMAX, Attributes.axis(axis), List.of(self()));
  }

  /**
   * The cross-entropy of each row's softmax and label.
   *
   * @param labels {@code [n]}, integers below the size of the last dimension of this {@code [n, c]}
   */
  default T softmaxCrossEntropy(T labels) {
    return Operands.binary(self(), SoftmaxOps.CROSS_ENTROPY, labels);
  }

  /** Converts each element as a Java cast does. */
  default T cast(DType to) {
    return apply(
        ConversionOps.CAST, Attributes.of("to", new Attribute.ElementType(to)), List.of(self()));
  }
}
