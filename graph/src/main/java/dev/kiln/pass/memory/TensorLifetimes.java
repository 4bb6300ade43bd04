package dev.kiln.pass.memory;

import dev.kiln.array.RecycledArrays;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.nest.ElementCode;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whose elements nothing outside of a block has, and which operation of it reads them last. */
final class TensorLifetimes {
  /** What is known of other blocks. */
  interface Surroundings {
    /** Whether a function makes new tensors and keeps none. */
    boolean isNest(String function);

    /** Whether a stack is alone in having the elements of the tensors on it. */
    boolean ownsElements(Value stack);

    /**
     * The parameters of the body of a loop that have elements of their own in each iteration.
     *
     * @param around the block of the loop, up to it
     */
    Set<Value> carried(Operation.Loop loop, TensorLifetimes around);
  }

  private final Block block;
  private final Surroundings surroundings;

  /** Of each value with elements that only the block has, the value as which it got them. */
  private final Map<Value, Value> owners = new HashMap<>();

  /** The place of the last operation that reads them, in the order in which they were made. */
  private final Map<Value, Integer> lastReads = new LinkedHashMap<>();

  private final Set<Value> escaping = new HashSet<>();

  /** How often they are put on a stack. */
  private final Map<Value, Integer> pushed = new HashMap<>();

  /** How often they are operands of the terminator. */
  private final Map<Value, Integer> yielded = new HashMap<>();

  /**
   * @param given the parameters of the block with elements that nothing else has
   */
  TensorLifetimes(Block block, Set<Value> given, Surroundings surroundings) {
    this.block = block;
    this.surroundings = surroundings;
    given.forEach(each -> owners.put(each, each));
    for (int i = 0; i < block.operations().size(); i++) {
      add(block.operations().get(i), i);
    }
    for (Value operand : block.terminator().operands()) {
      if (owners.containsKey(operand)) {
        yielded.merge(owners.get(operand), 1, Integer::sum);
      }
    }
  }

  /** What is not needed any more after each operation, by its place. */
  Map<Integer, List<Value>> deaths() {
    Map<Integer, List<Value>> deaths = new HashMap<>();
    lastReads.forEach(
        (value, last) -> {
          boolean isGiven = pushed.containsKey(value) || yielded.containsKey(value);
          if (!isGiven && !escaping.contains(value)) {
            deaths.computeIfAbsent(last, key -> new ArrayList<>()).add(value);
          }
        });
    return deaths;
  }

  /** Whether an operation of the block makes the elements, and the terminator alone keeps them. */
  boolean isOnlyYielded(Value value) {
    return isMadeHere(value) && !pushed.containsKey(value) && yielded.getOrDefault(value, 0) == 1;
  }

  /** Whether an operation of the block makes the elements, and a stack alone keeps them. */
  boolean isOnlyPushed(Value value) {
    return isMadeHere(value) && !yielded.containsKey(value) && pushed.getOrDefault(value, 0) == 1;
  }

  private boolean isMadeHere(Value value) {
    return value.equals(owners.get(value))
        && !escaping.contains(value)
        && !block.parameters().contains(value);
  }

  /** Whether the value at this point has elements that nothing else has. */
  boolean owns(Value value) {
    return value.equals(owners.get(value)) && !escaping.contains(value);
  }

  private void add(Operation operation, int place) {
    if (operation instanceof Operation.Apply apply) {
      add(apply, place);
    } else if (operation instanceof Operation.Loop loop) {
      add(loop);
    } else {
      boolean isNest =
          operation instanceof Operation.Call call && surroundings.isNest(call.function());
      operation.operands().forEach(each -> read(each, isNest, place));
      operation.blocks().forEach(inner -> inner.uses().forEach(this::escape));
      if (isNest) {
        operation.results().forEach(each -> make(each, place));
      }
    }
  }

  private void add(Operation.Apply apply, int place) {
    List<Value> operands = apply.operands();
    if (apply.definition() == StackOps.STACK_PUSH && owners.containsKey(operands.get(1))) {
      pushed.merge(owners.get(operands.get(1)), 1, Integer::sum);
      return;
    }
    if (apply.definition() == StackOps.STACK_POP) {
      if (surroundings.ownsElements(operands.get(0))) {
        make(apply.result(), place);
      }
      return;
    }
    boolean mayShare = apply.is(Trait.MAY_SHARE_ELEMENTS);
    boolean makesNew = makesNew(apply);
    boolean keepsNothing = makesNew || mayShare || makesNumber(apply);
    operands.forEach(each -> read(each, keepsNothing, place));
    if (makesNew) {
      make(apply.result(), place);
    } else if (mayShare && owners.containsKey(operands.get(0)) && mayBeLong(apply.result())) {
      // what shares elements has as many
      owners.put(apply.result(), owners.get(operands.get(0)));
    }
  }

  /** What a loop carries may belong to it alone; then its last value belongs to the block. */
  private void add(Operation.Loop loop) {
    Set<Value> carried = surroundings.carried(loop, this);
    loop.operands().forEach(this::escape);
    for (int i = 0; i < loop.results().size(); i++) {
      if (carried.contains(loop.body().parameters().get(i))) {
        owners.put(loop.results().get(i), loop.results().get(i));
      }
    }
    loop.blocks().forEach(inner -> inner.uses().forEach(this::escape));
  }

  private void read(Value operand, boolean keepsNothing, int place) {
    Value owner = owners.get(operand);
    if (owner != null && keepsNothing) {
      lastReads.put(owner, place);
    } else {
      escape(operand);
    }
  }

  private void make(Value value, int place) {
    if (mayBeLong(value)) {
      owners.put(value, value);
      lastReads.put(value, place);
    }
  }

  private void escape(Value value) {
    if (owners.containsKey(value)) {
      escaping.add(owners.get(value));
    }
  }

  /** Whether the result has elements of its own. */
  static boolean makesNew(Operation.Apply apply) {
    return apply.is(Trait.NEW_ELEMENTS)
        || apply.is(Trait.MAY_SHARE_ELEMENTS) && !mayBeLong(apply.operands().get(0))
        || !apply.is(Trait.KEEPS_NUMBER) && ElementCode.of(apply).isPresent();
  }

  /** Whether it makes a number of what it reads, such as a size. */
  private static boolean makesNumber(Operation.Apply apply) {
    return apply.definition().effect() != Effect.WRITE
        && apply.results().size() == 1
        && apply.result().type() instanceof ScalarType;
  }

  /** Whether it may have so many floating-point elements that they are kept. */
  static boolean mayBeLong(Value value) {
    if (!(value.type() instanceof TensorType tensor) || !tensor.dtype().isFloating()) {
      return false;
    }
    long known = 1;
    for (Dim dim : tensor.dims()) {
      if (dim.constant().isEmpty()) {
        return true;
      }
      known *= dim.constant().getAsLong();
    }
    return known >= RecycledArrays.SHORTEST;
  }
}
