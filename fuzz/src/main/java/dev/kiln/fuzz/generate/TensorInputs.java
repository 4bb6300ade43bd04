package dev.kiln.fuzz.generate;

import dev.kiln.annotation.DType;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Random tensors of given types as constants. A name is the same size in all of them. */
final class TensorInputs {
  private final Randomness random;
  private final Literals literals;
  private final Map<String, Long> sizes = new HashMap<>();

  TensorInputs(Randomness random, Literals literals) {
    this.random = random;
    this.literals = literals;
  }

  /** The type with numbers for its names. */
  TensorType sized(TensorType type) {
    List<Dim> dims = new ArrayList<>();
    for (Dim dim : type.dims()) {
      for (String name : dim.names()) {
        sizes.computeIfAbsent(name, key -> random.chance(0.04) ? 0L : 1L + random.below(3));
      }
      dims.add(Dim.of(dim.evaluate(sizes)));
    }
    return type.withDims(dims);
  }

  Expression value(TensorType type) {
    return new Expression.Literal(type, text(sized(type)));
  }

  /** {@code Tensor.of(new float[] {1f, 2f}, 2)}. */
  String text(TensorType type) {
    ScalarType element = ScalarType.of(type.dtype());
    long count = 1;
    StringBuilder dims = new StringBuilder();
    for (Dim dim : type.dims()) {
      count *= dim.constant().getAsLong();
      dims.append(", ").append(dim);
    }
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(element(element));
    }
    return type.rank() == 0
        ? "Tensor.scalar(" + elements.get(0) + ")"
        : "Tensor.of(new "
            + FieldGenerator.javaName(element)
            + "[] {"
            + String.join(", ", elements)
            + "}"
            + dims
            + ")";
  }

  /** Whole numbers are mostly indices. */
  private String element(ScalarType type) {
    boolean isIndex = type.dtype() == DType.INT32 || type.dtype() == DType.INT64;
    return isIndex && random.chance(0.6)
        ? random.below(2) + (type.dtype() == DType.INT64 ? "L" : "")
        : literals.input(type).text();
  }
}
