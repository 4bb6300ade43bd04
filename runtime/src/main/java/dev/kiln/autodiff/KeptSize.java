package dev.kiln.autodiff;

import dev.kiln.annotation.DType;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;

/** How much is kept of a value, in words. */
final class KeptSize {
  private KeptSize() {}

  /**
   * Of one value.
   *
   * @param mirrored whether it is a reference whose partner is kept as well
   */
  static String of(ValueType type, boolean mirrored) {
    if (type instanceof ArrayType) {
      return mirrored ? "a reference and one to derivatives" : "a reference";
    }
    if (type instanceof TensorType tensor) {
      return of(tensor);
    }
    return type instanceof ScalarType scalar ? bytes(bytes(scalar.dtype())) : "";
  }

  /** Of all elements of an array. */
  static String ofAll(ArrayType type, String array) {
    String each = type.rank() > 1 ? "a reference for each row" : of(type.component(), false);
    return each + (type.rank() > 1 ? " of " : " for each element of ") + array;
  }

  private static String of(TensorType tensor) {
    Dim elements = Dim.of(1);
    for (Dim dim : tensor.dims()) {
      elements = elements.times(dim);
    }
    int each = bytes(tensor.dtype());
    return elements.constant().isPresent()
        ? bytes(each * elements.constant().getAsLong())
        : bytes(each) + " for each element of " + tensor.dimsText();
  }

  private static String bytes(long count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }

  private static int bytes(DType type) {
    return switch (type) {
      case FLOAT64, INT64 -> 8;
      case FLOAT32, INT32 -> 4;
      case BOOL -> 1;
    };
  }
}
