package dev.kiln.autodiff.plan;

import dev.kiln.autodiff.fusion.FusedLoops;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import dev.kiln.pass.analysis.memory.ArrayFilling;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.type.ScalarType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides how the backward pass gets each value that it needs: saved by the forward pass, or
 * computed again from what is at hand.
 *
 * <p>At hand without cost are constants, the parameters of the function, integers that can be
 * recovered and, in the entry function, what is defined outside all branches and loops. Cheap
 * operations on scalars are repeated; elements of arrays are loaded again, provided that nothing
 * was stored over them in between, or that the stores are undone. Everything else is a source of a
 * flow network, what the adjoints use are its sinks, and a minimum cut of it is saved: the fewest
 * values, weighted by how often a loop would save them (as Enzyme does: Moses et al., SC 2021).
 */
public final class ResidualPlan {
  /** How often a loop is assumed to run. */
  private static final long ASSUMED_TRIPS = 16;

  /** Three truth values take less than one number. */
  private static final int COST_OF_TRUTH = 1;

  private static final int COST_OF_NUMBER = 4;
  private static final int DEEPEST_WEIGHT = 6;

  private final FunctionStructure structure;
  private final AliasClasses classes;
  private final MemoryEffects effects;
  private final Recoveries recoveries;
  private final ArrayFilling filling;
  private final FusedLoops fused;
  private final boolean isEntry;

  /** For each value that an adjoint uses, the last operation of its block in which it does. */
  private final Map<Value, Integer> needs = new LinkedHashMap<>();

  /** As {@link #needs}, with what the repeated computations need in turn. */
  private Map<Value, Integer> lastUses = new HashMap<>();

  private Set<Value> saved = Set.of();
  private Overwriting overwriting;
  private boolean changed;

  public ResidualPlan(
      FunctionStructure structure,
      AliasClasses classes,
      MemoryEffects effects,
      Recoveries recoveries,
      ArrayFilling filling,
      FusedLoops fused,
      boolean isEntry) {
    this.structure = structure;
    this.classes = classes;
    this.effects = effects;
    this.recoveries = recoveries;
    this.filling = filling;
    this.fused = fused;
    this.isEntry = isEntry;
    this.overwriting =
        new Overwriting(structure, classes, effects, filling, fused, Set.of(), isEntry);
  }

  /**
   * Says that an adjoint uses {@code value} while operation {@code index} of its block is reversed.
   */
  public void need(Value value, int index) {
    Integer before = needs.get(value);
    if (before == null || before < index) {
      needs.put(value, index);
      changed = true;
    }
  }

  /** Decides anew if there are new needs; returns whether there were. */
  public boolean revise() {
    if (!changed) {
      return false;
    }
    changed = false;
    lastUses = new HashMap<>();
    Deque<Value> pending = new ArrayDeque<>();
    needs.forEach((value, index) -> use(value, index, pending));
    while (!pending.isEmpty()) {
      Value value = pending.pop();
      if (isRepeatable(value)) {
        usesOfRepeating(value).forEach((operand, index) -> use(operand, index, pending));
      }
    }
    saved = minimumCut();
    overwriting = new Overwriting(structure, classes, effects, filling, fused, reloaded(), isEntry);
    return true;
  }

  /** The values that the forward pass saves, in the order in which it defines them. */
  public Set<Value> saved() {
    return saved;
  }

  public boolean isSaved(Value value) {
    return saved.contains(value);
  }

  /** Which stores have to be undone. */
  public Overwriting overwriting() {
    return overwriting;
  }

  /**
   * A value that equals this one wherever this one is known: a number that a branch yields is a
   * result of the conditional, which is known also after it.
   */
  public Value equalOutside(Value value) {
    Block home = structure.home(value);
    if (value.type() instanceof ScalarType
        && structure.owner(home) instanceof Operation.If branch
        && home.terminator() instanceof Terminator.Yield end
        && end.operands().contains(value)) {
      return equalOutside(branch.results().get(end.operands().indexOf(value)));
    }
    return value;
  }

  /** Whether the backward pass has the value without anybody's doing. */
  public boolean isAtHand(Value value) {
    if (structure.isConstant(value)) {
      return true;
    }
    Block home = structure.home(equalOutside(value));
    return isEntry
        ? fused.isStraight(home)
        : home == structure.function().body() && structure.index(value) < 0;
  }

  /** Whether the value is computed again where it is needed. */
  public boolean isRepeated(Value value) {
    return lastUses.containsKey(value) && !saved.contains(value) && isRepeatable(value);
  }

  private boolean isFree(Value value) {
    return isAtHand(value)
        || recoveries.version(value).isPresent()
            && recoveries.isRecoverableAt(value, lastUses.get(value));
  }

  private void use(Value value, int index, Deque<Value> pending) {
    Integer before = lastUses.get(value);
    if (before == null || before < index) {
      lastUses.put(value, index);
      pending.push(value);
    }
  }

  /** The operands that repeating {@code value} uses, and at which index of their blocks. */
  private Map<Value, Integer> usesOfRepeating(Value value) {
    Block home = structure.home(value);
    int index = lastUses.get(value);
    Map<Value, Integer> uses = new LinkedHashMap<>();
    for (Value operand : structure.application(value).orElseThrow().operands()) {
      uses.put(operand, structure.anchor(structure.home(operand), home, index));
    }
    return uses;
  }

  /** Whether computing the value again where it is needed is possible, and cheap by itself. */
  public boolean isRepeatable(Value value) {
    if (isAtHand(value)) {
      return false;
    }
    Operation.Apply made = structure.application(value).orElse(null);
    if (made == null) {
      return false;
    }
    OpDefinition definition = made.definition();
    if (definition.is(Trait.LOAD)) {
      Memory memory = classes.memory(made.operands().get(0));
      return !effects.writesBetween(
          structure.home(value), structure.index(value), lastUses.get(value), memory);
    }
    boolean cheap =
        definition.is(Trait.LENGTH)
            || definition.isCheap()
                && (definition.effect() == Effect.PURE || definition.effect() == Effect.MAY_THROW);
    return cheap
        && value.type() instanceof ScalarType
        && made.operands().stream()
            .allMatch(v -> v.type() instanceof ScalarType || AliasClasses.isReference(v));
  }

  private Set<Value> minimumCut() {
    MinimumCut<Value> network = new MinimumCut<>();
    Set<Value> vertices = new LinkedHashSet<>();
    for (Value value : structure.values()) {
      if (lastUses.containsKey(value) && !isFree(value)) {
        vertices.add(value);
        network.vertex(value, cost(value));
      }
    }
    for (Value value : vertices) {
      if (isRepeatable(value)) {
        usesOfRepeating(value).keySet().stream()
            .filter(vertices::contains)
            .distinct()
            .forEach(operand -> network.edge(operand, value));
      } else {
        network.source(value);
      }
      if (needs.containsKey(value)) {
        network.sink(value);
      }
    }
    return network.solve();
  }

  private long cost(Value value) {
    long cost = value.type().equals(ScalarType.BOOL) ? COST_OF_TRUTH : COST_OF_NUMBER;
    int depth =
        (int)
            structure.loops(structure.home(value)).stream()
                .filter(loop -> !fused.isFused(loop))
                .count();
    for (int i = 0; i < Math.min(depth, DEEPEST_WEIGHT); i++) {
      cost *= ASSUMED_TRIPS;
    }
    return cost;
  }

  /** The loads that the backward pass repeats. */
  private Set<Value> reloaded() {
    Set<Value> reloaded = new HashSet<>();
    Set<Value> seen = new HashSet<>();
    Deque<Value> pending = new ArrayDeque<>(needs.keySet());
    while (!pending.isEmpty()) {
      Value value = pending.pop();
      if (!seen.add(value) || isFree(value) || saved.contains(value) || !isRepeatable(value)) {
        continue;
      }
      Operation.Apply made = structure.application(value).orElseThrow();
      if (made.is(Trait.LOAD)) {
        reloaded.add(value);
      }
      pending.addAll(made.operands());
    }
    return reloaded;
  }

  /** Whether something that is saved, or undone, is nested in the operation. */
  public boolean leavesTraceWithin(Operation operation) {
    for (Block block : operation.blocks()) {
      if (saved.stream().anyMatch(v -> structure.home(v) == block && !isAtHand(v))) {
        return true;
      }
      for (Operation nested : block.operations()) {
        if (overwriting.isUndone(nested)
            || overwriting.restoredAround(nested).isPresent()
            || leavesTraceWithin(nested)) {
          return true;
        }
      }
    }
    return false;
  }

  public List<Value> savedIn(Block block) {
    return saved.stream().filter(value -> structure.home(value) == block).toList();
  }
}
