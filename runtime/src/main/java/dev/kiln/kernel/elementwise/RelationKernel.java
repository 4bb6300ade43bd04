package dev.kiln.kernel.elementwise;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;

/**
 * A relation of two numbers, applied element by element with broadcasting; the result is of dtype
 * bool. Subclasses override the methods as those of a {@link BinaryKernel} do.
 */
public abstract class RelationKernel extends ElementwiseKernel implements BlockFunction {
  private static final NdArray TRUE = NdArray.of(TensorShape.scalar(), new boolean[] {true});
  private static final NdArray FALSE = NdArray.of(TensorShape.scalar(), new boolean[] {false});

  RelationKernel(String name, ElementKinds kinds) {
    super(name, kinds);
  }

  /** Applies the relation; both operands have the same dtype. */
  public final NdArray apply(NdArray left, NdArray right) {
    TensorShape shape = Broadcasting.shape(left.shape(), right.shape());
    boolean[] result = new boolean[shape.elements()];
    Blocks.apply(this, result, shape, left, right);
    return shape.rank() == 0 ? result[0] ? TRUE : FALSE : NdArray.of(shape, result);
  }

  @Override
  public final void apply(Object[] operands, int[] at, Object to, int toAt, int count) {
    Object b = operands[1];
    boolean[] result = (boolean[]) to;
    if (operands[0] instanceof float[] a) {
      test(a, at[0], (float[]) b, at[1], result, toAt, count);
    } else if (operands[0] instanceof double[] a) {
      test(a, at[0], (double[]) b, at[1], result, toAt, count);
    } else if (operands[0] instanceof int[] a) {
      test(a, at[0], (int[]) b, at[1], result, toAt, count);
    } else if (operands[0] instanceof long[] a) {
      test(a, at[0], (long[]) b, at[1], result, toAt, count);
    } else {
      test((boolean[]) operands[0], at[0], (boolean[]) b, at[1], result, toAt, count);
    }
  }

  /** The relation of truth values. */
  public boolean test(boolean a, boolean b) {
    throw undefined(DType.BOOL);
  }

  private void test(boolean[] a, int aAt, boolean[] b, int bAt, boolean[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = test(a[aAt + i], b[bAt + i]);
    }
  }

  // double, copied for float, int, long

  /** The relation of doubles. */
  public boolean test(double a, double b) {
    throw undefined(DType.FLOAT64);
  }

  void test(double[] a, int aAt, double[] b, int bAt, boolean[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = test(a[aAt + i], b[bAt + i]);
    }
  }

  // copies

  /** The relation of floats. */
  public boolean test(float a, float b) {
    throw undefined(DType.FLOAT32);
  }

  void test(float[] a, int aAt, float[] b, int bAt, boolean[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = test(a[aAt + i], b[bAt + i]);
    }
  }

  /** The relation of ints. */
  public boolean test(int a, int b) {
    throw undefined(DType.INT32);
  }

  void test(int[] a, int aAt, int[] b, int bAt, boolean[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = test(a[aAt + i], b[bAt + i]);
    }
  }

  /** The relation of longs. */
  public boolean test(long a, long b) {
    throw undefined(DType.INT64);
  }

  void test(long[] a, int aAt, long[] b, int bAt, boolean[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = test(a[aAt + i], b[bAt + i]);
    }
  }

  // end of copies
}
