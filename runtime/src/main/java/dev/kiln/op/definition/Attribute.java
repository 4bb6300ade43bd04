package dev.kiln.op.definition;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.type.Dim;
import dev.kiln.type.ValueType;
import java.util.List;

/** A compile-time constant that an operation takes beside its operands. */
public sealed interface Attribute {
  /** A whole number, such as an axis. */
  record Integer(long value) implements Attribute {}

  /** Several whole numbers, such as axes. */
  record Integers(List<Long> values) implements Attribute {
    public Integers {
      values = List.copyOf(values);
    }
  }

  /** A truth value, such as keepDims. */
  record Truth(boolean value) implements Attribute {}

  /** The dimensions of a result; may name sizes that are bound at each call. */
  record Dims(List<Dim> dims) implements Attribute {
    public Dims {
      dims = List.copyOf(dims);
    }
  }

  /** An element type. */
  record ElementType(DType dtype) implements Attribute {}

  /** A type. */
  record Type(ValueType type) implements Attribute {}

  /** A scalar constant as {@linkplain Bits raw bits}. */
  record Number(DType dtype, long bits) implements Attribute {}

  /** A tensor constant. */
  record Array(NdArray array) implements Attribute {
    @Override
    public boolean equals(Object other) {
      return other instanceof Array constant && array.sameBits(constant.array);
    }

    @Override
    public int hashCode() {
      return array.shape().hashCode() * 31 + array.dtype().hashCode();
    }
  }

  /** A text, such as a component's name or an error message. */
  record Text(String text) implements Attribute {}
}
