package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.tensor.JavaNumbers;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The arguments of methods of operands, checked. */
final class Operands {
  private Operands() {}

  /**
   * The number in the dtype of a value.
   *
   * @throws IllegalArgumentException if it does not fit, naming the method
   */
  static <T extends Operand<T>> T like(T value, double number, String method) {
    JavaNumbers.requireFits(value.dtype(), number, method);
    return value.number(number);
  }

  /** As {@link #like(Operand, double, String)}, exactly so where the dtype is int64. */
  static <T extends Operand<T>> T like(T value, long number, String method) {
    return value.dtype() == DType.INT64
        ? value.wholeNumber(number)
        : like(value, (double) number, method);
  }

  /** A truth value as a bool of rank 0. */
  static <T extends Operand<T>> T truth(T value, boolean truth) {
    return value.number(truth ? 1 : 0).cast(DType.BOOL);
  }

  /** An operation without attributes on two operands, of which the second is given by a user. */
  static <T extends Operand<T>> T binary(T first, OpDefinition operation, T second) {
    return first.apply(operation, Attributes.NONE, List.of(first, given(operation.name(), second)));
  }

  /** Numbers in the opposite order, without overflow. */
  static <T extends Operand<T>> T opposite(T value) {
    T negative = value.negate();
    return value.dtype().isFloating() ? negative : negative.subtract(1);
  }

  /**
   * The operand.
   *
   * @throws NullPointerException if it is null, naming the operation
   */
  static <T> T given(String operation, T operand) {
    if (operand == null) {
      throw new NullPointerException("an operand of " + operation + " is null");
    }
    return operand;
  }

  /**
   * The axis counted from 0.
   *
   * @throws TypeMismatchException if the rank has none such, naming the method
   */
  static int axis(String method, int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new TypeMismatchException(0, method + ": no axis " + axis + " in rank " + rank);
    }
    return axis < 0 ? axis + rank : axis;
  }

  /** The dimensions without {@code axes}, or with size 1 there; no axes mean all. */
  static <T extends Operand<T>> List<Dim> reduced(
      String method, T value, boolean keepDims, int... axes) {
    TensorType type = new TensorType(value.dtype(), value.dims());
    return TypeRules.reduced(method, type, axes, keepDims);
  }

  /** The elements along {@code axes}, row-major, in one last dimension; no axes mean all. */
  static <T extends Operand<T>> T last(T value, int... axes) {
    int rank = value.rank();
    int[] order = new int[rank];
    int kept = 0;
    int moved = rank;
    for (int i = rank - 1; i >= 0; i--) {
      int axis = i;
      boolean isMoved =
          axes.length == 0
              || IntStream.of(axes).anyMatch(each -> each == axis || each + rank == axis);
      if (isMoved) {
        order[--moved] = axis;
      } else {
        order[kept++] = axis;
      }
    }
    for (int i = 0; i < kept / 2; i++) {
      int swapped = order[i];
      order[i] = order[kept - 1 - i];
      order[kept - 1 - i] = swapped;
    }
    boolean inPlace = IntStream.range(0, rank).allMatch(i -> order[i] == i);
    return (inPlace ? value : value.permute(order)).flatten(kept);
  }

  /**
   * The size along an axis counted from 0.
   *
   * @throws TypeMismatchException if it is known at each call only
   */
  static <T extends Operand<T>> long known(String method, T value, int axis) {
    Dim size = value.dims().get(axis);
    return size.constant()
        .orElseThrow(
            () ->
                new TypeMismatchException(
                    0, method + " needs a size that is known when compiling, not " + size));
  }

  /** The whole numbers below {@code size}, int32. */
  static <T extends Operand<T>> T range(T like, Dim size) {
    Attributes attributes =
        Attributes.of("dtype", new Attribute.ElementType(DType.INT32))
            .with("size", new Attribute.Dims(List.of(size)));
    return like.apply(CreationOps.ARANGE, attributes, List.of());
  }

  /** How many elements a value of numbers has, in its dtype. */
  static <T extends Operand<T>> T count(T value) {
    OptionalLong known = TypeRules.elements(value.dims()).constant();
    return known.isPresent()
        ? value.number(known.getAsLong())
        : LayoutOps.broadcastTo(value.number(1), value.dims()).sum();
  }

  /** The number in every place. */
  static <T extends Operand<T>> T filled(T like, DType dtype, double number, List<Dim> dims) {
    Attributes attributes =
        Attributes.of("dtype", new Attribute.ElementType(dtype))
            .with("value", new Attribute.Number(DType.FLOAT64, Bits.of(number)))
            .with("dims", new Attribute.Dims(dims));
    return like.apply(CreationOps.FULL, attributes, List.of());
  }
}
