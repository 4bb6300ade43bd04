package dev.kiln.autodiff.forward;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ArrayType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the results of a function are linear in some of its parameters, as a vector-Jacobian
 * product is in the cotangents. Only then does a Jacobian-vector product follow from it.
 *
 * <p>Each value is zero, constant, linear or none of these; rules for operations that are linear,
 * or linear in one operand, spread this until nothing changes.
 */
final class Linearity {
  /** What a value is as a function of the parameters. */
  private enum Kind {
    ZERO,
    CONSTANT,
    LINEAR,
    OTHER
  }

  private final Map<Value, Kind> kinds = new HashMap<>();
  private boolean changed = true;

  /** Whether there are stores or decisions that depend on the parameters. */
  private boolean failed;

  private Linearity(Function function, Set<Value> parameters) {
    for (Value parameter : function.parameters()) {
      kinds.put(parameter, parameters.contains(parameter) ? Kind.LINEAR : Kind.CONSTANT);
    }
    while (changed) {
      changed = false;
      visit(function.body(), List.of());
    }
  }

  /**
   * Whether all floating-point results are linear in the parameters.
   *
   * @param function without exits other than its end
   */
  static boolean holds(Function function, Set<Value> parameters) {
    boolean arrays = parameters.stream().anyMatch(each -> each.type() instanceof ArrayType);
    if (arrays || !(function.body().terminator() instanceof Terminator.Return end)) {
      return false;
    }
    Linearity linearity = new Linearity(function, parameters);
    return !linearity.failed
        && end.operands().stream()
            .filter(Activity::isFloating)
            .map(linearity::kind)
            .allMatch(kind -> kind == Kind.ZERO || kind == Kind.LINEAR);
  }

  private Kind kind(Value value) {
    return kinds.getOrDefault(value, Kind.ZERO);
  }

  private void become(Value value, Kind kind) {
    Kind before = kind(value);
    Kind after = joined(before, kind);
    if (after != before) {
      kinds.put(value, after);
      changed = true;
    }
  }

  private static Kind joined(Kind first, Kind second) {
    if (first == second || second == Kind.ZERO) {
      return first;
    }
    return first == Kind.ZERO ? second : Kind.OTHER;
  }

  private void flow(List<Value> from, List<Value> to) {
    for (int i = 0; i < to.size(); i++) {
      become(to.get(i), kind(from.get(i)));
    }
  }

  private boolean isKnown(Value condition) {
    return kind(condition) == Kind.ZERO || kind(condition) == Kind.CONSTANT;
  }

  private void visit(Block block, List<Value> yieldsTo) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        visitApply(apply);
      } else if (operation instanceof Operation.If branch) {
        failed |= !isKnown(branch.condition());
        branch.blocks().forEach(each -> visit(each, branch.results()));
      } else if (operation instanceof Operation.Loop loop) {
        visitLoop(loop);
      } else {
        failed |= !operation.operands().stream().allMatch(this::isKnown);
        operation.results().forEach(result -> become(result, Kind.CONSTANT));
      }
    }
    if (block.terminator() instanceof Terminator.Yield end && !yieldsTo.isEmpty()) {
      flow(end.operands(), yieldsTo);
    }
  }

  private void visitLoop(Operation.Loop loop) {
    flow(loop.operands(), loop.condition().parameters());
    visit(loop.condition(), List.of());
    if (loop.condition().terminator() instanceof Terminator.Condition end) {
      failed |= !isKnown(end.condition());
      flow(end.carried(), loop.body().parameters());
      flow(end.carried(), loop.results());
    }
    visit(loop.body(), loop.condition().parameters());
  }

  private void visitApply(Operation.Apply apply) {
    List<Value> operands = apply.operands();
    boolean known = operands.stream().allMatch(this::isKnown);
    if (apply.results().isEmpty()) {
      failed |= !known;
      return;
    }
    become(apply.result(), known ? ofKnown(apply) : ofLinear(apply));
  }

  private static Kind ofKnown(Operation.Apply apply) {
    boolean zero =
        apply.is(Trait.ZERO)
            || apply
                .number()
                .filter(number -> number.dtype().isFloating() && number.bits() == 0)
                .isPresent();
    return zero ? Kind.ZERO : Kind.CONSTANT;
  }

  private Kind ofLinear(Operation.Apply apply) {
    OpDefinition definition = apply.definition();
    List<Value> operands = apply.operands();
    if (definition.is(Trait.BILINEAR)) {
      boolean one = isKnown(operands.get(0)) || isKnown(operands.get(1));
      return one && operands.stream().noneMatch(v -> kind(v) == Kind.OTHER)
          ? Kind.LINEAR
          : Kind.OTHER;
    }
    if (definition.is(Trait.LINEAR_IN_FIRST) || definition.is(Trait.LINEAR_IN_SECOND)) {
      int place = definition.is(Trait.LINEAR_IN_FIRST) ? 0 : 1;
      boolean linear = kind(operands.get(place)) == Kind.LINEAR && isKnown(operands.get(1 - place));
      return linear ? Kind.LINEAR : Kind.OTHER;
    }
    return definition.isLinear() && operands.stream().allMatch(this::fitsLinear)
        ? Kind.LINEAR
        : Kind.OTHER;
  }

  /** A number is linear itself; what is not a floating-point number chooses among such. */
  private boolean fitsLinear(Value operand) {
    return operand.type().isFloating()
        ? kind(operand) == Kind.LINEAR || kind(operand) == Kind.ZERO
        : isKnown(operand);
  }
}
