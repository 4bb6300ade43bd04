package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.tensor.JavaNumbers;
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

  private T number(String method, double value) {
    JavaNumbers.requireFits(dtype(), value, method);
    return number(value);
  }

  private T number(String method, long value) {
    return dtype() == DType.INT64 ? wholeNumber(value) : number(method, (double) value);
  }

  private T truth(boolean value) {
    return number(value ? 1 : 0).cast(DType.BOOL);
  }

  private T unary(OpDefinition operation) {
    return apply(operation, Attributes.NONE, List.of(self()));
  }

  private T binary(OpDefinition operation, T other) {
    return apply(operation, Attributes.NONE, List.of(self(), given(operation, other)));
  }

  private static <V> V given(OpDefinition operation, V operand) {
    return Operands.given(operation.name(), operand);
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
    return binary(ElementwiseOps.ADD, other);
  }

  default T add(double other) {
    return add(number("add", other));
  }

  default T add(long other) {
    return add(number("add", other));
  }

  default T subtract(T other) {
    return binary(ElementwiseOps.SUBTRACT, other);
  }

  default T subtract(double other) {
    return subtract(number("subtract", other));
  }

  default T subtract(long other) {
    return subtract(number("subtract", other));
  }

  default T multiply(T other) {
    return binary(ElementwiseOps.MULTIPLY, other);
  }

  default T multiply(double other) {
    return multiply(number("multiply", other));
  }

  default T multiply(long other) {
    return multiply(number("multiply", other));
  }

  /** Quotients; of integers as Java's {@code /}. */
  default T divide(T other) {
    return binary(
        dtype().isInteger() ? ElementwiseOps.DIVIDE_INTEGER : ElementwiseOps.DIVIDE, other);
  }

  default T divide(double other) {
    return divide(number("divide", other));
  }

  default T divide(long other) {
    return divide(number("divide", other));
  }

  /** Remainders with the sign of the dividend, as Java's {@code %}. */
  default T remainder(T other) {
    return binary(
        dtype().isInteger() ? ElementwiseOps.REMAINDER_INTEGER : ElementwiseOps.REMAINDER, other);
  }

  default T remainder(double other) {
    return remainder(number("remainder", other));
  }

  default T remainder(long other) {
    return remainder(number("remainder", other));
  }

  default T pow(T exponent) {
    return binary(ElementwiseOps.POW, exponent);
  }

  default T pow(double exponent) {
    return pow(number("pow", exponent));
  }

  default T pow(long exponent) {
    return pow(number("pow", exponent));
  }

  /** The greater of two elements; NaN if one of them is NaN. */
  default T maximum(T other) {
    return binary(ElementwiseOps.MAXIMUM, other);
  }

  default T maximum(double other) {
    return maximum(number("maximum", other));
  }

  default T maximum(long other) {
    return maximum(number("maximum", other));
  }

  /** The lesser of two elements; NaN if one of them is NaN. */
  default T minimum(T other) {
    return binary(ElementwiseOps.MINIMUM, other);
  }

  default T minimum(double other) {
    return minimum(number("minimum", other));
  }

  default T minimum(long other) {
    return minimum(number("minimum", other));
  }

  default T less(T other) {
    return binary(ElementwiseOps.LESS, other);
  }

  default T less(double other) {
    return less(number("less", other));
  }

  default T less(long other) {
    return less(number("less", other));
  }

  default T lessEqual(T other) {
    return binary(ElementwiseOps.LESS_EQUAL, other);
  }

  default T lessEqual(double other) {
    return lessEqual(number("lessEqual", other));
  }

  default T lessEqual(long other) {
    return lessEqual(number("lessEqual", other));
  }

  default T greater(T other) {
    return binary(ElementwiseOps.GREATER, other);
  }

  default T greater(double other) {
    return greater(number("greater", other));
  }

  default T greater(long other) {
    return greater(number("greater", other));
  }

  default T greaterEqual(T other) {
    return binary(ElementwiseOps.GREATER_EQUAL, other);
  }

  default T greaterEqual(double other) {
    return greaterEqual(number("greaterEqual", other));
  }

  default T greaterEqual(long other) {
    return greaterEqual(number("greaterEqual", other));
  }

  default T equalTo(T other) {
    return binary(ElementwiseOps.EQUAL, other);
  }

  default T equalTo(double other) {
    return equalTo(number("equalTo", other));
  }

  default T equalTo(long other) {
    return equalTo(number("equalTo", other));
  }

  default T equalTo(boolean other) {
    return equalTo(truth(other));
  }

  default T notEqualTo(T other) {
    return binary(ElementwiseOps.NOT_EQUAL, other);
  }

  default T notEqualTo(double other) {
    return notEqualTo(number("notEqualTo", other));
  }

  default T notEqualTo(long other) {
    return notEqualTo(number("notEqualTo", other));
  }

  default T notEqualTo(boolean other) {
    return notEqualTo(truth(other));
  }

  /** Logical and of booleans; bitwise and of integers. */
  default T and(T other) {
    return binary(ElementwiseOps.AND, other);
  }

  default T and(boolean other) {
    return and(truth(other));
  }

  default T and(long other) {
    return and(number("and", other));
  }

  /** Logical or of booleans; bitwise or of integers. */
  default T or(T other) {
    return binary(ElementwiseOps.OR, other);
  }

  default T or(boolean other) {
    return or(truth(other));
  }

  default T or(long other) {
    return or(number("or", other));
  }

  /** Logical exclusive or of booleans; bitwise exclusive or of integers. */
  default T xor(T other) {
    return binary(ElementwiseOps.XOR, other);
  }

  default T xor(boolean other) {
    return xor(truth(other));
  }

  default T xor(long other) {
    return xor(number("xor", other));
  }

  default T not() {
    return unary(ElementwiseOps.NOT);
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
        List.of(self(), given(WhereOps.WHERE, chosen), given(WhereOps.WHERE, other)));
  }

  /** As {@link #where(Operand, Operand)}; the number takes the dtype of {@code chosen}. */
  default T where(T chosen, double other) {
    return where(chosen, Operands.like(given(WhereOps.WHERE, chosen), other, "where"));
  }

  /** As {@link #where(Operand, Operand)}; the number takes the dtype of {@code other}. */
  default T where(double chosen, T other) {
    return where(Operands.like(given(WhereOps.WHERE, other), chosen, "where"), other);
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
    return apply(
        ReductionOps.ARGMAX, Attributes.of("axis", new Attribute.Integer(axis)), List.of(self()));
  }

  /** As {@link #argmax(int)}; {@code keepDims} keeps the dimension with size 1. */
  default T argmax(boolean keepDims, int axis) {
    T index = argmax(axis);
    return keepDims ? index.unsqueeze(axis) : index;
  }

  /** The matrix product, with NumPy's rules for rank 1 and for batches. */
  default T matmul(T other) {
    return binary(MatrixOps.MATMUL, other);
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
        Attributes.of("axis", new Attribute.Integer(axis))
            .with("start", dims(start))
            .with("end", dims(end)),
        List.of(self()));
  }

  /**
   * The slices along {@code axis} at each of {@code indices}, a rank-1 integer tensor; a negative
   * index counts from the end.
   */
  default T gather(int axis, T indices) {
    return apply(
        SliceOps.GATHER,
        Attributes.of("axis", new Attribute.Integer(axis)),
        List.of(self(), given(SliceOps.GATHER, indices)));
  }

  /** A new last dimension of size {@code depth} with 1 at each index and 0 elsewhere. */
  default T oneHot(int depth, DType dtype) {
    return apply(
        SelectionOps.ONE_HOT,
        Attributes.of("depth", dims(depth)).with("dtype", new Attribute.ElementType(dtype)),
        List.of(self()));
  }

  default T softmax(int axis) {
    return apply(
        SoftmaxOps.SOFTMAX, Attributes.of("axis", new Attribute.Integer(axis)), List.of(self()));
  }

  default T logSoftmax(int axis) {
    return apply(
        SoftmaxOps.LOG_SOFTMAX,
        Attributes.of("axis", new Attribute.Integer(axis)),
        List.of(self()));
  }

  /**
   * The cross-entropy of each row's softmax and label.
   *
   * @param labels {@code [n]}, integers below the size of the last dimension of this {@code [n, c]}
   */
  default T softmaxCrossEntropy(T labels) {
    return binary(SoftmaxOps.CROSS_ENTROPY, labels);
  }

  /** Converts each element as a Java cast does. */
  default T cast(DType to) {
    return apply(
        ConversionOps.CAST, Attributes.of("to", new Attribute.ElementType(to)), List.of(self()));
  }
}
