package dev.kiln.format;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The types of the elements of stored tensors. Where Kiln has no such dtype, elements are read as
 * one that holds all their values: half precision as float32, small integers as int32.
 */
public enum ElementType {
  /** IEEE 754 binary64. */
  FLOAT64(8, DType.FLOAT64),
  /** IEEE 754 binary32. */
  FLOAT32(4, DType.FLOAT32),
  /** IEEE 754 binary16, read as float32. */
  FLOAT16(2, DType.FLOAT32),
  /** The upper half of a binary32, read as float32. */
  BFLOAT16(2, DType.FLOAT32),
  /** 64-bit integers. */
  INT64(8, DType.INT64),
  /** 32-bit integers. */
  INT32(4, DType.INT32),
  /** 16-bit integers, read as int32. */
  INT16(2, DType.INT32),
  /** 8-bit integers, read as int32. */
  INT8(1, DType.INT32),
  /** 64-bit integers from 0, of which int64 holds only half. */
  UINT64(8, null),
  /** 32-bit integers from 0, read as int64. */
  UINT32(4, DType.INT64),
  /** 16-bit integers from 0, read as int32. */
  UINT16(2, DType.INT32),
  /** 8-bit integers from 0, read as int32. */
  UINT8(1, DType.INT32),
  /** 8-bit floating-point numbers with 4 bits of exponent. */
  FLOAT8_E4M3(1, null),
  /** 8-bit floating-point numbers with 5 bits of exponent. */
  FLOAT8_E5M2(1, null),
  /** Truth values; every byte but 0 is true. */
  BOOL(1, DType.BOOL);

  private final int bytes;
  private final DType dtype;

  ElementType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /** How many bytes an element takes in a file. */
  public int bytes() {
    return bytes;
  }

  /** The dtype of the tensor that is read; none where Kiln has none that holds all values. */
  public Optional<DType> dtype() {
    return Optional.ofNullable(dtype);
  }

  /** How tensors of a dtype are written. */
  static ElementType of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
      case INT32 -> INT32;
      case INT64 -> INT64;
      case BOOL -> BOOL;
    };
  }

  /**
   * Takes {@code count} elements of a buffer, in its byte order, into an array of {@link #dtype}.
   */
  void decode(ByteBuffer from, NdArray into, int at, int count) {
    switch (this) {
      case FLOAT64 -> from.asDoubleBuffer().get(into.doubles(), at, count);
      case FLOAT32 -> from.asFloatBuffer().get(into.floats(), at, count);
      case INT64 -> from.asLongBuffer().get(into.longs(), at, count);
      case INT32 -> from.asIntBuffer().get(into.ints(), at, count);
      default -> {
        for (int i = at; i < at + count; i++) {
          decodeOne(from, into, i);
        }
      }
    }
  }

  private void decodeOne(ByteBuffer from, NdArray into, int at) {
    switch (this) {
      case FLOAT16 -> into.floats()[at] = half(from.getShort());
      case BFLOAT16 -> into.floats()[at] = Float.intBitsToFloat(from.getShort() << 16);
      case INT16 -> into.ints()[at] = from.getShort();
      case INT8 -> into.ints()[at] = from.get();
      case UINT32 -> into.longs()[at] = Integer.toUnsignedLong(from.getInt());
      case UINT16 -> into.ints()[at] = Short.toUnsignedInt(from.getShort());
      case UINT8 -> into.ints()[at] = Byte.toUnsignedInt(from.get());
      case BOOL -> into.booleans()[at] = from.get() != 0;
      case FLOAT64, FLOAT32, INT64, INT32 -> throw new AssertionError("taken all at once");
      case UINT64, FLOAT8_E4M3, FLOAT8_E5M2 -> throw new AssertionError(this + " is not read");
    }
  }

  /** A binary16 as a float, which holds each of them: 1 bit sign, 5 exponent, 10 fraction. */
  private static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) { // zero, or a multiple of 2^-24 that is below the normal numbers
      float size = fraction * 0x1p-24f;
      return sign == 0 ? size : -size;
    }
    int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  /** Puts {@code count} elements of an array whose dtype is written as this type into a buffer. */
  void encode(NdArray from, int at, int count, ByteBuffer into) {
    for (int i = at; i < at + count; i++) {
      switch (from.dtype()) {
        case FLOAT32 -> into.putInt(Float.floatToRawIntBits(from.floats()[i]));
        case FLOAT64 -> into.putLong(Double.doubleToRawLongBits(from.doubles()[i]));
        case INT32 -> into.putInt(from.ints()[i]);
        case INT64 -> into.putLong(from.longs()[i]);
        case BOOL -> into.put((byte) (from.booleans()[i] ? 1 : 0));
      }
    }
  }
}
