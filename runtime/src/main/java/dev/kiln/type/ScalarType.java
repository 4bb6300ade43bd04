package dev.kiln.type;

import dev.kiln.annotation.DType;
import java.util.List;
import java.util.Map;

/** A Java primitive. */
public record ScalarType(DType dtype) implements ValueType {
  public static final ScalarType FLOAT32 = new ScalarType(DType.FLOAT32);
  public static final ScalarType FLOAT64 = new ScalarType(DType.FLOAT64);
  public static final ScalarType INT32 = new ScalarType(DType.INT32);
  public static final ScalarType INT64 = new ScalarType(DType.INT64);
  public static final ScalarType BOOL = new ScalarType(DType.BOOL);

  private static final List<ScalarType> ALL = List.of(FLOAT32, FLOAT64, INT32, INT64, BOOL);

  /** The scalar type with element type {@code dtype}. */
  public static ScalarType of(DType dtype) {
    for (ScalarType type : ALL) {
      if (type.dtype == dtype) {
        return type;
      }
    }
    throw new IllegalArgumentException("no scalars of dtype " + dtype);
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
