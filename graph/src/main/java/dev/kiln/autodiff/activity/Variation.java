package dev.kiln.autodiff.activity;

import dev.kiln.graph.Block;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Derivative;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.Jumps;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.StackType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which values of a function get tangents in forward mode: those that may depend on a
 * differentiated parameter, and on which something that the caller sees may depend. References that
 * may lead to the same array or stack get shadows together or not at all.
 *
 * <p>All ways out of a construct are followed, so that exits need not be lowered before. Of a call
 * with a varied argument it is assumed that all its floating-point results, and all arrays and
 * stacks that it can reach, are varied, and that the caller sees them.
 */
public final class Variation {
  private record Edge(Value from, Value to) {}

  private final Jumps jumps;
  private final CustomRules rules;
  private final List<Edge> edges = new ArrayList<>();
  private final Map<Value, Value> parents = new HashMap<>();
  private final Set<Value> varied = new HashSet<>();
  private final List<Value> written = new ArrayList<>();
  private final List<Value> read = new ArrayList<>();
  private final List<Operation.Apply> interruptions = new ArrayList<>();

  /** What calls take and return. */
  private final List<Value> called = new ArrayList<>();

  private final List<Value> visible = new ArrayList<>();

  /** What the caller may see, or what depends on it. */
  private final Set<Value> useful = new HashSet<>();

  /**
   * @param sources parameters that are differentiated
   * @throws NotDifferentiableException if a result depends on a number without derivative
   */
  public Variation(Function function, CustomRules rules, Collection<Value> sources) {
    this.rules = rules;
    jumps = new Jumps(function);
    collect(function.body());
    sources.forEach(value -> varied.add(root(value)));
    spread(varied);
    function.parameters().stream().filter(Variation::isReference).forEach(visible::add);
    interruptions.forEach(this::requireUnseen);
    visible.forEach(value -> useful.add(root(value)));
    sources.forEach(value -> useful.add(root(value)));
    spreadBack();
  }

  private void spreadBack() {
    called.forEach(value -> useful.add(root(value)));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Edge edge : edges) {
        changed |= useful.contains(root(edge.to)) && useful.add(root(edge.from));
      }
    }
  }

  private void spread(Set<Value> values) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Edge edge : edges) {
        changed |= values.contains(root(edge.from)) && values.add(root(edge.to));
      }
    }
  }

  /** A number without derivative may be used for decisions, but results must not depend on it. */
  private void requireUnseen(Operation.Apply apply) {
    if (apply.operands().stream().noneMatch(value -> varied.contains(root(value)))) {
      return;
    }
    Set<Value> reached = new HashSet<>();
    reached.add(root(apply.result()));
    spread(reached);
    if (visible.stream().anyMatch(value -> reached.contains(root(value)))) {
      String reason = ((Derivative.None) apply.definition().derivative()).reason();
      throw new NotDifferentiableException(
          apply.definition().name() + " has no derivative: " + reason, apply.position());
    }
  }

  /** Whether the value has tangents: numbers, or shadows. */
  public boolean isVaried(Value value) {
    Value root = root(value);
    return isFloating(value.type()) && varied.contains(root) && useful.contains(root);
  }

  /** Whether an array that the reference may lead to is written. */
  public boolean isWritten(Value reference) {
    return leadsTo(written, reference);
  }

  /** Whether elements of an array that the reference may lead to are looked at. */
  public boolean isRead(Value reference) {
    return leadsTo(read, reference);
  }

  private boolean leadsTo(List<Value> references, Value reference) {
    Value root = root(reference);
    return references.stream().anyMatch(value -> root(value).equals(root));
  }

  /** Where the values that blocks pass on go to. */
  public Jumps jumps() {
    return jumps;
  }

  /** Whether the type is a floating-point number, or can lead to some. */
  public static boolean isFloating(ValueType type) {
    if (type instanceof ArrayType array) {
      return array.element().isFloating();
    }
    if (type instanceof StackType stack) {
      return isFloating(stack.element());
    }
    return type.isFloating();
  }

  /** Whether the value has an identity. */
  public static boolean isReference(Value value) {
    return value.type() instanceof ArrayType || value.type() instanceof StackType;
  }

  private Value root(Value value) {
    Value root = value;
    while (parents.containsKey(root)) {
      root = parents.get(root);
    }
    return root;
  }

  private void collect(Block block) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        collectApply(apply);
      } else if (operation instanceof Operation.Call call) {
        collectCall(call);
      } else if (operation instanceof Operation.Loop loop) {
        List<Value> checked = loop.condition().parameters();
        flow(loop.operands(), checked);
        // a loop carries tangents of a value everywhere or nowhere
        for (List<Value> same : List.of(loop.body().parameters(), loop.results())) {
          flow(checked, same);
          flow(same, checked);
        }
      }
      operation.blocks().forEach(this::collect);
    }
    Terminator end = block.terminator();
    if (end instanceof Terminator.Return) {
      visible.addAll(end.operands());
    }
    if (end instanceof Terminator.Condition condition) {
      jumps.targets(block).forEach(target -> flow(condition.carried(), target));
    } else {
      jumps.targets(block).forEach(target -> flow(end.operands(), target));
    }
  }

  private void collectApply(Operation.Apply apply) {
    OpDefinition definition = apply.definition();
    apply.operands().forEach(operand -> requireKnown(operand, apply));
    if (definition.derivative() instanceof Derivative.Zero) {
      return;
    }
    if (definition.effect() == Effect.WRITE) {
      apply.operands().stream().filter(Variation::isReference).forEach(written::add);
    }
    if (!definition.is(Trait.STORE) && !definition.is(Trait.ZERO)) {
      apply.operands().stream().filter(Variation::isReference).forEach(read::add);
    }
    if (definition.derivative() instanceof Derivative.None none && !none.forwardOnShadows()) {
      apply.results().stream()
          .filter(value -> isFloating(value.type()))
          .forEach(value -> interruptions.add(apply));
      return;
    }
    List<Value> operands = apply.operands();
    if (!apply.results().isEmpty()) {
      boolean fresh = definition.is(Trait.ZERO);
      if (AliasClasses.isCopyOfNumbers(apply)) {
        edges.add(new Edge(operands.get(0), apply.result()));
      } else if (!fresh) {
        operands.forEach(value -> flow(value, apply.result()));
      }
      return;
    }
    operands.subList(1, operands.size()).forEach(value -> flow(value, operands.get(0)));
    if (definition.is(Trait.FILLS_SECOND)) {
      flow(operands.get(0), operands.get(1));
    }
  }

  private static void requireKnown(Value operand, Operation.Apply apply) {
    if (operand.type() instanceof ArrayType array && array.element() instanceof RecordType) {
      throw new NotDifferentiableException(
          "arrays of records have no derivative; use an array for each component",
          apply.position());
    }
  }

  /** A callee may store each argument in each array, and return any of them. */
  private void collectCall(Operation.Call call) {
    called.addAll(call.operands());
    called.addAll(call.results());
    Optional<DerivativeRule> rule = rules.of(call);
    if (rule.isPresent()) {
      collectCall(call, rule.get());
      return;
    }
    List<Value> reached = new ArrayList<>(call.operands());
    reached.removeIf(value -> !isReference(value));
    written.addAll(reached);
    read.addAll(reached);
    reached.addAll(call.results());
    for (Value target : reached) {
      call.operands().forEach(operand -> flow(operand, target));
      reached.forEach(other -> flow(other, target));
    }
  }

  private void collectCall(Operation.Call call, DerivativeRule rule) {
    call.operands().stream().filter(Variation::isReference).forEach(read::add);
    for (int i = 0; i < call.operands().size(); i++) {
      if (rule.roles().get(i) != DerivativeRule.Role.CONSTANT) {
        Value operand = call.operands().get(i);
        // the arrays that it returns are its own
        call.results().stream()
            .filter(result -> isFloating(operand.type()) && isFloating(result.type()))
            .forEach(result -> edges.add(new Edge(operand, result)));
      }
    }
  }

  private void flow(List<Value> from, List<Value> to) {
    for (int i = 0; i < to.size(); i++) {
      flow(from.get(i), to.get(i));
    }
  }

  /**
   * Rows belong to their array whatever the numbers in them, since who writes a row writes the
   * array. Numbers without tangents flow nowhere.
   */
  private void flow(Value from, Value to) {
    boolean isFloating = isFloating(from.type());
    if (isFloating != isFloating(to.type())) {
      return;
    }
    if (!isReference(from) || !isReference(to)) {
      if (isFloating) {
        edges.add(new Edge(from, to));
      }
    } else if (!root(from).equals(root(to))) {
      parents.put(root(to), root(from));
    }
  }
}
