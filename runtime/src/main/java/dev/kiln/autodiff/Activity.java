package dev.kiln.autodiff;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Derivative;
import dev.kiln.type.ArrayType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values of a function get an adjoint: those that depend on an input that is differentiated
 * ("varied") and that the result depends on ("useful"). Array references are put into classes of
 * references that may lead to the same array; a class is varied or useful as a whole.
 *
 * <p>Both properties spread along edges from operand to result until nothing changes, through block
 * parameters and loops alike.
 */
final class Activity {
  private record Edge(Value from, Value to) {}

  private final List<Edge> edges = new ArrayList<>();
  private final Map<Value, Value> classes = new HashMap<>();
  private final Set<Value> varied = new HashSet<>();
  private final Set<Value> useful = new HashSet<>();

  Activity(Function function, List<Value> wrt, List<Value> results) {
    collect(function.body(), List.of());
    wrt.forEach(value -> varied.add(root(value)));
    results.forEach(value -> useful.add(root(value)));
    spread();
  }

  /** Whether the value, a number or a reference, has a partner in the backward pass. */
  boolean isActive(Value value) {
    Value root = root(value);
    return isFloating(value) && varied.contains(root) && useful.contains(root);
  }

  private static boolean isFloating(Value value) {
    return value.type().isFloating()
        || value.type() instanceof ArrayType array && array.element().isFloating();
  }

  private void spread() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Edge edge : edges) {
        if (varied.contains(root(edge.from))) {
          changed |= varied.add(root(edge.to));
        }
        if (useful.contains(root(edge.to))) {
          changed |= useful.add(root(edge.from));
        }
      }
    }
  }

  private void collect(Block block, List<Value> yieldsTo) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        collectApply(apply);
      } else if (operation instanceof Operation.If branch) {
        collect(branch.thenBlock(), branch.results());
        collect(branch.elseBlock(), branch.results());
      } else if (operation instanceof Operation.Loop loop) {
        flow(loop.operands(), loop.condition().parameters());
        if (loop.condition().terminator() instanceof Terminator.Condition end) {
          flow(end.carried(), loop.body().parameters());
          flow(end.carried(), loop.results());
        }
        collect(loop.condition(), List.of());
        collect(loop.body(), loop.condition().parameters());
      } else {
        for (Value operand : operation.operands()) {
          operation.results().forEach(result -> flow(operand, result));
        }
      }
    }
    if (block.terminator() instanceof Terminator.Yield end) {
      flow(end.operands(), yieldsTo);
    }
  }

  private void collectApply(Operation.Apply apply) {
    if (apply.definition().derivative() instanceof Derivative.Zero) {
      return;
    }
    List<Value> operands = apply.operands();
    if (apply.results().isEmpty()) {
      // a store: the stored value flows into the array
      if (operands.size() == 3 && isFloating(operands.get(2))) {
        flow(operands.get(2), operands.get(0));
      }
      return;
    }
    for (Value operand : operands) {
      if (isFloating(operand) && isFloating(apply.result())) {
        flow(operand, apply.result());
      }
    }
  }

  private void flow(List<Value> from, List<Value> to) {
    for (int i = 0; i < to.size(); i++) {
      flow(from.get(i), to.get(i));
    }
  }

  private void flow(Value from, Value to) {
    boolean references = from.type() instanceof ArrayType && to.type() instanceof ArrayType;
    if (references) {
      Value root = root(from);
      if (!root.equals(root(to))) {
        classes.put(root(to), root);
      }
    } else if (isFloating(from) && isFloating(to)) {
      edges.add(new Edge(from, to));
    }
  }

  private Value root(Value value) {
    Value root = value;
    while (classes.containsKey(root)) {
      root = classes.get(root);
    }
    return root;
  }
}
