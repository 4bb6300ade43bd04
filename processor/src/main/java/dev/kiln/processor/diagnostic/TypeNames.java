package dev.kiln.processor.diagnostic;

import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.stream.Collectors;

/** How messages name types: as Java does, where Java has a name. */
public final class TypeNames {
  private TypeNames() {}

  /**
   * {@code double}, {@code int[][]} or {@code Pair}; tensors as {@code f32[n, 2]}, and records with
   * tensors with their components.
   */
  public static String of(ValueType type) {
    if (type instanceof ScalarType scalar) {
      return switch (scalar.dtype()) {
        case FLOAT32 -> "float";
        case FLOAT64 -> "double";
        case INT32 -> "int";
        case INT64 -> "long";
        case BOOL -> "boolean";
      };
    }
    if (type instanceof CodedType coded) {
      return coded.name().substring(coded.name().lastIndexOf('.') + 1);
    }
    if (type instanceof ArrayType array) {
      return of(array.element()) + "[]".repeat(array.rank());
    }
    if (type instanceof RecordType record) {
      return hasTensor(record) ? simple(record) + components(record) : simple(record);
    }
    return type.toString();
  }

  /** {@code Tensor} or {@code Pair}: the name alone. */
  public static String simple(ValueType type) {
    if (type instanceof TensorType) {
      return "Tensor";
    }
    return type instanceof RecordType record ? simple(record) : of(type);
  }

  /** The class; of a function, a model or an array of models the types say more than that. */
  private static String simple(RecordType type) {
    int more = type.name().indexOf('$');
    String name = more < 0 ? type.name() : type.name().substring(0, more);
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return type.name().contains("$$") ? simple + "[]" : simple;
  }

  private static boolean hasTensor(ValueType type) {
    return type instanceof TensorType
        || type instanceof RecordType record
            && record.components().stream().anyMatch(each -> hasTensor(each.type()));
  }

  private static String components(RecordType record) {
    return record.components().stream()
        .map(each -> each.name() + ": " + of(each.type()))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
