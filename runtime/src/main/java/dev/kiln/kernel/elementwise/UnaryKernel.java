package dev.kiln.kernel.elementwise;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;

/**
 * A function of one number, applied element by element. Subclasses override the methods as those of
 * a {@link BinaryKernel} do.
 */
public abstract class UnaryKernel extends ElementwiseKernel implements BlockFunction {
  UnaryKernel(String name, ElementKinds kinds) {
    super(name, kinds);
  }

  /** Applies the function to each element. */
  public final NdArray apply(NdArray operand) {
    if (operand.dtype() == DType.BOOL) {
      throw undefined(DType.BOOL);
    }
    Object result = Elements.makeArbitrary(operand.dtype(), operand.shape().elements());
    Blocks.apply(this, result, operand.shape(), operand);
    return Elements.wrap(operand.shape(), result);
  }

  @Override
  public final void apply(Object[] operands, int[] at, Object to, int toAt, int count) {
    Object a = operands[0];
    if (to instanceof float[] floats) {
      apply((float[]) a, at[0], floats, toAt, count);
    } else if (to instanceof double[] doubles) {
      apply((double[]) a, at[0], doubles, toAt, count);
    } else if (to instanceof int[] ints) {
      apply((int[]) a, at[0], ints, toAt, count);
    } else {
      apply((long[]) a, at[0], (long[]) to, toAt, count);
    }
  }

  // double, copied for float, int, long

  /** The function of doubles. */
  public double apply(double a) {
    throw undefined(DType.FLOAT64);
  }

  /** The function of {@code count} doubles. */
  public void apply(double[] a, int aAt, double[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = apply(a[aAt + i]);
    }
  }

  // copies

  /** The function of floats. */
  public float apply(float a) {
    throw undefined(DType.FLOAT32);
  }

  /** The function of {@code count} floats. */
  public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = apply(a[aAt + i]);
    }
  }

  /** The function of ints. */
  public int apply(int a) {
    throw undefined(DType.INT32);
  }

  /** The function of {@code count} ints. */
  public void apply(int[] a, int aAt, int[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = apply(a[aAt + i]);
    }
  }

  /** The function of longs. */
  public long apply(long a) {
    throw undefined(DType.INT64);
  }

  /** The function of {@code count} longs. */
  public void apply(long[] a, int aAt, long[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = apply(a[aAt + i]);
    }
  }

  // end of copies

  /** A function of floating-point numbers, computed in double and rounded once for floats. */
  abstract static class Floating extends UnaryKernel {
    Floating(String name) {
      super(name, ElementKinds.FLOATING);
    }

    @Override
    public abstract double apply(double a);

    @Override
    public float apply(float a) {
      return (float) apply((double) a);
    }
  }
}
