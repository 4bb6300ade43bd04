package dev.kiln.op;

import dev.kiln.annotation.DType;
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
  public String toString() {
    return getClass().getSimpleName() + "(" + type() + ")";
  }
}
