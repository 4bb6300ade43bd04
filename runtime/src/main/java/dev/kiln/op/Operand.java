package dev.kiln.op;

import dev.kiln.annotation.DType;
import java.util.List;

/**
 * A value that the operations of the catalogue can be applied to, with a method for each: a tensor
 * at hand, or a value of a graph under construction. Both compute the same, one now, one later.
 *
 * @param <T> the implementing type itself
 */
public interface Operand<T extends Operand<T>> {
  /** Applies an operation that has a result. */
  T apply(OpDefinition operation, Attributes attributes, List<T> operands);

  /** This value. */
  T self();

  /** The element type. */
  DType dtype();

  /** How many dimensions there are; 0 for a scalar. */
  int rank();

  /** The number {@code value} in this value's dtype, as a scalar or a rank-0 tensor. */
  T number(double value);
}
