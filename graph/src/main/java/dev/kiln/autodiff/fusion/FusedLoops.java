package dev.kiln.autodiff.fusion;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Effect;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.Obstacle;
import dev.kiln.pass.analysis.loop.Subjects;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.ArrayFilling;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.StackType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the loops whose iterations are reversed one by one, each right after it was run: sums over
 * samples, whose iterations have nothing to do with each other. What an iteration saves then lives
 * only as long as the iteration.
 *
 * <p>A loop is fused with its reverse where
 *
 * <ul>
 *   <li>the numbers with adjoints that it carries are sums ({@link Accumulation}), whose cotangent
 *       is the same in all iterations and known before the loop ({@link EarlyCotangents});
 *   <li>what it stores into is its own ({@link PrivateArrays}), and what it reads is not stored
 *       into after it.
 * </ul>
 *
 * <p>Tapenade asks the user to say so (Hascoët, Fidanova and Held, Adjoining independent
 * computations, 2001).
 */
public final class FusedLoops {
  private static final Optional<Obstacle> NONE = Optional.empty();

  private final FunctionStructure structure;
  private final AliasClasses classes;
  private final Activity activity;
  private final MemoryEffects effects;
  private final EarlyCotangents cotangents;
  private final PrivateArrays arrays;
  private final ChosenLoops fused = new ChosenLoops();
  private final Map<Operation.Loop, Obstacle> obstacles = new IdentityHashMap<>();
  private final Set<Block> inLine = Collections.newSetFromMap(new IdentityHashMap<>());

  public FusedLoops(
      FunctionStructure structure,
      AliasClasses classes,
      Activity activity,
      MemoryEffects effects,
      ArrayFilling filling,
      boolean isEntry) {
    this.structure = structure;
    this.classes = classes;
    this.activity = activity;
    this.effects = effects;
    this.cotangents = new EarlyCotangents(structure, activity, fused);
    this.arrays = new PrivateArrays(structure, classes, activity, effects, filling);
    if (isEntry) {
      decide(structure.function().body());
    }
    findInLine(structure.function().body());
    SourcePosition function = SourcePosition.UNKNOWN;
    leave(
        structure.function().body(), new Obstacle("a called function is reversed later", function));
  }

  /** Notes why the loops were not looked at that were not. */
  private void leave(Block block, Obstacle around) {
    for (Operation operation : block.operations()) {
      Obstacle inner = around;
      if (operation instanceof Operation.Loop loop && !isFused(loop)) {
        obstacles.putIfAbsent(loop, around);
        inner = new Obstacle("the loop around it is reversed later", loop.position());
      }
      for (Block nested : operation.blocks()) {
        leave(nested, inner);
      }
    }
  }

  public boolean isFused(Operation operation) {
    return fused.contains(operation);
  }

  /** The sums among what a fused loop carries. */
  public Set<Integer> sums(Operation.Loop loop) {
    return fused.sums(loop);
  }

  /** What is known before a fused loop. */
  public EarlyValues early(Operation.Loop loop) {
    return fused.early(loop);
  }

  /** Why the loop is not fused; empty where it is. */
  public Optional<Obstacle> obstacle(Operation.Loop loop) {
    return Optional.ofNullable(obstacles.get(loop));
  }

  public EarlyCotangents cotangents() {
    return cotangents;
  }

  /**
   * Whether the reverse of the block is in the same block as its copy, or in the branches of it, so
   * that values need not be saved.
   */
  public boolean isInLine(Block block) {
    return inLine.contains(block);
  }

  private void findInLine(Block block) {
    inLine.add(block);
    for (Operation operation : block.operations()) {
      if (!(operation instanceof Operation.Loop loop)) {
        operation.blocks().forEach(this::findInLine);
      } else if (isFused(loop)) {
        findInLine(loop.body());
      }
    }
  }

  /** Whether the block's copy and its reverse are the same block. */
  public boolean isStraight(Block block) {
    return block == structure.function().body()
        || structure.owner(block) instanceof Operation.Loop loop
            && isFused(loop)
            && block == loop.body();
  }

  private void decide(Block block) {
    for (int i = block.operations().size() - 1; i >= 0; i--) {
      Operation operation = block.operations().get(i);
      if (operation instanceof Operation.Loop loop) {
        decide(loop, block, i);
      } else if (operation instanceof Operation.If branch) {
        branch.blocks().forEach(this::decide);
      }
    }
  }

  private void decide(Operation.Loop loop, Block block, int index) {
    EarlyValues early = new EarlyValues(structure, classes, effects, block, index);
    Set<Integer> sums = new LinkedHashSet<>();
    Optional<Obstacle> obstacle =
        obstacleOfForm(loop)
            .or(() -> collectSums(loop, early, sums))
            .or(() -> arrays.obstacle(loop, block, index))
            .or(() -> obstacleOfCost(loop));
    if (obstacle.isPresent()) {
      obstacles.put(loop, obstacle.get());
    } else {
      fused.add(loop, sums, early);
      decide(loop.body());
    }
  }

  private Optional<Obstacle> obstacleOfForm(Operation.Loop loop) {
    String reason = null;
    if (!(loop.body().terminator() instanceof Terminator.Yield)
        || !(loop.condition().terminator() instanceof Terminator.Condition)) {
      reason = "it never ends by its condition";
    } else if (!loop.condition().operations().stream().allMatch(this::isPassive)) {
      reason = "its condition does more than compare";
    } else if (usesStack(loop.body())) {
      reason = "its iterations pass values to later ones";
    }
    return Optional.ofNullable(reason).map(each -> new Obstacle(each, loop.position()));
  }

  private Optional<Obstacle> obstacleOfCost(Operation.Loop loop) {
    return isWorthIt(loop.body())
        ? NONE
        : Optional.of(new Obstacle("cheap values are recomputed after the loop", loop.position()));
  }

  /** Whether iterations leave something on a stack for others. */
  private static boolean usesStack(Block block) {
    return block.operations().stream()
        .anyMatch(
            operation ->
                operation.operands().stream().anyMatch(v -> v.type() instanceof StackType)
                    || operation.blocks().stream().anyMatch(FusedLoops::usesStack));
  }

  /** Whether an operation of a condition block has nothing to reverse. */
  private boolean isPassive(Operation operation) {
    return operation instanceof Operation.Apply apply
        && apply.definition().effect() != Effect.WRITE
        && apply.results().stream().noneMatch(activity::isActiveNumber);
  }

  /** A plain innermost loop is faster as two that a compiler can turn into vector code. */
  private boolean isWorthIt(Block block) {
    for (Operation operation : block.operations()) {
      boolean simple =
          operation instanceof Operation.Apply apply
              && (apply.definition().isCheap()
                  || apply.results().stream().noneMatch(activity::isActiveNumber)
                  || apply.definition().effect() != Effect.PURE);
      if (!simple && !(operation instanceof Operation.If)
          || operation.blocks().stream().anyMatch(this::isWorthIt)) {
        return true;
      }
    }
    return false;
  }

  /** Collects the carried sums; returns what keeps another carried value from being one. */
  private Optional<Obstacle> collectSums(
      Operation.Loop loop, EarlyValues early, Set<Integer> sums) {
    for (int slot = 0; slot < loop.results().size(); slot++) {
      Value carried = loop.body().parameters().get(slot);
      Value result = loop.results().get(slot);
      if (AliasClasses.isReference(carried)) {
        return obstacle(carried, " is an array that each iteration passes to the next", loop);
      }
      if (activity.isActiveNumber(carried) || activity.isActiveNumber(result)) {
        if (!Accumulation.isSum(loop, slot, structure)) {
          return obstacle(carried, " is not a sum over the iterations", loop);
        }
        Optional<Obstacle> unknown = cotangents.obstacle(result, early);
        if (unknown.isPresent()) {
          return unknown;
        }
        sums.add(slot);
      }
    }
    return NONE;
  }

  private Optional<Obstacle> obstacle(Value value, String reason, Operation.Loop loop) {
    return Optional.of(new Obstacle(Subjects.of(value, structure) + reason, loop.position()));
  }

  /** Active numbers from outside the loop that it uses. */
  public Set<Value> outerNumbers(Operation.Loop loop) {
    Set<Value> outer = new LinkedHashSet<>();
    loop.blocks().forEach(block -> collectOuter(loop, block, outer));
    return outer;
  }

  private void collectOuter(Operation.Loop loop, Block block, Set<Value> outer) {
    List<Value> used = new ArrayList<>();
    for (Operation operation : block.operations()) {
      used.addAll(operation.operands());
      operation.blocks().forEach(nested -> collectOuter(loop, nested, outer));
    }
    used.addAll(block.terminator().operands());
    for (Value value : used) {
      Block home = structure.home(value);
      if (activity.isActiveNumber(value)
          && !structure.encloses(loop.body(), home)
          && !structure.encloses(loop.condition(), home)) {
        outer.add(value);
      }
    }
  }
}
