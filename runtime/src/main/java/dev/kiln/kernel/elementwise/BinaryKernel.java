package dev.kiln.kernel.elementwise;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;

/**
 * A function of two numbers, applied element by element with broadcasting. Subclasses override the
 * methods for those types of elements that it is defined for.
 */
public abstract class BinaryKernel extends ElementwiseKernel {
  public BinaryKernel(String name, ElementKinds kinds) {
    super(name, kinds);
  }

  /** The function of ints. */
  public int apply(int a, int b) {
    throw undefined(DType.INT32);
  }

  /** The function of longs. */
  public long apply(long a, long b) {
    throw undefined(DType.INT64);
  }

  /** The function of floats. */
  public float apply(float a, float b) {
    throw undefined(DType.FLOAT32);
  }

  /** The function of doubles. */
  public double apply(double a, double b) {
    throw undefined(DType.FLOAT64);
  }

  /** The function of truth values. */
  public boolean apply(boolean a, boolean b) {
    throw undefined(DType.BOOL);
  }

  /** Applies the function; both operands have the same dtype. */
  public final NdArray apply(NdArray left, NdArray right) {
    TensorShape shape = Broadcasting.shape(left.shape(), right.shape());
    int[] leftAt = positions(left, shape);
    int[] rightAt = positions(right, shape);
    return switch (left.dtype()) {
      case INT32 -> NdArray.of(shape, ints(left.ints(), leftAt, right.ints(), rightAt, shape));
      case INT64 -> NdArray.of(shape, longs(left.longs(), leftAt, right.longs(), rightAt, shape));
      case FLOAT32 ->
          NdArray.of(shape, floats(left.floats(), leftAt, right.floats(), rightAt, shape));
      case FLOAT64 ->
          NdArray.of(shape, doubles(left.doubles(), leftAt, right.doubles(), rightAt, shape));
      case BOOL ->
          NdArray.of(shape, booleans(left.booleans(), leftAt, right.booleans(), rightAt, shape));
    };
  }

  /** Null where the array has the shape of the result already. */
  static int[] positions(NdArray array, TensorShape shape) {
    return array.shape().equals(shape) ? null : Broadcasting.positions(array.shape(), shape);
  }

  private int[] ints(int[] left, int[] leftAt, int[] right, int[] rightAt, TensorShape shape) {
    int[] result = new int[shape.elements()];
    for (int i = 0; i < result.length; i++) {
      int first = left[leftAt == null ? i : leftAt[i]];
      int second = right[rightAt == null ? i : rightAt[i]];
      result[i] = apply(first, second);
    }
    return result;
  }

  private long[] longs(long[] left, int[] leftAt, long[] right, int[] rightAt, TensorShape shape) {
    long[] result = new long[shape.elements()];
    for (int i = 0; i < result.length; i++) {
      long first = left[leftAt == null ? i : leftAt[i]];
      long second = right[rightAt == null ? i : rightAt[i]];
      result[i] = apply(first, second);
    }
    return result;
  }

  private float[] floats(
      float[] left, int[] leftAt, float[] right, int[] rightAt, TensorShape shape) {
    float[] result = new float[shape.elements()];
    for (int i = 0; i < result.length; i++) {
      float first = left[leftAt == null ? i : leftAt[i]];
      float second = right[rightAt == null ? i : rightAt[i]];
      result[i] = apply(first, second);
    }
    return result;
  }

  private double[] doubles(
      double[] left, int[] leftAt, double[] right, int[] rightAt, TensorShape shape) {
    double[] result = new double[shape.elements()];
    for (int i = 0; i < result.length; i++) {
      double first = left[leftAt == null ? i : leftAt[i]];
      double second = right[rightAt == null ? i : rightAt[i]];
      result[i] = apply(first, second);
    }
    return result;
  }

  private boolean[] booleans(
      boolean[] left, int[] leftAt, boolean[] right, int[] rightAt, TensorShape shape) {
    boolean[] result = new boolean[shape.elements()];
    for (int i = 0; i < result.length; i++) {
      boolean first = left[leftAt == null ? i : leftAt[i]];
      boolean second = right[rightAt == null ? i : rightAt[i]];
      result[i] = apply(first, second);
    }
    return result;
  }
}
