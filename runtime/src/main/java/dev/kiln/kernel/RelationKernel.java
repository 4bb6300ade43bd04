package dev.kiln.kernel;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;

/**
 * A relation of two numbers, applied element by element with broadcasting; the result is of dtype
 * bool. A function that is null says that the kernel is not defined for that element type.
 */
public record RelationKernel(
    String name,
    Functions.IntRelation ints,
    Functions.LongRelation longs,
    Functions.FloatRelation floats,
    Functions.DoubleRelation doubles,
    Functions.BooleanBinary booleans) {
  private static final NdArray TRUE = NdArray.of(TensorShape.scalar(), new boolean[] {true});
  private static final NdArray FALSE = NdArray.of(TensorShape.scalar(), new boolean[] {false});

  /** Whether the kernel is defined for elements of {@code dtype}. */
  public boolean supports(DType dtype) {
    return dtype != DType.BOOL || booleans != null;
  }

  /** Applies the relation; both operands have the same dtype. */
  public NdArray apply(NdArray left, NdArray right) {
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
      case INT32 -> ints.test(left.ints()[first], right.ints()[second]);
      case INT64 -> longs.test(left.longs()[first], right.longs()[second]);
      case FLOAT32 -> floats.test(left.floats()[first], right.floats()[second]);
      case FLOAT64 -> doubles.test(left.doubles()[first], right.doubles()[second]);
      case BOOL -> booleans.apply(left.booleans()[first], right.booleans()[second]);
    };
  }
}
