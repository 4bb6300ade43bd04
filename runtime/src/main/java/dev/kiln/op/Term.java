package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;

/**
 * A value in derivative rules and hand-built graphs. Rules are written once against this type; the
 * tape gives it tensors at hand, the compiler values of the graph under construction.
 */
public abstract class Term implements Operand<Term> {
  /** The type of the value. */
  public abstract ValueType type();

  @Override
  public Term self() {
    return this;
  }

  @Override
  public DType dtype() {
    if (type() instanceof TensorType tensor) {
      return tensor.dtype();
    }
    if (type() instanceof ScalarType scalar) {
      return scalar.dtype();
    }
    throw new IllegalStateException("a value of type " + type() + " has no dtype");
  }

  @Override
  public int rank() {
    return type() instanceof TensorType tensor ? tensor.rank() : 0;
  }

  @Override
  public List<Dim> dims() {
    return type() instanceof TensorType tensor ? tensor.dims() : List.of();
  }

  @Override
  public Term wholeNumber(long value) {
    if (type() instanceof TensorType) {
      NdArray number = NdArray.of(TensorShape.scalar(), new long[] {value});
      Attributes array = Attributes.of("value", new Attribute.Array(number));
      return apply(ConstantOps.TENSOR_CONSTANT, array, List.of());
    }
    Attributes number = Attributes.of("value", new Attribute.Number(DType.INT64, value));
    return apply(ConstantOps.CONSTANT, number, List.of());
  }

  /** This cotangent or tangent times a slope; zero where one of them is. */
  public final Term times(Term slope) {
    return apply(ChainOps.PRODUCT, Attributes.NONE, List.of(this, slope));
  }

  /** As {@link #times}, where the slope may be infinite at a finite value of the function. */
  final Term timesSteep(Term slope) {
    return apply(ChainOps.STEEP_PRODUCT, Attributes.NONE, List.of(this, slope));
  }

  /** This cotangent or tangent times the slope {@code 1 / divisor}; zero where one of them is. */
  public final Term over(Term divisor) {
    return apply(ChainOps.QUOTIENT, Attributes.NONE, List.of(this, divisor));
  }

  /** As {@link #over}, where the slope may be infinite at a finite value of the function. */
  public final Term overSteep(Term divisor) {
    return apply(ChainOps.STEEP_QUOTIENT, Attributes.NONE, List.of(this, divisor));
  }

  /** The value, as a constant for differentiation. */
  public static Term constant(Term value) {
    return value.apply(GradientOps.STOP_GRADIENT, Attributes.NONE, List.of(value));
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "(" + type() + ")";
  }
}
