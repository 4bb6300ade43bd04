package dev.kiln.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalIndexException;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.kernel.tensor.Indexing;
import dev.kiln.kernel.tensor.JavaNumbers;
import dev.kiln.kernel.tensor.Sorting;
import dev.kiln.op.CreationOps;
import dev.kiln.op.Einsum;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.LayoutOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Operand;
import dev.kiln.op.SeveralResults;
import dev.kiln.op.ShapeMethods;
import dev.kiln.op.SliceOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * An immutable array of numbers with a dtype and a shape, contiguous in row-major order. Every
 * operation is computed immediately, and recorded by each open {@link Recorder}, such as a tape.
 * Tensors may be shared between threads. Two tensors are equal only if they are the same object;
 * use {@link #sameElements} to compare elements.
 */
public final class Tensor implements Operand<Tensor>, RecordMethods {
  private final NdArray array;

  private Tensor(NdArray array) {
    this.array = array;
  }

  /** Wraps a computed array, which must not be written to any more. */
  public static Tensor of(NdArray array) {
    return new Tensor(array);
  }

  /** The elements. */
  public NdArray array() {
    return array;
  }

  // double, copied for float, int, long, boolean

  /** A tensor of rank 0. */
  public static Tensor scalar(double value) {
    return new Tensor(Creation.scalar(value));
  }

  /** A tensor of rank 1 with the given elements, which are copied. */
  public static Tensor of(double[] elements) {
    return of(elements, elements.length);
  }

  /** The elements, which are copied, in row-major order in the given shape. */
  public static Tensor of(double[] elements, int... sizes) {
    return new Tensor(NdArray.of(TensorShape.of(sizes), elements.clone()));
  }

  // copies

  /** A tensor of rank 0. */
  public static Tensor scalar(float value) {
    return new Tensor(Creation.scalar(value));
  }

  /** A tensor of rank 1 with the given elements, which are copied. */
  public static Tensor of(float[] elements) {
    return of(elements, elements.length);
  }

  /** The elements, which are copied, in row-major order in the given shape. */
  public static Tensor of(float[] elements, int... sizes) {
    return new Tensor(NdArray.of(TensorShape.of(sizes), elements.clone()));
  }

  /** A tensor of rank 0. */
  public static Tensor scalar(int value) {
    return new Tensor(Creation.scalar(value));
  }

  /** A tensor of rank 1 with the given elements, which are copied. */
  public static Tensor of(int[] elements) {
    return of(elements, elements.length);
  }

  /** The elements, which are copied, in row-major order in the given shape. */
  public static Tensor of(int[] elements, int... sizes) {
    return new Tensor(NdArray.of(TensorShape.of(sizes), elements.clone()));
  }

  /** A tensor of rank 0. */
  public static Tensor scalar(long value) {
    return new Tensor(Creation.scalar(value));
  }

  /** A tensor of rank 1 with the given elements, which are copied. */
  public static Tensor of(long[] elements) {
    return of(elements, elements.length);
  }

  /** The elements, which are copied, in row-major order in the given shape. */
  public static Tensor of(long[] elements, int... sizes) {
    return new Tensor(NdArray.of(TensorShape.of(sizes), elements.clone()));
  }

  /** A tensor of rank 0. */
  public static Tensor scalar(boolean value) {
    return new Tensor(Creation.scalar(value));
  }

  /** A tensor of rank 1 with the given elements, which are copied. */
  public static Tensor of(boolean[] elements) {
    return of(elements, elements.length);
  }

  /** The elements, which are copied, in row-major order in the given shape. */
  public static Tensor of(boolean[] elements, int... sizes) {
    return new Tensor(NdArray.of(TensorShape.of(sizes), elements.clone()));
  }

  // end of copies

  // double, copied for float

  /** A matrix with the given rows, which must have equal lengths. */
  public static Tensor of(double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    double[] elements = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new IllegalOperandException(
            "row " + i + " has " + rows[i].length + " elements, row 0 has " + columns);
      }
      System.arraycopy(rows[i], 0, elements, i * columns, columns);
    }
    return new Tensor(NdArray.of(TensorShape.of(rows.length, columns), elements));
  }

  // copies

  /** A matrix with the given rows, which must have equal lengths. */
  public static Tensor of(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] elements = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new IllegalOperandException(
            "row " + i + " has " + rows[i].length + " elements, row 0 has " + columns);
      }
      System.arraycopy(rows[i], 0, elements, i * columns, columns);
    }
    return new Tensor(NdArray.of(TensorShape.of(rows.length, columns), elements));
  }

  // end of copies

  /** Zeros of dtype float32. */
  public static Tensor zeros(int... sizes) {
    return zeros(DType.FLOAT32, sizes);
  }

  /** Zeros, or false. */
  public static Tensor zeros(DType dtype, int... sizes) {
    return new Tensor(Creation.zeros(dtype, sizes));
  }

  /** Ones of dtype float32. */
  public static Tensor ones(int... sizes) {
    return ones(DType.FLOAT32, sizes);
  }

  /** Ones, or true. */
  public static Tensor ones(DType dtype, int... sizes) {
    return full(dtype, 1, sizes);
  }

  /** A tensor of dtype float32 whose elements are all {@code value}. */
  public static Tensor full(double value, int... sizes) {
    return full(DType.FLOAT32, value, sizes);
  }

  /**
   * A tensor whose elements are all {@code value}, converted to {@code dtype}.
   *
   * @throws IllegalArgumentException if {@code dtype} cannot hold it, as int32 cannot hold 2.5
   */
  public static Tensor full(DType dtype, double value, int... sizes) {
    JavaNumbers.requireFits(dtype, value, "full");
    return new Tensor(Creation.full(dtype, value, sizes));
  }

  /**
   * A tensor whose elements are all {@code value}, converted to {@code dtype}; exact for int64.
   *
   * @throws IllegalArgumentException if {@code dtype} cannot hold it
   */
  public static Tensor full(DType dtype, long value, int... sizes) {
    if (dtype != DType.INT64) {
      JavaNumbers.requireFits(dtype, (double) value, "full");
    }
    return new Tensor(Creation.full(dtype, value, sizes));
  }

  /** The identity matrix. */
  public static Tensor eye(DType dtype, int size) {
    return new Tensor(Creation.eye(dtype, size));
  }

  /** Ones on the diagonal, zeros elsewhere. */
  public static Tensor eye(DType dtype, int rows, int columns) {
    return new Tensor(Creation.eye(dtype, rows, columns));
  }

  /** The numbers from 0 to {@code size}, exclusive. */
  public static Tensor arange(DType dtype, int size) {
    return new Tensor(Creation.arange(dtype, size));
  }

  /**
   * The numbers {@code start + i * step}, before {@code end}; ONNX Range.
   *
   * @throws IllegalArgumentException if {@code dtype} cannot hold {@code start} or {@code step}, or
   *     the step is 0
   */
  public static Tensor arange(DType dtype, double start, double end, double step) {
    return made(CreationOps.RANGE, spaced(dtype, start, end).with("step", number64(step)));
  }

  /**
   * {@code size} numbers at equal distances from {@code start} to {@code end}, both included.
   *
   * @throws IllegalArgumentException if {@code dtype} is not floating-point
   */
  public static Tensor linspace(DType dtype, double start, double end, int size) {
    return made(
        CreationOps.LINSPACE,
        spaced(dtype, start, end).with("size", new Attribute.Dims(List.of(Dim.of(size)))));
  }

  private static Attributes spaced(DType dtype, double start, double end) {
    return Attributes.of("dtype", new Attribute.ElementType(dtype))
        .with("start", number64(start))
        .with("end", number64(end));
  }

  private static Attribute number64(double value) {
    return new Attribute.Number(DType.FLOAT64, Bits.of(value));
  }

  private static Tensor made(OpDefinition operation, Attributes attributes) {
    check(operation, attributes, List.of());
    return new Tensor(code(operation).apply(attributes));
  }

  /** Uniform numbers in [0, 1), of a floating-point dtype. */
  public static Tensor uniform(DType dtype, RandomGenerator random, int... sizes) {
    return dtype == DType.FLOAT32
        ? uniform(random, sizes) // a double just below 1 would become 1
        : drawn(dtype, given(random)::nextDouble, sizes);
  }

  /** Normally distributed numbers with mean 0 and standard deviation 1. */
  public static Tensor normal(DType dtype, RandomGenerator random, int... sizes) {
    return drawn(dtype, given(random)::nextGaussian, sizes);
  }

  private static RandomGenerator given(RandomGenerator random) {
    return Objects.requireNonNull(random, "random");
  }

  private static Tensor drawn(DType dtype, DoubleSupplier next, int... sizes) {
    if (!dtype.isFloating()) {
      throw new IllegalOperandException("random numbers of dtype " + dtype);
    }
    TensorShape shape = TensorShape.of(sizes);
    double[] elements = new double[shape.elements()];
    Arrays.setAll(elements, i -> next.getAsDouble());
    return new Tensor(Creation.cast(NdArray.of(shape, elements), dtype));
  }

  /** Uniform float32 numbers in [0, 1). */
  public static Tensor uniform(RandomGenerator random, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    float[] elements = new float[shape.elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextFloat();
    }
    return new Tensor(NdArray.of(shape, elements));
  }

  /** Normally distributed float32 numbers with mean 0 and standard deviation 1. */
  public static Tensor normal(RandomGenerator random, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    float[] elements = new float[shape.elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return new Tensor(NdArray.of(shape, elements));
  }

  /**
   * Joins tensors along {@code axis}.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Tensor concatenate(int axis, Tensor... parts) {
    return given("concatenate", parts)
        .get(0)
        .apply(SliceOps.CONCATENATE, Attributes.axis(axis), List.of(parts));
  }

  /**
   * Joins tensors of one shape along a new dimension, which is dimension {@code axis} of the
   * result.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Tensor stack(int axis, Tensor... parts) {
    return ShapeMethods.stack(axis, given("stack", parts));
  }

  /**
   * Sums of products in Einstein's notation: {@code einsum("ij,jk->ik", a, b)} is the matrix
   * product of a and b. In a model the equation is a constant.
   *
   * @see Einsum
   */
  public static Tensor einsum(String equation, Tensor... operands) {
    return Einsum.of(equation, given("einsum", operands));
  }

  /**
   * The coordinates of the points of a grid: for each vector a tensor with a dimension for each of
   * them, whose elements are those of the vector along its own; as NumPy's {@code meshgrid} with
   * {@code indexing="ij"}.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Tensor[] meshgrid(Tensor... vectors) {
    return SeveralResults.meshgrid(given("meshgrid", vectors)).toArray(new Tensor[0]);
  }

  private static List<Tensor> given(String method, Tensor... parts) {
    if (parts.length == 0) {
      throw new IllegalOperandException(method + " needs at least one tensor");
    }
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] == null) {
        throw new NullPointerException("part " + i + " of " + method + " is null");
      }
    }
    return List.of(parts);
  }

  /** The shape. */
  public TensorShape shape() {
    return array.shape();
  }

  /** The size along {@code axis}, which may be negative. */
  public int dim(int axis) {
    return array.shape().size(axis);
  }

  @Override
  public DType dtype() {
    return array.dtype();
  }

  @Override
  public int rank() {
    return array.shape().rank();
  }

  @Override
  public List<Dim> dims() {
    List<Dim> dims = new ArrayList<>();
    for (int size : array.shape().toArray()) {
      dims.add(Dim.of(size));
    }
    return dims;
  }

  @Override
  public Tensor self() {
    return this;
  }

  @Override
  public Tensor number(double value) {
    return new Tensor(Creation.full(dtype(), value));
  }

  @Override
  public Tensor wholeNumber(long value) {
    return scalar(value);
  }

  /**
   * The slice at {@code index} of the first dimension, without that dimension. For rank 1 this is
   * an element, as a tensor of rank 0. A negative index counts from the end.
   *
   * @throws IndexOutOfBoundsException if {@code index} is outside of the dimension
   */
  public Tensor get(int index) {
    Tensor result = of(Indexing.get(array, index));
    if (Recording.current() != null) {
      recordRow(index, result);
    }
    return result;
  }

  /**
   * The element or the slice at the given indices of the first dimensions: {@code get(i, j)} equals
   * {@code get(i).get(j)}.
   *
   * @throws IndexOutOfBoundsException if an index is outside of its dimension, or there are more
   *     indices than dimensions
   */
  public Tensor get(int first, int second, int... more) {
    int[] indices = new int[more.length + 2];
    indices[0] = first;
    indices[1] = second;
    System.arraycopy(more, 0, indices, 2, more.length);
    Tensor result = of(Indexing.get(array, indices));
    if (Recording.current() != null) {
      Tensor row = this;
      for (int i = 0; i < indices.length - 1; i++) {
        row = row.get(indices[i]);
      }
      row.recordRow(indices[indices.length - 1], result);
    }
    return result;
  }

  /**
   * {@code size} elements along {@code axis} from {@code start} on, as in PyTorch's {@code narrow}.
   * In a model {@code start} may be computed. The {@code start} and {@code end} of {@link #slice}
   * must be constants there, since they determine the shape of the result.
   *
   * @throws IndexOutOfBoundsException if not all of these elements exist
   */
  public Tensor narrow(int axis, int start, int size) {
    Tensor result = of(Indexing.narrow(array, start, axis, size));
    if (Recording.current() != null) {
      Attributes slice =
          Attributes.axis(axis)
              .with("start", new Attribute.Dims(List.of(Dim.of(start))))
              .with("end", new Attribute.Dims(List.of(Dim.of(start + size))));
      tell(SliceOps.SLICE, slice, List.of(this), result);
    }
    return result;
  }

  /**
   * The indices of the elements that are not zero, or are true: int32 of shape {@code [rank,
   * count]}, in row-major order; ONNX NonZero. Its shape depends on the elements, so that models
   * have no such method; a mask does what one can do with it there.
   */
  public Tensor nonZero() {
    return of(Sorting.nonZero(array));
  }

  /** A tape knows tensors only: the row is the slice at the index with its dimension dropped. */
  private void recordRow(int index, Tensor result) {
    int start = index < 0 ? index + dim(0) : index;
    Tensor slice = slice(0, start, start + 1);
    Attributes dims = Attributes.dims(result.dims());
    tell(LayoutOps.RESHAPE, dims, List.of(slice), result);
  }

  @Override
  public Tensor apply(OpDefinition operation, Attributes attributes, List<Tensor> operands) {
    if (!isSurelyLegal(operation, operands)) {
      check(operation, attributes, operands);
    }
    NdArray[] arrays = new NdArray[operands.size()];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = operands.get(i).array;
    }
    Tensor result = of(code(operation).apply(attributes, arrays));
    tell(operation, attributes, operands, result);
    return result;
  }

  /** Throws what sessions and generated code throw where sizes turn out not to fit. */
  private static void check(OpDefinition operation, Attributes attributes, List<Tensor> operands) {
    try {
      operation.resultType(attributes, operands.stream().map(Tensor::type).toList());
    } catch (TypeMismatchException e) {
      throw (IllegalArgumentException) new IllegalOperandException(e.getMessage()).initCause(e);
    }
  }

  /** Loops on counters apply these to two numbers again and again: no type rule is needed then. */
  private static boolean isSurelyLegal(OpDefinition operation, List<Tensor> operands) {
    if (operands.size() != 2) {
      return false;
    }
    NdArray left = operands.get(0).array;
    NdArray right = operands.get(1).array;
    return left.dtype() == right.dtype()
        && left.dtype() != DType.BOOL
        && left.shape().rank() == 0
        && right.shape().rank() == 0
        && ElementwiseOps.OF_ALL_NUMBERS.contains(operation);
  }

  private static Evaluation.TensorCode code(OpDefinition operation) {
    if (operation.evaluation() instanceof Evaluation.OnTensors on) {
      return on.tensor();
    }
    if (operation.evaluation() instanceof Evaluation.Elementwise both) {
      return both.tensor();
    }
    throw new IllegalArgumentException(operation.name() + " is not an operation on tensors");
  }

  private static void tell(
      OpDefinition operation, Attributes attributes, List<Tensor> operands, Tensor result) {
    Recording recording = Recording.current();
    if (recording != null) {
      recording
          .recorders()
          .forEach(recorder -> recorder.record(operation, attributes, operands, result));
    }
  }

  private ValueType type() {
    return new TensorType(dtype(), dims());
  }

  /**
   * The only element.
   *
   * @throws IllegalArgumentException if there is not exactly one element, or it is not a boolean
   */
  public boolean toBoolean() {
    return Creation.toBoolean(array);
  }

  // double, copied for float, int, long

  /**
   * The only element, converted as a Java cast does.
   *
   * @throws IllegalArgumentException if there is not exactly one element, or it is not a number
   */
  public double toDouble() {
    return Creation.toDouble(array);
  }

  // copies

  /**
   * The only element, converted as a Java cast does.
   *
   * @throws IllegalArgumentException if there is not exactly one element, or it is not a number
   */
  public float toFloat() {
    return Creation.toFloat(array);
  }

  /**
   * The only element, converted as a Java cast does.
   *
   * @throws IllegalArgumentException if there is not exactly one element, or it is not a number
   */
  public int toInt() {
    return Creation.toInt(array);
  }

  /**
   * The only element, converted as a Java cast does.
   *
   * @throws IllegalArgumentException if there is not exactly one element, or it is not a number
   */
  public long toLong() {
    return Creation.toLong(array);
  }

  // end of copies

  // double, copied for float, int, long, boolean

  /** The element at an index; only for the dtype of double. */
  public double getDouble(int... index) {
    return array.doubles()[position(index)];
  }

  /** A copy of the elements in row-major order; only for the dtype of double. */
  public double[] toDoubleArray() {
    return array.doubles().clone();
  }

  // copies

  /** The element at an index; only for the dtype of float. */
  public float getFloat(int... index) {
    return array.floats()[position(index)];
  }

  /** A copy of the elements in row-major order; only for the dtype of float. */
  public float[] toFloatArray() {
    return array.floats().clone();
  }

  /** The element at an index; only for the dtype of int. */
  public int getInt(int... index) {
    return array.ints()[position(index)];
  }

  /** A copy of the elements in row-major order; only for the dtype of int. */
  public int[] toIntArray() {
    return array.ints().clone();
  }

  /** The element at an index; only for the dtype of long. */
  public long getLong(int... index) {
    return array.longs()[position(index)];
  }

  /** A copy of the elements in row-major order; only for the dtype of long. */
  public long[] toLongArray() {
    return array.longs().clone();
  }

  /** The element at an index; only for the dtype of boolean. */
  public boolean getBoolean(int... index) {
    return array.booleans()[position(index)];
  }

  /** A copy of the elements in row-major order; only for the dtype of boolean. */
  public boolean[] toBooleanArray() {
    return array.booleans().clone();
  }

  // end of copies

  private int position(int... index) {
    if (index.length != rank()) {
      throw new IllegalOperandException(
          "an index of " + index.length + " numbers into " + array.typeText());
    }
    int position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      int size = dim(axis);
      if (index[axis] < 0 || index[axis] >= size) {
        throw new IllegalIndexException(
            "index " + Arrays.toString(index) + " into " + array.typeText());
      }
      position = position * size + index[axis];
    }
    return position;
  }

  /** Whether dtype, shape and the bits of all elements are equal. */
  public boolean sameElements(Tensor other) {
    return array.sameBits(other.array);
  }

  /** The elements in nested brackets, as NumPy prints them, with dtype and shape. */
  @Override
  public String toString() {
    return TensorText.of(array);
  }
}
