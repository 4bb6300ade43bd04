package dev.kiln.autodiff.plan;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.fusion.FusedLoops;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.SameInIterations;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.ArrayFilling;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known about a function whose derivative is made: the analyses and the plan. */
public final class FunctionDerivation {
  private final FunctionStructure structure;
  private final AliasClasses classes;
  private final Activity activity;
  private final Recoveries recoveries;
  private final MemoryEffects effects;
  private final FusedLoops fused;
  private final ResidualPlan plan;
  private final boolean isEntry;
  private final Set<Value> shadowedParameters;
  private final Map<Operation.Loop, Optional<CountedLoop>> counted = new IdentityHashMap<>();

  private final Map<Value, Boolean> same = new HashMap<>();

  private final Map<Operation.Apply, Optional<AccumulatingStore>> accumulating =
      new IdentityHashMap<>();

  /** Saved references whose shadows are saved too. */
  private final Set<Value> savedShadows = new HashSet<>();

  /** Loops whose trips the forward pass counts. */
  private final Set<Operation.Loop> tripsCounted =
      Collections.newSetFromMap(new IdentityHashMap<>());

  /** Which carried values of loops the backward pass recovers. */
  private final Map<Operation.Loop, Set<Integer>> recovered = new IdentityHashMap<>();

  private boolean changed = true;

  /**
   * @param sources parameters that are differentiated
   * @param results values, and arrays whose contents, have a cotangent
   * @param shadowedParameters parameters that come with a shadow
   * @param classes those of the function
   */
  public FunctionDerivation(
      Function function,
      AliasClasses classes,
      CustomRules rules,
      Collection<Value> sources,
      Collection<Value> results,
      Set<Value> shadowedParameters,
      boolean isEntry) {
    this.structure = new FunctionStructure(function);
    this.classes = classes;
    this.activity = new Activity(function, classes, rules, sources, results);
    this.recoveries = new Recoveries(structure);
    this.shadowedParameters = shadowedParameters;
    this.isEntry = isEntry;
    this.effects = new MemoryEffects(classes, rules.written());
    ArrayFilling filling = new ArrayFilling(structure, classes, effects);
    this.fused = new FusedLoops(structure, classes, activity, effects, filling, isEntry);
    this.plan = new ResidualPlan(structure, classes, effects, recoveries, filling, fused, isEntry);
  }

  public Function function() {
    return structure.function();
  }

  public FunctionStructure structure() {
    return structure;
  }

  public AliasClasses classes() {
    return classes;
  }

  public Activity activity() {
    return activity;
  }

  /** Which stores go into arrays that were just made. */
  public FreshArrays fresh() {
    return new FreshArrays(structure, classes, effects.writesOf(structure.function()));
  }

  public MemoryEffects effects() {
    return effects;
  }

  public Recoveries recoveries() {
    return recoveries;
  }

  public ResidualPlan plan() {
    return plan;
  }

  public boolean isEntry() {
    return isEntry;
  }

  /** The store as {@code a[i] += v}, where it is one. */
  public Optional<AccumulatingStore> accumulating(Operation.Apply store) {
    return accumulating.computeIfAbsent(
        store, key -> AccumulatingStore.of(key, structure, effects));
  }

  public FusedLoops fused() {
    return fused;
  }

  /** Whether the loop and its reverse stand in the same block of the entry function. */
  public boolean isStraight(Operation.Loop loop) {
    return isEntry && fused.isStraight(structure.parent(loop.body()));
  }

  /** Whether the values saved in {@code block} are passed on as results of its {@code If}. */
  public boolean isExported(Block block) {
    return isEntry && fused.isInLine(block);
  }

  /**
   * The loop in whose iterations the value is saved, where it is known before how many there are:
   * then an array takes what is saved, by the number of the iteration.
   */
  public Optional<CountedLoop> indexing(Value saved) {
    Block home = structure.home(saved);
    return saved.type() instanceof ScalarType
            && structure.owner(home) instanceof Operation.Loop loop
            && home == loop.body()
            && isStraight(loop)
        ? counted(loop).filter(this::hasOneLength)
        : Optional.empty();
  }

  /**
   * Whether the value is the same in all iterations of the loop that saves it: the last one leaves
   * it to the backward sweep.
   */
  public boolean isSavedOnce(Value saved) {
    return same.computeIfAbsent(
        saved,
        key ->
            indexing(key)
                .filter(loop -> SameInIterations.holds(key, loop.loop(), structure))
                .isPresent());
  }

  /** The values that are saved once in the body of a loop, not in each iteration. */
  public List<Value> savedOnce(Operation.Loop loop) {
    return plan.savedIn(loop.body()).stream().filter(this::isSavedOnce).toList();
  }

  /** Whether a call runs the loop only once, or always for as many iterations. */
  private boolean hasOneLength(CountedLoop counted) {
    return structure.parent(counted.loop().body()) == structure.function().body()
        || isFixed(counted.start(), counted.loop()) && isFixed(counted.bound(), counted.loop());
  }

  private boolean isFixed(Value value, Operation.Loop loop) {
    Block home = structure.home(value);
    boolean made =
        home == loop.condition()
            && structure.application(value).orElseThrow().operands().stream()
                .allMatch(operand -> isFixed(operand, loop));
    return made || structure.isConstant(value) || home == structure.function().body();
  }

  public Optional<CountedLoop> counted(Operation.Loop loop) {
    return counted.computeIfAbsent(loop, key -> CountedLoop.of(key, structure));
  }

  /** Whether the reference is accompanied by a shadow. */
  public boolean isShadowed(Value value) {
    return value.type() instanceof ArrayType
        && (shadowedParameters.contains(value) || activity.isActive(value));
  }

  /** Whether the value is a stack whose numbers have adjoints: on a stack of their own. */
  public boolean isActiveStack(Value value) {
    return Activity.isStackOfNumbers(value) && activity.isActive(value);
  }

  /** Whether the operation copies an array, and the adjoints of the copy go back to the array's. */
  public boolean copiesShadow(Operation operation) {
    return AliasClasses.isCopyOfNumbers(operation)
        && isShadowed(operation.operands().get(0))
        && isShadowed(operation.results().get(0));
  }

  public boolean isShadowSaved(Value value) {
    return savedShadows.contains(value);
  }

  public void saveShadow(Value value) {
    changed |= savedShadows.add(value);
  }

  public boolean areTripsCounted(Operation.Loop loop) {
    return tripsCounted.contains(loop);
  }

  public void countTrips(Operation.Loop loop) {
    changed |= tripsCounted.add(loop);
  }

  public List<Integer> recoveredSlots(Operation.Loop loop) {
    List<Integer> slots = new ArrayList<>(recovered.getOrDefault(loop, Set.of()));
    Collections.sort(slots);
    return slots;
  }

  public void recover(Operation.Loop loop, int slot) {
    changed |= recovered.computeIfAbsent(loop, key -> new HashSet<>()).add(slot);
  }

  /** Whether references passed to a call are all different arrays. */
  public boolean areDistinct(List<Value> operands) {
    Set<Value> roots = new HashSet<>();
    return operands.stream()
        .filter(AliasClasses::isReference)
        .allMatch(operand -> roots.add(classes.root(operand)));
  }

  /** Whether the reverse of the operation has to be emitted even where no adjoint arrives. */
  public boolean mustReverse(Operation operation) {
    return plan.leavesTraceWithin(operation) || touchesShadows(operation);
  }

  /**
   * Whether all that is saved are numbers, at most one of each kind for each iteration of a loop.
   */
  public boolean savesNumbersOnly() {
    return savesNumbersOnly(structure.function().body(), 0);
  }

  private boolean savesNumbersOnly(Block block, int depth) {
    boolean numbers =
        plan.savedIn(block).stream().allMatch(value -> value.type() instanceof ScalarType);
    if (!numbers || depth > 1 && !plan.savedIn(block).isEmpty()) {
      return false;
    }
    for (Operation inner : block.operations()) {
      boolean more =
          inner instanceof Operation.Call
              || plan.overwriting().restoredAround(inner).isPresent()
              || depth > 1 && plan.overwriting().isUndone(inner)
              || depth > 0 && inner instanceof Operation.Loop loop && areTripsCounted(loop);
      int nested = inner instanceof Operation.Loop ? depth + 1 : depth;
      if (more || !inner.blocks().stream().allMatch(each -> savesNumbersOnly(each, nested))) {
        return false;
      }
    }
    return true;
  }

  /** Takes in what the last attempt found out; returns whether there was anything new. */
  public boolean revise() {
    boolean revised = plan.revise() || changed;
    changed = false;
    return revised;
  }

  /** Whether an active array is read or written, or trips are counted, within the operation. */
  private boolean touchesShadows(Operation operation) {
    for (Block block : operation.blocks()) {
      for (Operation inner : block.operations()) {
        boolean touches =
            MemoryEffects.isStore(inner) && isShadowed(inner.operands().get(0))
                || MemoryEffects.changedAsWhole(inner).filter(this::isShadowed).isPresent()
                || inner.operands().stream().anyMatch(this::isActiveStack)
                || inner instanceof Operation.Call
                || copiesShadow(inner)
                || inner.results().stream().anyMatch(activity::isActiveNumber)
                    && inner.operands().stream().anyMatch(this::isShadowed);
        if (touches || touchesShadows(inner)) {
          return true;
        }
      }
    }
    return false;
  }
}
