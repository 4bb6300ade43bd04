package dev.kiln.array;

import dev.kiln.annotation.DType;
import java.util.Objects;

/**
 * A dense, contiguous, row-major array of numbers: what a tensor holds, and what kernels take and
 * return. Nobody writes to {@code storage} after the array has left the code that made it.
 */
public final class NdArray {
  private final DType dtype;
  private final TensorShape shape;
  private final Object storage;

  private NdArray(DType dtype, TensorShape shape, Object storage, int length) {
    if (length != shape.elements()) {
      throw new IllegalOperandException(
          "shape " + shape + " has " + shape.elements() + " elements, the data has " + length);
    }
    this.dtype = dtype;
    this.shape = shape;
    this.storage = storage;
  }

  /** Wraps {@code elements}, which the caller no longer writes to. */
  public static NdArray of(TensorShape shape, float[] elements) {
    return new NdArray(DType.FLOAT32, shape, elements, elements.length);
  }

  /** Wraps {@code elements}, which the caller no longer writes to. */
  public static NdArray of(TensorShape shape, double[] elements) {
    return new NdArray(DType.FLOAT64, shape, elements, elements.length);
  }

  /** Wraps {@code elements}, which the caller no longer writes to. */
  public static NdArray of(TensorShape shape, int[] elements) {
    return new NdArray(DType.INT32, shape, elements, elements.length);
  }

  /** Wraps {@code elements}, which the caller no longer writes to. */
  public static NdArray of(TensorShape shape, long[] elements) {
    return new NdArray(DType.INT64, shape, elements, elements.length);
  }

  /** Wraps {@code elements}, which the caller no longer writes to. */
  public static NdArray of(TensorShape shape, boolean[] elements) {
    return new NdArray(DType.BOOL, shape, elements, elements.length);
  }

  public DType dtype() {
    return dtype;
  }

  public TensorShape shape() {
    return shape;
  }

  /** The Java array of the elements, such as a {@code float[]}. */
  public Object elements() {
    return storage;
  }

  // double, copied for float, int, long, boolean

  /**
   * The elements.
   *
   * @throws IllegalStateException if the dtype is not {@link DType#FLOAT64}
   */
  public double[] doubles() {
    require(DType.FLOAT64);
    return (double[]) storage;
  }

  // copies

  /**
   * The elements.
   *
   * @throws IllegalStateException if the dtype is not {@link DType#FLOAT32}
   */
  public float[] floats() {
    require(DType.FLOAT32);
    return (float[]) storage;
  }

  /**
   * The elements.
   *
   * @throws IllegalStateException if the dtype is not {@link DType#INT32}
   */
  public int[] ints() {
    require(DType.INT32);
    return (int[]) storage;
  }

  /**
   * The elements.
   *
   * @throws IllegalStateException if the dtype is not {@link DType#INT64}
   */
  public long[] longs() {
    require(DType.INT64);
    return (long[]) storage;
  }

  /**
   * The elements.
   *
   * @throws IllegalStateException if the dtype is not {@link DType#BOOL}
   */
  public boolean[] booleans() {
    require(DType.BOOL);
    return (boolean[]) storage;
  }

  // end of copies

  private void require(DType wanted) {
    if (dtype != wanted) {
      throw new IllegalStateException(
          "elements of dtype " + wanted.text() + " are asked of a tensor of type " + typeText());
    }
  }

  /** The same elements in another shape with as many elements. */
  public NdArray withShape(TensorShape other) {
    return new NdArray(dtype, other, storage, shape.elements());
  }

  /** Whether dtype, shape and every bit of every element are equal (NaNs by their bits). */
  public boolean sameBits(NdArray other) {
    if (dtype != other.dtype || !shape.equals(other.shape)) {
      return false;
    }
    return Objects.deepEquals(storage, other.storage);
  }

  /** Such as {@code f32[2, 3]}. */
  public String typeText() {
    return dtype.text() + shape;
  }

  @Override
  public String toString() {
    return typeText();
  }
}
