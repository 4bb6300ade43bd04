package dev.kiln.io;

import dev.kiln.annotation.DType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The numbers that the format of weight files fixes; see {@link WeightFile}. */
final class WeightFormat {
  static final byte[] MAGIC = "KILNWGT\n".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;
  static final int LONGEST_NAME = 0xffff;
  static final int HIGHEST_RANK = 0xff;

  /** The dtypes with the codes 1, 2, ... */
  private static final List<DType> CODES =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64, DType.BOOL);

  private WeightFormat() {}

  static int code(DType dtype) {
    return CODES.indexOf(dtype) + 1;
  }

  static Optional<DType> dtype(int code) {
    return code > 0 && code <= CODES.size() ? Optional.of(CODES.get(code - 1)) : Optional.empty();
  }

  /** How many bytes an element takes. */
  static int bytes(DType dtype) {
    return dtype == DType.BOOL ? 1 : dtype == DType.FLOAT32 || dtype == DType.INT32 ? 4 : 8;
  }
}
