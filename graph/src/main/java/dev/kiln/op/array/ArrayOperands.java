package dev.kiln.op.array;

import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ValueType;
import java.util.List;

/** What the type rules of operations on arrays ask of operands. */
final class ArrayOperands {
  private ArrayOperands() {}

  static ArrayType arrayType(List<ValueType> operands, String operation) {
    if (operands.get(0) instanceof ArrayType array) {
      return array;
    }
    throw new TypeMismatchException(
        0, operation + " expects an array, not a value of type " + operands.get(0));
  }

  static void expect(List<ValueType> operands, int index, ValueType expected, String operation) {
    if (!operands.get(index).equals(expected)) {
      throw new TypeMismatchException(
          index,
          operation
              + " expects "
              + expected
              + " as operand "
              + index
              + ", not "
              + operands.get(index));
    }
  }
}
