package dev.kiln.processor.emit.variable;

import dev.kiln.graph.Value;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether some of the expressions that are not written yet can be embedded in a statement, while
 * the others are written in front of it.
 *
 * @param pending the expressions, in the order of their operations
 */
public record EvaluationOrder(Map<Value, Expression> pending, Variables variables) {

  /** Whether the effects of the operands, if any, come last, in the order of the operands. */
  public boolean endsWithEffectsOf(List<Value> operands) {
    List<Value> own = new ArrayList<>();
    for (Value operand : operands) {
      Expression waiting = pending.get(operand);
      if (waiting != null && waiting.effectful()) {
        own.add(operand);
      }
    }
    List<Value> all =
        pending.entrySet().stream()
            .filter(entry -> entry.getValue().effectful())
            .map(Map.Entry::getKey)
            .toList();
    return own.equals(all.subList(all.size() - Math.min(own.size(), all.size()), all.size()));
  }

  /**
   * Whether another expression goes to a variable that an operand reads. Once the operand is taken
   * out of the list, writing the others would change what it reads.
   */
  public boolean overwritesReadsOf(List<Value> operands) {
    Set<Object> reads = new HashSet<>();
    for (Value operand : operands) {
      Expression waiting = pending.get(operand);
      if (waiting != null) {
        reads.addAll(waiting.variables());
      }
    }
    return !reads.isEmpty()
        && pending.keySet().stream()
            .anyMatch(
                value -> !operands.contains(value) && reads.contains(variables.variable(value)));
  }

  /** Where the first of the values comes from that are still to be written. */
  public SourcePosition place(List<Value> values) {
    return values.stream()
        .filter(pending::containsKey)
        .map(value -> variables.definition(value).position())
        .filter(SourcePosition::isKnown)
        .findFirst()
        .orElse(SourcePosition.UNKNOWN);
  }
}
