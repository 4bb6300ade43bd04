package dev.kiln.type;

import dev.kiln.annotation.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A tensor of known dtype and rank; each dimension is a constant or an expression of names. */
public record TensorType(DType dtype, List<Dim> dims) implements ValueType {
  public TensorType {
    Objects.requireNonNull(dtype, "dtype");
    for (Dim dim : dims) {
      Objects.requireNonNull(dim, "a dimension");
    }
    dims = List.copyOf(dims);
  }

  /** The tensor type of {@code dtype} with the given dimensions. */
  public static TensorType of(DType dtype, Dim... dims) {
    return new TensorType(dtype, Arrays.asList(Objects.requireNonNull(dims, "dims")));
  }

  public int rank() {
    return dims.size();
  }

  /** The same dimensions with another element type. */
  public TensorType withDType(DType other) {
    return new TensorType(other, dims);
  }

  /** The same element type with other dimensions. */
  public TensorType withDims(List<Dim> other) {
    return new TensorType(dtype, other);
  }

  /** The dimensions alone, such as {@code [batch, 64]}. */
  public String dimsText() {
    return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public TensorType withSizes(Map<String, Dim> sizes) {
    return sizes.isEmpty() ? this : withDims(dims.stream().map(dim -> dim.with(sizes)).toList());
  }

  @Override
  public String toString() {
    return dtype.text() + dimsText();
  }
}
