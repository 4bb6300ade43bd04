package dev.kiln.processor.model;

import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
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

  /**
   * As {@link #of}, or the type of a record of such types, records included. Null also for a record
   * with tensors: only code tells their shapes.
   */
  public static ValueType ofResult(TypeMirror mirror) {
    return ofResult(mirror, Set.of());
  }

  private static ValueType ofResult(TypeMirror mirror, Set<TypeElement> around) {
    boolean isRecord =
        mirror instanceof DeclaredType declared
            && declared.asElement().getKind() == ElementKind.RECORD
            && !around.contains((TypeElement) declared.asElement());
    if (!isRecord) {
      return of(mirror);
    }
    TypeElement record = (TypeElement) ((DeclaredType) mirror).asElement();
    Set<TypeElement> within = new HashSet<>(around);
    within.add(record);
    List<RecordType.Component> components = new ArrayList<>();
    for (RecordComponentElement component : record.getRecordComponents()) {
      ValueType type = ofResult(component.asType(), within);
      if (type == null) {
        return null;
      }
      components.add(new RecordType.Component(component.getSimpleName().toString(), type));
    }
    return new RecordType(record.getQualifiedName().toString(), components);
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
