package dev.kiln.annotation;

/** The element types of tensors, and of the scalars that a graph computes with. */
public enum DType {
  /** IEEE 754 binary32, Java's {@code float}. */
  FLOAT32("f32"),
  /** IEEE 754 binary64, Java's {@code double}. */
  FLOAT64("f64"),
  /** 32-bit two's complement, Java's {@code int}. */
  INT32("i32"),
  /** 64-bit two's complement, Java's {@code long}. */
  INT64("i64"),
  /** Truth values, Java's {@code boolean}. */
  BOOL("bool");

  private final String text;

  DType(String text) {
    this.text = text;
  }

  /** The short name used in printed graphs and messages, such as {@code f32}. */
  public String text() {
    return text;
  }

  /** Whether values of this type can have derivatives. */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** Whether this is {@link #INT32} or {@link #INT64}. */
  public boolean isInteger() {
    return this == INT32 || this == INT64;
  }

  @Override
  public String toString() {
    return text;
  }
}
