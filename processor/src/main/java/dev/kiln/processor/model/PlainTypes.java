package dev.kiln.processor.model;

import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** The types of graph values that Java's primitives and arrays of them have. */
public final class PlainTypes {
  private PlainTypes() {}

  /** The type of a scalar or an array of scalars; null for every other type. */
  public static ValueType of(TypeMirror mirror) {
    if (mirror instanceof javax.lang.model.type.ArrayType array) {
      ValueType component = of(array.getComponentType());
      if (component instanceof ArrayType rows) {
        return new ArrayType(rows.element(), rows.rank() + 1);
      }
      return component instanceof ScalarType ? new ArrayType(component, 1) : null;
    }
    return scalar(mirror.getKind());
  }

  /** The type of a primitive; null for byte, short, char and what is not a primitive. */
  public static ScalarType scalar(TypeKind kind) {
    return switch (kind) {
      case INT -> ScalarType.INT32;
      case LONG -> ScalarType.INT64;
      case FLOAT -> ScalarType.FLOAT32;
      case DOUBLE -> ScalarType.FLOAT64;
      case BOOLEAN -> ScalarType.BOOL;
      default -> null;
    };
  }
}
