package dev.kiln.autodiff.plan;

import dev.kiln.graph.ElementBytes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;

/**
 * How much is kept of a value.
 *
 * @param text in words, or empty
 * @param bytes in numbers, where it is always the same; else 0
 */
public record KeptSize(String text, long bytes) {
  /** Nothing. */
  public static final KeptSize NONE = new KeptSize("", 0);

  /**
   * Of one value.
   *
   * @param mirrored whether it is a reference whose partner is kept as well
   */
  public static KeptSize of(ValueType type, boolean mirrored) {
    if (type instanceof ArrayType) {
      return new KeptSize(mirrored ? "references to the array and its shadow" : "a reference", 0);
    }
    if (type instanceof TensorType tensor) {
      return of(tensor);
    }
    return type instanceof ScalarType scalar ? of(ElementBytes.of(scalar.dtype())) : NONE;
  }

  /** Of all elements of an array. */
  public static KeptSize ofAll(ArrayType type, String array) {
    return new KeptSize(
        type.rank() > 1
            ? "a reference for each row of " + array
            : of(type.component(), false).text() + " for each element of " + array,
        0);
  }

  private static KeptSize of(TensorType tensor) {
    Dim elements = Dim.of(1);
    for (Dim dim : tensor.dims()) {
      elements = elements.times(dim);
    }
    int each = ElementBytes.of(tensor.dtype());
    return elements.constant().isPresent()
        ? of(each * elements.constant().getAsLong())
        : new KeptSize(of(each).text() + " for each element of " + tensor.dimsText(), 0);
  }

  private static KeptSize of(long bytes) {
    return new KeptSize(bytes == 1 ? "1 byte" : bytes + " bytes", bytes);
  }
}
