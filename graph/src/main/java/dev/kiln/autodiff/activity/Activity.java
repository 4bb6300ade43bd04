package dev.kiln.autodiff.activity;

import dev.kiln.graph.Block;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Derivative;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.type.ArrayType;
import dev.kiln.type.StackType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which values of a function get an adjoint: those that depend on an input that is differentiated
 * ("varied") and that the result depends on ("useful"). A class of array references is varied or
 * useful as a whole.
 *
 * <p>Both properties spread along edges from operand to result until nothing changes, through block
 * parameters and loops alike. Of a called function it is assumed that each result and each array
 * may depend on each argument.
 */
public final class Activity {
  private record Edge(Value from, Value to) {}

  private final AliasClasses classes;
  private final CustomRules rules;
  private final List<Edge> edges = new ArrayList<>();
  private final Set<Value> varied = new HashSet<>();
  private final Set<Value> useful = new HashSet<>();

  /**
   * @param sources inputs that are differentiated
   * @param results values, and arrays whose final contents, have a cotangent
   */
  public Activity(
      Function function,
      AliasClasses classes,
      CustomRules rules,
      Collection<Value> sources,
      Collection<Value> results) {
    this.classes = classes;
    this.rules = rules;
    collect(function.body(), List.of());
    sources.forEach(value -> varied.add(key(value)));
    results.forEach(value -> useful.add(key(value)));
    spread();
  }

  /** Whether the value, a number or a reference, has a partner in the backward pass. */
  public boolean isActive(Value value) {
    Value key = key(value);
    return isFloating(value) && varied.contains(key) && useful.contains(key);
  }

  /** Whether an input that is differentiated reaches the value. */
  boolean isVaried(Value value) {
    return varied.contains(key(value));
  }

  /** Whether the value is a number that has an adjoint. */
  public boolean isActiveNumber(Value value) {
    return value.type().isFloating() && isActive(value);
  }

  /** Whether the value is a reference that has a shadow. */
  boolean isActiveReference(Value value) {
    return value.type() instanceof ArrayType && isActive(value);
  }

  public static boolean isFloating(Value value) {
    return value.type().isFloating()
        || value.type() instanceof ArrayType array && array.element().isFloating()
        || isStackOfNumbers(value);
  }

  /** Whether the value is a stack that holds floating-point numbers. */
  public static boolean isStackOfNumbers(Value value) {
    return value.type() instanceof StackType stack && stack.element().isFloating();
  }

  private Value key(Value value) {
    return AliasClasses.isReference(value) ? classes.root(value) : value;
  }

  /** Follows the edges from what is varied, and back from what is useful. */
  private void spread() {
    Map<Value, List<Value>> from = new HashMap<>();
    Map<Value, List<Value>> to = new HashMap<>();
    for (Edge edge : edges) {
      from.computeIfAbsent(edge.from, key -> new ArrayList<>()).add(edge.to);
      to.computeIfAbsent(edge.to, key -> new ArrayList<>()).add(edge.from);
    }
    reach(varied, from);
    reach(useful, to);
  }

  private static void reach(Set<Value> reached, Map<Value, List<Value>> next) {
    Deque<Value> waiting = new ArrayDeque<>(reached);
    while (!waiting.isEmpty()) {
      for (Value value : next.getOrDefault(waiting.pop(), List.of())) {
        if (reached.add(value)) {
          waiting.push(value);
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
      } else if (operation instanceof Operation.Call call) {
        collectCall(call);
      }
    }
    if (block.terminator() instanceof Terminator.Yield end && !yieldsTo.isEmpty()) {
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
      operands.subList(1, operands.size()).forEach(operand -> flow(operand, operands.get(0)));
      if (apply.is(Trait.FILLS_SECOND)) {
        flow(operands.get(0), operands.get(1));
      }
      return;
    }
    operands.forEach(operand -> flow(operand, apply.result()));
  }

  private void collectCall(Operation.Call call) {
    Optional<DerivativeRule> rule = rules.of(call);
    if (rule.isPresent()) {
      for (int i = 0; i < call.operands().size(); i++) {
        if (rule.get().roles().get(i) != DerivativeRule.Role.CONSTANT) {
          Value operand = call.operands().get(i);
          call.results().forEach(result -> flow(operand, result));
        }
      }
      return;
    }
    List<Value> changed = new ArrayList<>(call.results());
    call.operands().stream().filter(AliasClasses::isReference).forEach(changed::add);
    for (Value operand : call.operands()) {
      changed.forEach(result -> flow(operand, result));
    }
  }

  private void flow(List<Value> from, List<Value> to) {
    for (int i = 0; i < to.size(); i++) {
      flow(from.get(i), to.get(i));
    }
  }

  private void flow(Value from, Value to) {
    if (isFloating(from) && isFloating(to) && !key(from).equals(key(to))) {
      edges.add(new Edge(key(from), key(to)));
    }
  }
}
