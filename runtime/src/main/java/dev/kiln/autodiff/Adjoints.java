package dev.kiln.autodiff;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.Attributes;
import dev.kiln.op.ElementwiseOps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The adjoints of numbers at the current point of a backward pass; what is absent is zero. */
final class Adjoints {
  private final Map<Value, Value> values = new LinkedHashMap<>();

  boolean has(Value primal) {
    return values.containsKey(primal);
  }

  Value get(Value primal, BlockBuilder block) {
    Value adjoint = values.get(primal);
    return adjoint != null ? adjoint : AdjointZeros.of(primal.type(), block);
  }

  void put(Value primal, Value adjoint) {
    values.put(primal, adjoint);
  }

  /** Removes and returns an adjoint; null where there is none. */
  Value remove(Value primal) {
    return values.remove(primal);
  }

  Map<Value, Value> snapshot() {
    return new LinkedHashMap<>(values);
  }

  void restore(Map<Value, Value> snapshot) {
    values.clear();
    values.putAll(snapshot);
  }

  void accumulate(Value primal, Value cotangent, BlockBuilder block) {
    Value before = values.get(primal);
    values.put(
        primal,
        before == null
            ? cotangent
            : block.apply(
                AdjointNames.of(primal),
                ElementwiseOps.ADD,
                Attributes.NONE,
                List.of(before, cotangent)));
  }
}
