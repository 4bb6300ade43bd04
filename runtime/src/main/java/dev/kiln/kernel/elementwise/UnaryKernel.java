package dev.kiln.kernel.elementwise;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;

/**
 * A function of one number, applied element by element. Subclasses override the methods for those
 * types of elements that it is defined for.
 */
public abstract class UnaryKernel extends ElementwiseKernel {
  UnaryKernel(String name, ElementKinds kinds) {
    super(name, kinds);
  }

  /** The function of ints. */
  public int apply(int a) {
    throw undefined(DType.INT32);
  }

  /** The function of longs. */
  public long apply(long a) {
    throw undefined(DType.INT64);
  }

  /** The function of floats. */
  public float apply(float a) {
    throw undefined(DType.FLOAT32);
  }

  /** The function of doubles. */
  public double apply(double a) {
    throw undefined(DType.FLOAT64);
  }

  /** Applies the function to each element. */
  public final NdArray apply(NdArray operand) {
    return switch (operand.dtype()) {
      case INT32 -> NdArray.of(operand.shape(), ints(operand.ints()));
      case INT64 -> NdArray.of(operand.shape(), longs(operand.longs()));
      case FLOAT32 -> NdArray.of(operand.shape(), floats(operand.floats()));
      case FLOAT64 -> NdArray.of(operand.shape(), doubles(operand.doubles()));
      case BOOL -> throw undefined(DType.BOOL);
    };
  }

  private int[] ints(int[] operand) {
    int[] result = new int[operand.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = apply(operand[i]);
    }
    return result;
  }

  private long[] longs(long[] operand) {
    long[] result = new long[operand.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = apply(operand[i]);
    }
    return result;
  }

  private float[] floats(float[] operand) {
    float[] result = new float[operand.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = apply(operand[i]);
    }
    return result;
  }

  private double[] doubles(double[] operand) {
    double[] result = new double[operand.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = apply(operand[i]);
    }
    return result;
  }

  /** A function of floating-point numbers, computed in double and rounded once for floats. */
  abstract static class Floating extends UnaryKernel {
    Floating(String name) {
      super(name, ElementKinds.FLOATING);
    }

    @Override
    public abstract double apply(double a);

    @Override
    public final float apply(float a) {
      return (float) apply((double) a);
    }
  }
}
