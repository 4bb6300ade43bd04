package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes each expression on scalars, or on tensors, once where it is computed again with the same
 * operands. An element of an array is loaded once until something may have been stored in an array
 * of its type. Exact: a repeated operation gives the same bits.
 *
 * <p>The step of a counter stays an operation of its own where the body computes {@code i + 1} too:
 * so the counter is what a {@code for} steps.
 */
public final class CommonSubexpressions extends GraphCopier {
  private record Expression(OpDefinition definition, Attributes attributes, List<Value> operands) {}

  /** What is available at the current point; inherited by nested blocks. */
  private Map<Expression, Value> available = new HashMap<>();

  private final Set<Operation> steps = new HashSet<>();

  private final boolean ofTensors;

  private CommonSubexpressions(boolean ofTensors) {
    this.ofTensors = ofTensors;
  }

  /** Computes expressions on scalars once, and loads elements once. */
  public static Graph run(Graph graph) {
    return run(graph, false);
  }

  /**
   * Computes expressions on tensors once. Only after differentiation: a tape adds the cotangents of
   * each expression where it was applied, and the sums of a derivative must have the same order.
   */
  public static Graph ofTensors(Graph graph) {
    return run(graph, true);
  }

  private static Graph run(Graph graph, boolean ofTensors) {
    return graph
        .withEntry(new CommonSubexpressions(ofTensors).copy(graph.entry()))
        .withFunctions(
            graph.functions().stream()
                .map(f -> new CommonSubexpressions(ofTensors).copy(f))
                .toList());
  }

  @Override
  public Terminator copyInto(Block block, BlockBuilder target) {
    Map<Expression, Value> outer = available;
    available = new HashMap<>(outer);
    Terminator end = super.copyInto(block, target);
    available = outer;
    return end;
  }

  @Override
  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    if (loop.body().terminator() instanceof Terminator.Yield end) {
      for (Operation each : loop.body().operations()) {
        boolean isStep =
            each instanceof Operation.Apply apply
                && (apply.is(Trait.SUM) || apply.is(Trait.DIFFERENCE))
                && apply.result().type().equals(ScalarType.INT32)
                && isCounter(loop.body().parameters().indexOf(apply.operands().get(0)), apply, end);
        if (isStep) {
          steps.add(each);
        }
      }
    }
    super.copyLoop(loop, target);
  }

  private static boolean isCounter(int index, Operation.Apply step, Terminator.Yield end) {
    return index >= 0 && end.operands().get(index).equals(step.result());
  }

  @Override
  protected void copyOperation(Operation operation, BlockBuilder target) {
    Set<ValueType> written = new HashSet<>();
    collectWritten(operation, written);
    if (!operation.blocks().isEmpty()) {
      forget(written);
    }
    super.copyOperation(operation, target);
    forget(written);
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    if (apply.results().isEmpty() || !isRepeatable(apply)) {
      super.copyApply(apply, target);
      return;
    }
    Expression expression =
        new Expression(apply.definition(), apply.attributes(), lookup(apply.operands()));
    Value known = available.get(expression);
    if (known != null && !steps.contains(apply)) {
      define(apply.result(), List.of(known));
      return;
    }
    super.copyApply(apply, target);
    available.put(expression, single(apply.result()));
  }

  private boolean isRepeatable(Operation.Apply apply) {
    Effect effect = apply.definition().effect();
    if (ofTensors) {
      // where it throws, it throws when it is computed first
      return apply.result().type() instanceof TensorType
          && (effect == Effect.PURE || effect == Effect.MAY_THROW);
    }
    return apply.is(Trait.LOAD)
        || apply.is(Trait.LENGTH)
        || effect == Effect.PURE && apply.result().type() instanceof ScalarType;
  }

  private void forget(Set<ValueType> written) {
    if (!written.isEmpty()) {
      available
          .keySet()
          .removeIf(
              expression ->
                  expression.definition().is(Trait.LOAD)
                      && written.contains(expression.operands().get(0).type()));
    }
  }

  /** The types of arrays that the operation, with all that is nested in it, may store into. */
  private static void collectWritten(Operation operation, Set<ValueType> written) {
    boolean writes =
        operation instanceof Operation.Call
            || operation instanceof Operation.Apply apply
                && apply.definition().effect() == Effect.WRITE;
    if (writes) {
      for (Value operand : operation.operands()) {
        for (ValueType type = operand.type(); type instanceof ArrayType array; ) {
          written.add(array);
          type = operation instanceof Operation.Call ? array.component() : null;
        }
      }
    }
    for (Block block : operation.blocks()) {
      block.operations().forEach(nested -> collectWritten(nested, written));
    }
  }
}
