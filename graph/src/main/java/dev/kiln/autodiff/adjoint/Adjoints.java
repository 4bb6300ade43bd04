package dev.kiln.autodiff.adjoint;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.GradientOps;
import dev.kiln.op.definition.Attributes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The adjoints of numbers at the current point of a backward pass; what is absent is zero. */
public final class Adjoints {
  private final Map<Value, Value> values = new LinkedHashMap<>();

  /** Adjoints that a reversed loop carries from iteration to iteration, and adds to. */
  private final Set<Value> running = new HashSet<>();

  public boolean has(Value primal) {
    return values.containsKey(primal);
  }

  public Value get(Value primal, BlockBuilder block) {
    Value adjoint = values.get(primal);
    return adjoint != null ? adjoint : AdjointZeros.of(primal.type(), block);
  }

  public void put(Value primal, Value adjoint) {
    values.put(primal, adjoint);
  }

  /** Removes and returns an adjoint; null where there is none. */
  public Value remove(Value primal) {
    return values.remove(primal);
  }

  public Map<Value, Value> snapshot() {
    return new LinkedHashMap<>(values);
  }

  public void restore(Map<Value, Value> snapshot) {
    values.clear();
    values.putAll(snapshot);
  }

  /** As {@link #restore}, at the begin of an iteration that adds to these. */
  public void startIteration(Map<Value, Value> carried) {
    restore(carried);
    running.addAll(carried.values());
  }

  public void accumulate(Value primal, Value cotangent, BlockBuilder block) {
    Value before = values.get(primal);
    values.put(
        primal,
        before == null
            ? cotangent
            : block.apply(
                AdjointNames.of(primal),
                running.contains(before) ? GradientOps.ACCUMULATE : ElementwiseOps.ADD,
                Attributes.NONE,
                List.of(before, cotangent)));
  }
}
