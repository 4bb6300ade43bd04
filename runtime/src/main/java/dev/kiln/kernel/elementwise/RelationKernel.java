package dev.kiln.kernel.elementwise;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;

/**
 * A relation of two numbers, applied element by element with broadcasting; the result is of dtype
 * bool. Subclasses override the methods for those types of elements that it is defined for.
 */
public abstract class RelationKernel extends ElementwiseKernel {
  private static final NdArray TRUE = NdArray.of(TensorShape.scalar(), new boolean[] {true});
  private static final NdArray FALSE = NdArray.of(TensorShape.scalar(), new boolean[] {false});

  RelationKernel(String name, ElementKinds kinds) {
    super(name, kinds);
  }

  /** The function of ints. */
  public boolean test(int a, int b) {
    throw undefined(DType.INT32);
  }

  /** The function of longs. */
  public boolean test(long a, long b) {
    throw undefined(DType.INT64);
  }

  /** The function of floats. */
  public boolean test(float a, float b) {
    throw undefined(DType.FLOAT32);
  }

  /** The function of doubles. */
  public boolean test(double a, double b) {
    throw undefined(DType.FLOAT64);
  }

  /** The function of truth values. */
  public boolean test(boolean a, boolean b) {
    throw undefined(DType.BOOL);
  }

  /** Applies the relation; both operands have the same dtype. */
  public final NdArray apply(NdArray left, NdArray right) {
    TensorShape shape = Broadcasting.shape(left.shape(), right.shape());
    if (shape.rank() == 0) {
      return test(left, 0, right, 0) ? TRUE : FALSE;
    }
    int[] leftAt = BinaryKernel.positions(left, shape);
    int[] rightAt = BinaryKernel.positions(right, shape);
    boolean[] result = new boolean[shape.elements()];
    for (int i = 0; i < result.length; i++) {
      int first = leftAt == null ? i : leftAt[i];
      int second = rightAt == null ? i : rightAt[i];
      result[i] = test(left, first, right, second);
    }
    return NdArray.of(shape, result);
  }

  private boolean test(NdArray left, int first, NdArray right, int second) {
    return switch (left.dtype()) {
      case INT32 -> test(left.ints()[first], right.ints()[second]);
      case INT64 -> test(left.longs()[first], right.longs()[second]);
      case FLOAT32 -> test(left.floats()[first], right.floats()[second]);
      case FLOAT64 -> test(left.doubles()[first], right.doubles()[second]);
      case BOOL -> test(left.booleans()[first], right.booleans()[second]);
    };
  }
}
