package dev.kiln.autodiff.fusion;

import dev.kiln.autodiff.reverse.sweep.EarlyCopies;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.Obstacle;
import dev.kiln.pass.analysis.loop.Subjects;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which values are known at a point of a function though they are computed only after it: those
 * that are computed of what is known there, lengths and elements of arrays included, as long as
 * nothing is stored over these in between.
 *
 * <p>{@link EarlyCopies} computes them there, in such a way that nothing throws ahead of its time.
 */
public final class EarlyValues {
  private static final Optional<Obstacle> NONE = Optional.empty();

  private final FunctionStructure structure;
  private final AliasClasses classes;
  private final MemoryEffects effects;
  private final Block block;
  private final int index;
  private final Map<Value, Optional<Obstacle>> obstacles = new HashMap<>();

  /** The values at the point before operation {@code index} of {@code block}. */
  EarlyValues(
      FunctionStructure structure,
      AliasClasses classes,
      MemoryEffects effects,
      Block block,
      int index) {
    this.structure = structure;
    this.classes = classes;
    this.effects = effects;
    this.block = block;
    this.index = index;
  }

  /** The block of the point. */
  public Block block() {
    return block;
  }

  public FunctionStructure structure() {
    return structure;
  }

  /** Whether the value is computed before the point. */
  public boolean isThere(Value value) {
    Block home = structure.home(value);
    return structure.encloses(home, block)
        && structure.index(value) < structure.anchor(home, block, index);
  }

  /** Whether the array was used before the point, or is used by the loop there before all else. */
  public boolean isNonNull(Value array) {
    if (structure.application(array).filter(EarlyValues::makesArray).isPresent()) {
      return true;
    }
    Block at = block;
    int end = index;
    while (at != null) {
      if (at.operations().subList(0, end).stream().anyMatch(each -> uses(each, array))) {
        return true;
      }
      if (structure.owner(at) instanceof Operation.Loop around
          && at == around.body()
          && around.condition().operations().stream().anyMatch(each -> uses(each, array))) {
        return true;
      }
      Block parent = structure.parent(at);
      end = parent == null ? 0 : structure.anchor(parent, at, 0);
      at = parent;
    }
    return block.operations().get(index) instanceof Operation.Loop loop
        && loop.condition().operations().stream()
            .filter(each -> !isPure(each))
            .findFirst()
            .filter(each -> uses(each, array))
            .isPresent();
  }

  private static boolean isPure(Operation operation) {
    return operation instanceof Operation.Apply apply && apply.definition().effect() == Effect.PURE;
  }

  private static boolean makesArray(Operation.Apply apply) {
    return apply.definition().effect() == Effect.ALLOCATE;
  }

  /** Whether the operation throws where the array is null. */
  private static boolean uses(Operation operation, Value array) {
    return operation instanceof Operation.Apply apply
        && (apply.is(Trait.LENGTH) || apply.is(Trait.LOAD) || apply.is(Trait.STORE))
        && apply.operands().get(0).equals(array);
  }

  /** What keeps the value from being known at the point; empty where it is. */
  Optional<Obstacle> obstacle(Value value) {
    Optional<Obstacle> known = obstacles.get(value);
    if (known == null) {
      known = isThere(value) ? NONE : obstacleOfComputing(value);
      obstacles.put(value, known);
    }
    return known;
  }

  private Optional<Obstacle> obstacleOfComputing(Value value) {
    Operation made = structure.definition(value).orElse(null);
    if (made instanceof Operation.If branch && value.type() instanceof ScalarType) {
      return obstacleOfChoice(branch, branch.results().indexOf(value));
    }
    if (made instanceof Operation.Apply apply) {
      return structure.isConstant(value) ? NONE : obstacleOfApplying(apply);
    }
    return obstacle(value, made, " is known only after the loop");
  }

  private Optional<Obstacle> obstacleOfChoice(Operation.If branch, int result) {
    Optional<Obstacle> found = obstacle(branch.condition());
    for (Block each : branch.blocks()) {
      if (found.isEmpty() && each.terminator() instanceof Terminator.Yield end) {
        found = obstacle(end.operands().get(result));
      }
    }
    return found;
  }

  private Optional<Obstacle> obstacleOfApplying(Operation.Apply apply) {
    OpDefinition definition = apply.definition();
    if (definition.is(Trait.LOAD)) {
      if (isWritten(classes.memory(apply.operands().get(0)), apply.result())) {
        return obstacle(apply.operands().get(0), apply, " is written in or after the loop");
      }
    } else if (!isRepeatable(definition) || !isScalar(apply)) {
      return obstacle(apply.result(), apply, " is known only after the loop");
    }
    return apply.operands().stream().map(this::obstacle).flatMap(Optional::stream).findFirst();
  }

  /** Whether the operation can be applied at the point without throwing. */
  private static boolean isRepeatable(OpDefinition definition) {
    return definition.effect() == Effect.PURE
        || definition.is(Trait.LENGTH)
        || definition.is(Trait.INTEGER_DIVISION);
  }

  private static boolean isScalar(Operation.Apply apply) {
    return apply.result().type() instanceof ScalarType
        && apply.operands().stream()
            .allMatch(v -> v.type() instanceof ScalarType || AliasClasses.isReference(v));
  }

  /** Whether something may be stored in the memory between the point and the load. */
  private boolean isWritten(Memory memory, Value load) {
    Block home = structure.home(load);
    Block common = structure.commonBlock(block, home);
    Block at = block;
    int from = index;
    while (at != common) {
      if (effects.writesBetween(at, from - 1, at.operations().size() - 1, memory)) {
        return true;
      }
      Block parent = structure.parent(at);
      from = structure.anchor(parent, at, 0) + 1;
      at = parent;
    }
    int to = structure.anchor(common, home, structure.index(load));
    return effects.writesBetween(common, from - 1, to, memory);
  }

  private Optional<Obstacle> obstacle(Value subject, Operation made, String reason) {
    SourcePosition position = made == null ? SourcePosition.UNKNOWN : made.position();
    return Optional.of(new Obstacle(Subjects.of(subject, structure) + reason, position));
  }
}
