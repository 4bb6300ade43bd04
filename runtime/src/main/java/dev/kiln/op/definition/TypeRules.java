package dev.kiln.op.definition;

import dev.kiln.annotation.DType;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The parts that type rules are made of; each throws {@link TypeMismatchException}. */
public final class TypeRules {
  private TypeRules() {}

  public static TensorType tensor(String operation, List<ValueType> operands, int index) {
    if (operands.get(index) instanceof TensorType tensor) {
      return tensor;
    }
    throw new TypeMismatchException(
        index, operation + " expects a tensor, not a value of type " + operands.get(index));
  }

  public static TensorType floating(String operation, List<ValueType> operands, int index) {
    TensorType tensor = tensor(operation, operands, index);
    if (!tensor.dtype().isFloating()) {
      throw new TypeMismatchException(
          index, operation + " expects a floating-point tensor, not " + tensor);
    }
    return tensor;
  }

  /**
   * An operand that is a tensor of integers.
   *
   * @param name what the operand is called where the operation is declared
   */
  public static TensorType integers(
      String operation, List<ValueType> operands, int index, String name) {
    TensorType tensor = tensor(operation, operands, index);
    if (!tensor.dtype().isInteger()) {
      throw new TypeMismatchException(
          index, operation + " expects an integer tensor as '" + name + "', not " + tensor);
    }
    return tensor;
  }

  public static void scalar(String operation, List<ValueType> operands, int index, DType dtype) {
    if (!operands.get(index).isScalar(dtype)) {
      throw new TypeMismatchException(
          index,
          operation
              + " expects "
              + dtype
              + " as operand "
              + index
              + ", not "
              + operands.get(index));
    }
  }

  /** The type of an elementwise operation on operands of one kind and dtype. */
  public static ValueType elementwise(
      String operation, List<ValueType> operands, Predicate<DType> supports) {
    ValueType first = operands.get(0);
    if (first instanceof ScalarType scalar) {
      for (int i = 0; i < operands.size(); i++) {
        scalar(operation, operands, i, scalar.dtype());
      }
      requireSupported(operation, scalar.dtype(), first, supports);
      return first;
    }
    TensorType result = tensor(operation, operands, 0);
    requireSupported(operation, result.dtype(), first, supports);
    for (int i = 1; i < operands.size(); i++) {
      TensorType other = tensor(operation, operands, i);
      if (other.dtype() != result.dtype()) {
        throw new TypeMismatchException(
            i,
            operation
                + " of "
                + first
                + " and "
                + other
                + ": dtypes differ; convert one with cast");
      }
      result = result.withDims(broadcast(operation, result, other, i));
    }
    return result;
  }

  private static void requireSupported(
      String operation, DType dtype, ValueType type, Predicate<DType> supports) {
    if (!supports.test(dtype)) {
      throw new TypeMismatchException(0, operation + " is not defined for " + type);
    }
  }

  /** NumPy's broadcasting on symbolic dimensions. */
  public static List<Dim> broadcast(
      String operation, TensorType left, TensorType right, int blame) {
    int rank = Math.max(left.rank(), right.rank());
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      Dim first = fromEnd(left.dims(), rank - i);
      Dim second = fromEnd(right.dims(), rank - i);
      if (first.equals(second) || second.is(1)) {
        dims.add(first);
      } else if (first.is(1)) {
        dims.add(second);
      } else {
        throw new TypeMismatchException(
            blame,
            operation
                + " of shapes "
                + left.dimsText()
                + " and "
                + right.dimsText()
                + ": "
                + first
                + " and "
                + second
                + " differ and neither is 1",
            unequal(first, second));
      }
    }
    return dims;
  }

  public static Optional<TypeMismatchException.UnequalSizes> unequal(Dim left, Dim right) {
    return Optional.of(new TypeMismatchException.UnequalSizes(left, right));
  }

  /** The first sizes that differ, of types that have nothing else that differs. */
  public static Optional<TypeMismatchException.UnequalSizes> unequal(
      TensorType left, TensorType right) {
    if (left.dtype() != right.dtype() || left.rank() != right.rank()) {
      return Optional.empty();
    }
    for (int i = 0; i < left.rank(); i++) {
      if (!left.dims().get(i).equals(right.dims().get(i))) {
        return unequal(left.dims().get(i), right.dims().get(i));
      }
    }
    return Optional.empty();
  }

  private static Dim fromEnd(List<Dim> dims, int position) {
    return position <= dims.size() ? dims.get(dims.size() - position) : Dim.of(1);
  }

  /** The axis counted from 0. */
  public static int axis(String operation, TensorType type, int axis) {
    int at = axis < 0 ? axis + type.rank() : axis;
    if (at < 0 || at >= type.rank()) {
      throw new TypeMismatchException(
          0, operation + ": no axis " + axis + " in shape " + type.dimsText());
    }
    return at;
  }

  /** The dimensions with those at {@code axes} dropped, or kept as 1; all where there are none. */
  public static List<Dim> reduced(String operation, TensorType type, int[] axes, boolean keepDims) {
    boolean[] dropped = new boolean[type.rank()];
    java.util.Arrays.fill(dropped, axes.length == 0);
    for (int axis : axes) {
      int at = axis(operation, type, axis);
      if (dropped[at]) {
        throw new TypeMismatchException(0, operation + ": axis " + axis + " is given twice");
      }
      dropped[at] = true;
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < type.rank(); i++) {
      if (!dropped[i]) {
        dims.add(type.dims().get(i));
      } else if (keepDims) {
        dims.add(Dim.of(1));
      }
    }
    return dims;
  }

  public static Dim elements(List<Dim> dims) {
    return dims.stream().reduce(Dim.of(1), Dim::times);
  }
}
