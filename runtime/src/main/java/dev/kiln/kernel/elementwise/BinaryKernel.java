package dev.kiln.kernel.elementwise;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;

/**
 * A function of two numbers, applied element by element with broadcasting. Subclasses override the
 * methods for those types of elements that it is defined for. Where a loop is worth vector
 * instructions they override {@code apply} on blocks, too, with the same text: then the loop is
 * compiled for this function alone.
 */
public abstract class BinaryKernel extends ElementwiseKernel implements BlockFunction {
  public BinaryKernel(String name, ElementKinds kinds) {
    super(name, kinds);
  }

  /** Applies the function; both operands have the same dtype. */
  public final NdArray apply(NdArray left, NdArray right) {
    TensorShape shape = Broadcasting.shape(left.shape(), right.shape());
    Object result = Elements.makeArbitrary(left.dtype(), shape.elements());
    Blocks.apply(this, result, shape, left, right);
    return Elements.wrap(shape, result);
  }

  @Override
  public final void apply(Object[] operands, int[] at, Object to, int toAt, int count) {
    Object a = operands[0];
    Object b = operands[1];
    if (to instanceof float[] floats) {
      apply((float[]) a, at[0], (float[]) b, at[1], floats, toAt, count);
    } else if (to instanceof double[] doubles) {
      apply((double[]) a, at[0], (double[]) b, at[1], doubles, toAt, count);
    } else if (to instanceof int[] ints) {
      apply((int[]) a, at[0], (int[]) b, at[1], ints, toAt, count);
    } else if (to instanceof long[] longs) {
      apply((long[]) a, at[0], (long[]) b, at[1], longs, toAt, count);
    } else {
      apply((boolean[]) a, at[0], (boolean[]) b, at[1], (boolean[]) to, toAt, count);
    }
  }

  // double, copied for float, int, long, boolean

  /** The function of doubles. */
  public double apply(double a, double b) {
    throw undefined(DType.FLOAT64);
  }

  /** The function of {@code count} doubles. */
  public void apply(double[] a, int aAt, double[] b, int bAt, double[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
    }
  }

  // copies

  /** The function of floats. */
  public float apply(float a, float b) {
    throw undefined(DType.FLOAT32);
  }

  /** The function of {@code count} floats. */
  public void apply(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
    }
  }

  /** The function of ints. */
  public int apply(int a, int b) {
    throw undefined(DType.INT32);
  }

  /** The function of {@code count} ints. */
  public void apply(int[] a, int aAt, int[] b, int bAt, int[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
    }
  }

  /** The function of longs. */
  public long apply(long a, long b) {
    throw undefined(DType.INT64);
  }

  /** The function of {@code count} longs. */
  public void apply(long[] a, int aAt, long[] b, int bAt, long[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
    }
  }

  /** The function of booleans. */
  public boolean apply(boolean a, boolean b) {
    throw undefined(DType.BOOL);
  }

  /** The function of {@code count} booleans. */
  public void apply(boolean[] a, int aAt, boolean[] b, int bAt, boolean[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
    }
  }

  // end of copies
}
