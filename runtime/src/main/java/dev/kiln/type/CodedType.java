package dev.kiln.type;

import java.util.Map;

/**
 * A Java type whose values a graph represents by ints: {@code byte}, {@code short}, {@code char},
 * or an enum, of which the int is the ordinal. Only what the front end makes has values of such a
 * type, and arrays of the primitives; after that all these values are ints. Arrays of enums hold
 * the ordinals plus one, so that null is the 0 of a new array.
 *
 * @param name the primitive, or the canonical name of the enum
 */
public record CodedType(String name) implements ValueType {
  public static final CodedType BYTE = new CodedType("byte");
  public static final CodedType SHORT = new CodedType("short");
  public static final CodedType CHAR = new CodedType("char");

  /** Whether it is a primitive, and not an enum. */
  public boolean isPrimitive() {
    return equals(BYTE) || equals(SHORT) || equals(CHAR);
  }

  /** Whether a type is that of an enum. */
  public static boolean isEnum(ValueType type) {
    return type instanceof CodedType coded && !coded.isPrimitive();
  }

  /** The type that values of a type have where all that are coded are ints. */
  public static ValueType decoded(ValueType type) {
    return type instanceof CodedType ? ScalarType.INT32 : type;
  }

  @Override
  public CodedType withSizes(Map<String, Dim> sizes) {
    return this;
  }

  @Override
  public String toString() {
    return "coded<" + name + ">";
  }
}
