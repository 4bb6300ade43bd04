package dev.kiln.io;

import dev.kiln.annotation.DType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The numbers that the format of weight files fixes; see {@link WeightFile}. */
final class WeightFormat {
  static final byte[] MAGIC = "KILNWGT\n".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;
  static final int LONGEST_NAME = 0xffff;
  static final int HIGHEST_RANK = 0xff;

  private WeightFormat() {}

  static int code(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> 1;
      case FLOAT64 -> 2;
      case INT32 -> 3;
      case INT64 -> 4;
      case BOOL -> 5;
    };
  }

  static Optional<DType> dtype(int code) {
    for (DType dtype : DType.values()) {
      if (code(dtype) == code) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }

  /** How many bytes an element takes. */
  static int bytes(DType dtype) {
    return switch (dtype) {
      case FLOAT32, INT32 -> 4;
      case FLOAT64, INT64 -> 8;
      case BOOL -> 1;
    };
  }
}
