package dev.kiln.processor.emit.name;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.kiln.annotation.DType;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.StackType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.Arrays;

/** The Java types of values. */
public final class JavaTypes {
  private JavaTypes() {}

  public static final ClassName ND_ARRAY = ClassName.get("dev.kiln.array", "NdArray");
  public static final ClassName TENSOR = ClassName.get("dev.kiln.tensor", "Tensor");
  private static final ClassName SAVED = ClassName.get("dev.kiln.kernel.saved", "SavedValues");

  /** The type inside generated code. */
  public static TypeName of(ValueType type) {
    if (type instanceof ScalarType scalar) {
      return of(scalar.dtype());
    }
    if (type instanceof TensorType) {
      return ND_ARRAY;
    }
    if (type instanceof CodedType coded) {
      return switch (coded.name()) {
        case "byte" -> TypeName.BYTE;
        case "short" -> TypeName.SHORT;
        case "char" -> TypeName.CHAR;
        default -> named(coded.name());
      };
    }
    if (type instanceof ArrayType array) {
      return ArrayTypeName.of(of(array.component()));
    }
    if (type instanceof StackType stack) {
      return stack(stack.element());
    }
    return of((RecordType) type);
  }

  /**
   * The class of a record, by its qualified name where a class in it begins with a small letter.
   */
  public static ClassName of(RecordType record) {
    return named(record.name());
  }

  /** A class by its canonical name. */
  public static ClassName named(String name) {
    boolean usual =
        Arrays.stream(name.split("\\."))
            .dropWhile(part -> !Character.isUpperCase(part.codePointAt(0)))
            .allMatch(part -> Character.isUpperCase(part.codePointAt(0)));
    boolean capital = Character.isUpperCase(name.codePointAt(name.lastIndexOf('.') + 1));
    return usual && capital ? ClassName.bestGuess(name) : ClassName.get("", name);
  }

  /** The type in the signatures that users see. */
  public static TypeName visible(ValueType type) {
    return type instanceof TensorType ? TENSOR : of(type);
  }

  public static TypeName of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> TypeName.FLOAT;
      case FLOAT64 -> TypeName.DOUBLE;
      case INT32 -> TypeName.INT;
      case INT64 -> TypeName.LONG;
      case BOOL -> TypeName.BOOLEAN;
    };
  }

  private static TypeName stack(ValueType element) {
    if (element instanceof ScalarType scalar) {
      return switch (scalar.dtype()) {
        case FLOAT32 -> SAVED.nestedClass("OfFloats");
        case FLOAT64 -> SAVED.nestedClass("OfDoubles");
        case INT32 -> SAVED.nestedClass("OfInts");
        case INT64 -> SAVED.nestedClass("OfLongs");
        case BOOL -> SAVED.nestedClass("OfBooleans");
      };
    }
    return ParameterizedTypeName.get(SAVED.nestedClass("OfReferences"), of(element));
  }
}
