package dev.kiln.autodiff.plan;

import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.Obstacle;
import dev.kiln.pass.analysis.loop.Subjects;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers that the backward pass recovers by running their updates backward, so that nothing is
 * saved for them: {@code i++} is undone by {@code i - 1}, exactly, overflow included.
 *
 * <p>A number that a loop carries is recoverable if the body changes it only by updates that lose
 * nothing, directly or in nested loops that do the same: an integer by adding it to, or subtracting
 * it from, what does not change in the loop or is recoverable too, or the other way around; an
 * integer or truth value by an exclusive or with such; any number by turning its sign, a truth
 * value by negating it. Sums of floating-point numbers are rounded, so that these are not undone.
 */
public final class Recoveries {

  /**
   * A version of a recoverable number in the body of its loop.
   *
   * @param loop the loop that carries it
   * @param slot the index among the carried values
   * @param next the next version in the body; empty for the last one, which the body yields
   * @param update makes {@code next} of this version: an operation that can be undone, or a loop
   *     that carries it
   */
  public record Version(
      Operation.Loop loop, int slot, Optional<Value> next, Optional<Operation> update) {}

  private final FunctionStructure structure;
  private final Map<Operation.Loop, Map<Integer, Boolean>> recoverable = new IdentityHashMap<>();
  private final Map<Value, Version> versions = new HashMap<>();

  /** What changes numbers that are not recoverable, by the parameter of the body. */
  private final Map<Value, Obstacle> obstacles = new HashMap<>();

  public Recoveries(FunctionStructure structure) {
    this.structure = structure;
    for (Value value : structure.values()) {
      if (structure.owner(structure.home(value)) instanceof Operation.Loop loop
          && structure.home(value) == loop.body()) {
        int slot = loop.body().parameters().indexOf(value);
        if (slot >= 0) {
          isRecoverable(loop, slot);
        }
      }
    }
  }

  boolean isRecoverable(Operation.Loop loop, int slot) {
    Map<Integer, Boolean> slots = recoverable.computeIfAbsent(loop, key -> new HashMap<>());
    Boolean known = slots.get(slot);
    if (known == null) {
      slots.put(slot, false); // one that depends on itself is not
      known = follow(loop, slot);
      slots.put(slot, known);
    }
    return known;
  }

  /** Why a number that the body of a loop starts with is not recoverable; empty where it is. */
  public Optional<Obstacle> obstacle(Value carried) {
    return Optional.ofNullable(obstacles.get(carried));
  }

  /** The version that {@code value} is; empty where it is not recoverable. */
  public Optional<Version> version(Value value) {
    return Optional.ofNullable(versions.get(value));
  }

  /**
   * Whether the value can be recovered while the operation at {@code index} of its block is
   * reversed: no loop before that changes it still has to be reversed.
   */
  public boolean isRecoverableAt(Value value, int index) {
    Version version = versions.get(value);
    if (version == null) {
      return false;
    }
    while (version.update().isPresent()) {
      Value next = version.next().orElseThrow();
      if (version.update().get() instanceof Operation.Loop && structure.index(next) <= index) {
        return false;
      }
      version = versions.get(next);
    }
    return true;
  }

  private boolean follow(Operation.Loop loop, int slot) {
    Value first = loop.body().parameters().get(slot);
    if (!(first.type() instanceof ScalarType)
        || !CountedLoop.isPlain(loop, slot)
        || !(loop.body().terminator() instanceof Terminator.Yield end)) {
      return false;
    }
    List<Value> chain = new ArrayList<>();
    List<Operation> updates = new ArrayList<>();
    Value at = end.operands().get(slot);
    while (!at.equals(first)) {
      chain.add(0, at);
      Optional<Operation> made =
          structure.home(at) == loop.body() ? structure.definition(at) : Optional.empty();
      Optional<Value> before = made.flatMap(operation -> before(operation, at(chain), loop));
      if (before.isEmpty()) {
        obstacles.put(
            first,
            new Obstacle(
                "it has an update that cannot be undone exactly",
                Subjects.position(at, structure)));
        return false;
      }
      updates.add(0, made.get());
      at = before.get();
    }
    chain.add(0, first);
    for (int i = 0; i < chain.size(); i++) {
      boolean last = i == chain.size() - 1;
      versions.put(
          chain.get(i),
          new Version(
              loop,
              slot,
              last ? Optional.empty() : Optional.of(chain.get(i + 1)),
              last ? Optional.empty() : Optional.of(updates.get(i))));
    }
    return true;
  }

  private static Value at(List<Value> chain) {
    return chain.get(0);
  }

  /** The version before {@code value}, of which {@code made} makes it. */
  private Optional<Value> before(Operation made, Value value, Operation.Loop around) {
    if (made instanceof Operation.Loop inner) {
      int slot = inner.results().indexOf(value);
      return isRecoverable(inner, slot)
          ? Optional.of(inner.operands().get(slot))
          : Optional.empty();
    }
    if (!(made instanceof Operation.Apply apply)) {
      return Optional.empty();
    }
    OpDefinition update = apply.definition();
    if (update.is(Trait.OWN_INVERSE) && apply.operands().size() == 1) {
      return Optional.of(apply.operands().get(0));
    }
    boolean sums = update.is(Trait.SUM) || update.is(Trait.DIFFERENCE);
    if (!(sums && isInteger(value) || update.is(Trait.OWN_INVERSE))) {
      return Optional.empty();
    }
    Value left = apply.operands().get(0);
    Value right = apply.operands().get(1);
    if (isSteady(right, around)) {
      return Optional.of(left);
    }
    return isSteady(left, around) ? Optional.of(right) : Optional.empty();
  }

  /**
   * A constant, defined outside the loop, or computed in its body from such values and from other
   * integers that are recovered.
   */
  private boolean isSteady(Value value, Operation.Loop around) {
    if (structure.isConstant(value) || !structure.encloses(around.body(), structure.home(value))) {
      return true;
    }
    if (structure.home(value) != around.body() || !isInteger(value)) {
      return false;
    }
    int slot = around.body().parameters().indexOf(value);
    if (slot >= 0) {
      return isRecoverable(around, slot);
    }
    Operation.Apply made = structure.application(value).orElse(null);
    return made != null
        && (made.is(Trait.SUM) || made.is(Trait.DIFFERENCE) || made.is(Trait.PRODUCT))
        && made.operands().stream().allMatch(operand -> isSteady(operand, around));
  }

  private static boolean isInteger(Value value) {
    return value.type().equals(ScalarType.INT32) || value.type().equals(ScalarType.INT64);
  }
}
