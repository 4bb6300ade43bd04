package dev.kiln.processor.frontend.call;

import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.HashMap;
import java.util.Map;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** What the arguments of a call say of the type variables of the method. */
final class TypeArguments {
  private final Map<String, ValueType> known = new HashMap<>();

  /** Whether a parameter's type is a type variable, or an array of one. */
  static boolean isVariable(TypeMirror declared) {
    return variable(declared).getKind() == TypeKind.TYPEVAR;
  }

  private static TypeMirror variable(TypeMirror declared) {
    return declared instanceof javax.lang.model.type.ArrayType array
        ? variable(array.getComponentType())
        : declared;
  }

  /**
   * Takes an argument: one variable stands for one type, and for objects in arrays.
   *
   * @return whether the argument fits
   */
  boolean take(TypeMirror declared, ValueType argument) {
    TypeMirror variable = declared;
    ValueType type = argument;
    while (variable instanceof javax.lang.model.type.ArrayType array) {
      if (!(type instanceof ArrayType actual) || actual.component() instanceof ScalarType) {
        return false;
      }
      variable = array.getComponentType();
      type = actual.component();
    }
    ValueType before = known.putIfAbsent(variable.toString(), type);
    return before == null
        || before.equals(type)
        || before instanceof TensorType && type instanceof TensorType;
  }
}
