package dev.kiln.processor.model.type;

import dev.kiln.graph.RecordLeaf;
import dev.kiln.op.definition.Spelling;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
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

  /**
   * The type of a scalar, an enum, an array of these, or an array of records without tensors; null
   * for every other type.
   */
  public static ValueType of(TypeMirror mirror) {
    return of(mirror, Set.of());
  }

  /**
   * The type of a scalar, an enum that generated code can name, or an array of scalars; null for
   * every other type.
   */
  public static ValueType ofField(TypeMirror mirror) {
    ValueType type = of(mirror);
    boolean isHidden =
        Enums.of(mirror).filter(Enums::isPrivate).isPresent()
            || mirror.getKind() == TypeKind.ARRAY && hasEnums(mirror);
    return isHidden || type != null && RecordLeaf.hasRecords(type) ? null : type;
  }

  /**
   * As {@link #of}, or the type of a record of such types, records included. Null also for a record
   * with tensors: only code tells their shapes.
   */
  public static ValueType ofResult(TypeMirror mirror) {
    return ofResult(mirror, Set.of());
  }

  private static ValueType of(TypeMirror mirror, Set<TypeElement> around) {
    if (mirror instanceof javax.lang.model.type.ArrayType array) {
      ValueType component = ofResult(array.getComponentType(), around);
      return component == null ? null : arrayOf(component);
    }
    ValueType type =
        Enums.of(mirror)
            .<ValueType>flatMap(Enums::type)
            .orElseGet(() -> primitive(mirror.getKind()));
    return type instanceof CodedType && !around.isEmpty() ? null : type;
  }

  /** The type of a primitive; null for what is not one. */
  public static ValueType primitive(TypeKind kind) {
    return switch (kind) {
      case BYTE -> CodedType.BYTE;
      case SHORT -> CodedType.SHORT;
      case CHAR -> CodedType.CHAR;
      default -> scalar(kind);
    };
  }

  /** The type of arrays whose elements are scalars, records, or arrays themselves. */
  public static ArrayType arrayOf(ValueType component) {
    return component instanceof ArrayType rows
        ? new ArrayType(rows.element(), rows.rank() + 1)
        : new ArrayType(component, 1);
  }

  /** Whether a type is that of tensors. */
  public static boolean isTensor(TypeMirror mirror) {
    return mirror instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement type
        && type.getQualifiedName().contentEquals(Spelling.TENSOR);
  }

  /** The record that a type is; null for every other type. */
  public static TypeElement record(TypeMirror mirror) {
    return mirror instanceof DeclaredType declared
            && declared.asElement() instanceof TypeElement type
            && type.getKind() == ElementKind.RECORD
        ? type
        : null;
  }

  /** The record that the elements of an array, of any rank, are; null for every other type. */
  public static TypeElement elementRecord(TypeMirror mirror) {
    TypeMirror element = mirror;
    while (element instanceof javax.lang.model.type.ArrayType array) {
      element = array.getComponentType();
    }
    return element == mirror ? null : record(element);
  }

  /** Whether a type is an array of records, or a record that leads to one. */
  public static boolean hasRecordArrays(TypeMirror mirror) {
    return hasRecordArrays(mirror, new HashSet<>());
  }

  private static boolean hasRecordArrays(TypeMirror mirror, Set<TypeElement> seen) {
    TypeElement record = record(mirror);
    return elementRecord(mirror) != null
        || record != null
            && seen.add(record)
            && record.getRecordComponents().stream()
                .anyMatch(component -> hasRecordArrays(component.asType(), seen));
  }

  /** Whether a type is an enum, or an array or a record that leads to one. */
  public static boolean hasEnums(TypeMirror mirror) {
    return hasEnums(mirror, new HashSet<>());
  }

  private static boolean hasEnums(TypeMirror mirror, Set<TypeElement> seen) {
    if (mirror instanceof javax.lang.model.type.ArrayType array) {
      return hasEnums(array.getComponentType(), seen);
    }
    TypeElement record = record(mirror);
    return Enums.of(mirror).isPresent()
        || record != null
            && seen.add(record)
            && record.getRecordComponents().stream()
                .anyMatch(component -> hasEnums(component.asType(), seen));
  }

  /** Whether a type leads to an enum in an array, or to one that generated code cannot name. */
  static boolean hasClosedEnums(TypeMirror mirror) {
    return hasClosedEnums(mirror, new HashSet<>());
  }

  private static boolean hasClosedEnums(TypeMirror mirror, Set<TypeElement> seen) {
    if (mirror instanceof javax.lang.model.type.ArrayType array) {
      return hasEnums(array.getComponentType());
    }
    TypeElement record = record(mirror);
    return Enums.of(mirror).filter(Enums::isPrivate).isPresent()
        || record != null
            && seen.add(record)
            && record.getRecordComponents().stream()
                .anyMatch(component -> hasClosedEnums(component.asType(), seen));
  }

  private static ValueType ofResult(TypeMirror mirror, Set<TypeElement> around) {
    TypeElement record = record(mirror);
    if (record == null) {
      return of(mirror, around);
    }
    if (around.contains(record)) {
      return null;
    }
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
