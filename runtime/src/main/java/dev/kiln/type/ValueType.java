package dev.kiln.type;

import dev.kiln.annotation.DType;
import java.util.Map;

/** The type of a value in a graph. Its {@code toString} follows the grammar of the package. */
public sealed interface ValueType
    permits ScalarType, CodedType, TensorType, ArrayType, RecordType, StackType {

  /** Whether a value of this type is a floating-point scalar or tensor. */
  default boolean isFloating() {
    return this instanceof ScalarType scalar && scalar.dtype().isFloating()
        || this instanceof TensorType tensor && tensor.dtype().isFloating();
  }

  /** This type with each named size that {@code sizes} has replaced; other names stay. */
  ValueType withSizes(Map<String, Dim> sizes);

  /** Whether this is the scalar type {@code dtype}. */
  default boolean isScalar(DType dtype) {
    return this instanceof ScalarType scalar && scalar.dtype() == dtype;
  }
}
