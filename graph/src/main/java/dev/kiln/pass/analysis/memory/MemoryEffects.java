package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import dev.kiln.type.ArrayType;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which memory an operation, with all that is nested in it, may write. */
public final class MemoryEffects {
  private final AliasClasses classes;
  private final CalleeWrites arguments;
  private final Map<Operation, Set<Memory>> written = new IdentityHashMap<>();

  /**
   * @param arguments what the functions that are called may write
   */
  public MemoryEffects(AliasClasses classes, CalleeWrites arguments) {
    this.classes = classes;
    this.arguments = arguments;
  }

  /** Whether the operation stores an element of an array, as opposed to a nested construct. */
  public static boolean isStore(Operation operation) {
    return operation instanceof Operation.Apply apply
        && apply.results().isEmpty()
        && apply.definition().effect() == Effect.WRITE
        && apply.operands().size() == 3
        && !apply.is(Trait.CHECK)
        && AliasClasses.isReference(apply.operands().get(0));
  }

  /**
   * The array that the operation changes as a whole, in all its rows; empty where it changes none.
   */
  public static Optional<Value> changedAsWhole(Operation operation) {
    if (!(operation instanceof Operation.Apply apply)) {
      return Optional.empty();
    }
    OpDefinition definition = apply.definition();
    if (definition.is(Trait.FILLS_SECOND)) {
      return Optional.of(apply.operands().get(1));
    }
    return definition.is(Trait.FILLS_FIRST)
        ? Optional.of(apply.operands().get(0))
        : Optional.empty();
  }

  /** The memory that a load or store through {@code reference} touches. */
  public Memory memory(Value reference) {
    return classes.memory(reference);
  }

  /** All memory that the function writes. */
  public Set<Memory> writesOf(Function function) {
    Set<Memory> all = new HashSet<>();
    function.body().operations().forEach(operation -> all.addAll(writes(operation)));
    return all;
  }

  /**
   * The same, but for elements of the very arrays that the function makes: none of these is an
   * argument, though a row stored in one puts it into the class of the argument that the row is of.
   */
  public Set<Memory> writesOfOthers(Function function) {
    Set<Memory> memory = new HashSet<>();
    collectOthers(function.body(), new HashSet<>(), memory);
    return memory;
  }

  private void collectOthers(Block block, Set<Value> made, Set<Memory> memory) {
    for (Operation operation : block.operations()) {
      if (AliasClasses.makesArray(operation)) {
        made.addAll(operation.results());
      } else if (!operation.blocks().isEmpty()) {
        operation.blocks().forEach(nested -> collectOthers(nested, made, memory));
      } else if (!isStore(operation) || !made.contains(operation.operands().get(0))) {
        memory.addAll(writes(operation));
      }
    }
  }

  public Set<Memory> writes(Operation operation) {
    Set<Memory> known = written.get(operation);
    if (known == null) {
      known = new HashSet<>();
      if (isStore(operation)) {
        known.add(classes.memory(operation.operands().get(0)));
      } else if (operation instanceof Operation.Call call) {
        for (CalleeWrites.Written each : arguments.of(call)) {
          Value operand = call.operands().get(each.parameter());
          known.add(new Memory(classes.root(operand), each.rank()));
        }
      }
      if (changedAsWhole(operation).isPresent()) {
        known.addAll(allRanks(changedAsWhole(operation).get()));
      }
      for (Block block : operation.blocks()) {
        for (Operation nested : block.operations()) {
          known.addAll(writes(nested));
        }
      }
      written.put(operation, known);
    }
    return known;
  }

  /** Whether one of the operations after {@code from} up to and with {@code to} may write. */
  public boolean writesBetween(Block block, int from, int to, Memory memory) {
    for (int i = from + 1; i <= to; i++) {
      if (writes(block.operations().get(i)).contains(memory)) {
        return true;
      }
    }
    return false;
  }

  /** The memory that a callee gets hold of. */
  public Set<Memory> reached(Operation.Call call) {
    Set<Memory> reached = new HashSet<>();
    call.operands().stream()
        .filter(AliasClasses::isReference)
        .forEach(operand -> reached.addAll(allRanks(operand)));
    return reached;
  }

  /** The array and its rows. */
  private Set<Memory> allRanks(Value array) {
    Set<Memory> memory = new HashSet<>();
    for (int rank = 1; rank <= ((ArrayType) array.type()).rank(); rank++) {
      memory.add(new Memory(classes.root(array), rank));
    }
    return memory;
  }
}
