package dev.kiln.processor.emit.name;

import dev.kiln.annotation.DType;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.StackType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import javax.lang.model.SourceVersion;

/** Names in generated Java. */
public final class JavaNames {
  private JavaNames() {}

  /**
   * A Java identifier as close to {@code name} as can be: {@code encoder.w1} is encoderW1. What
   * looks like the name of a class begins with a small letter, since a variable obscures a class
   * that generated code may use: {@code Math} is math.
   */
  public static String identifier(String name) {
    StringBuilder text = new StringBuilder();
    boolean raise = false;
    for (char each : name.toCharArray()) {
      boolean fits =
          text.length() == 0
              ? Character.isJavaIdentifierStart(each)
              : Character.isJavaIdentifierPart(each);
      if (fits && each != '$') {
        text.append(raise ? Character.toUpperCase(each) : each);
        raise = false;
      } else {
        raise = text.length() > 0;
      }
    }
    if (text.length() > 1
        && Character.isUpperCase(text.charAt(0))
        && Character.isLowerCase(text.charAt(1))) {
      text.setCharAt(0, Character.toLowerCase(text.charAt(0)));
    }
    String identifier = text.toString();
    if (identifier.isEmpty()) {
      return "value";
    }
    return SourceVersion.isKeyword(identifier) || identifier.equals("_")
        ? identifier + "Value"
        : identifier;
  }

  /** Whether a variable of the name may obscure a class, other than one of capitals only. */
  public static boolean mayObscure(String name) {
    return Character.isUpperCase(name.charAt(0)) && name.chars().anyMatch(Character::isLowerCase);
  }

  public static String uncapitalised(String name) {
    String small = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return SourceVersion.isKeyword(small) ? small + "Value" : small;
  }

  /** What methods that give arrays of a dtype are called: those of NdArray and of a workspace. */
  public static String plural(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "floats";
      case FLOAT64 -> "doubles";
      case INT32 -> "ints";
      case INT64 -> "longs";
      case BOOL -> "booleans";
    };
  }

  public static String capitalised(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** A name for a value that the user gave none. */
  public static String temporary(ValueType type) {
    if (type instanceof TensorType) {
      return "tensor";
    }
    if (type instanceof ArrayType) {
      return "array";
    }
    if (type instanceof StackType) {
      return "saved";
    }
    if (type instanceof ScalarType scalar) {
      if (scalar.dtype() == DType.BOOL) {
        return "test";
      }
      return scalar.dtype().isInteger() ? "number" : "value";
    }
    return "record";
  }
}
