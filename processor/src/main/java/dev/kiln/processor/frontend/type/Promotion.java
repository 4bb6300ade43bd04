package dev.kiln.processor.frontend.type;

import dev.kiln.annotation.DType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.Optional;

/** Java's conversions between primitives. JLS 5. */
public final class Promotion {
  private Promotion() {}

  /** The type that both operands of an arithmetic operator are converted to. JLS 5.6. */
  public static Optional<ScalarType> binary(ValueType left, ValueType right) {
    if (!isNumeric(left) || !isNumeric(right)) {
      return Optional.empty();
    }
    DType first = promoted(left).dtype();
    DType second = promoted(right).dtype();
    return Optional.of(ScalarType.of(rank(first) >= rank(second) ? first : second));
  }

  /** The type of a conditional or switch expression with branches of these types. */
  public static Optional<ValueType> unify(ValueType left, ValueType right) {
    boolean isShort =
        left.equals(CodedType.BYTE) && right.equals(CodedType.SHORT)
            || left.equals(CodedType.SHORT) && right.equals(CodedType.BYTE);
    if (isShort) {
      return Optional.of(CodedType.SHORT);
    }
    return left.equals(right)
        ? Optional.of(left)
        : binary(left, right).map(type -> (ValueType) type);
  }

  /** Whether a value can be widened in an assignment or a call. JLS 5.1.2. */
  public static boolean widens(ValueType from, ValueType to) {
    if (from.equals(to)) {
      return true;
    }
    if (to instanceof CodedType) {
      return from.equals(CodedType.BYTE) && to.equals(CodedType.SHORT);
    }
    return isNumeric(from)
        && isNumeric(to)
        && rank(promoted(from).dtype()) <= rank(promoted(to).dtype());
  }

  public static boolean isNumeric(ValueType type) {
    return type instanceof ScalarType scalar && scalar.dtype() != DType.BOOL
        || type instanceof CodedType coded && coded.isPrimitive();
  }

  /** The type that a number is computed with: int, or a wider one. JLS 5.6. */
  public static ScalarType promoted(ValueType number) {
    return (ScalarType) CodedType.decoded(number);
  }

  /** Wider types have greater ranks. */
  public static int rank(DType dtype) {
    return switch (dtype) {
      case BOOL -> 0;
      case INT32 -> 1;
      case INT64 -> 2;
      case FLOAT32 -> 3;
      case FLOAT64 -> 4;
    };
  }
}
