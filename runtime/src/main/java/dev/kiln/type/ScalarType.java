package dev.kiln.type;

import dev.kiln.annotation.DType;
import java.util.Map;

/** A Java primitive. */
public record ScalarType(DType dtype) implements ValueType {
  public static final ScalarType FLOAT32 = new ScalarType(DType.FLOAT32);
  public static final ScalarType FLOAT64 = new ScalarType(DType.FLOAT64);
  public static final ScalarType INT32 = new ScalarType(DType.INT32);
  public static final ScalarType INT64 = new ScalarType(DType.INT64);
  public static final ScalarType BOOL = new ScalarType(DType.BOOL);

  /** The scalar type with element type {@code dtype}. */
  public static ScalarType of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
      case INT32 -> INT32;
      case INT64 -> INT64;
      case BOOL -> BOOL;
    };
  }

  @Override
  public ScalarType withSizes(Map<String, Dim> sizes) {
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScalarType scalar && dtype == scalar.dtype;
  }

  @Override
  public int hashCode() {
    return dtype.name().hashCode();
  }

  @Override
  public String toString() {
    return dtype.text();
  }
}
