package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.plan.FreshArrays;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.reverse.DerivedFunction;
import dev.kiln.autodiff.reverse.callee.CalleeTransform;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import dev.kiln.type.ArrayType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The derivative of a loop that is a {@link CheckpointedLoop}. The forward function takes a
 * snapshot of the state, runs the loop as it is, and keeps the number of its iterations. The
 * backward function reverses them from the snapshot ({@link CheckpointReversal}). Where snapshots
 * take little, the forward function takes more of them on its way ({@link SegmentReversal}).
 */
final class DerivedCheckpoint implements CalleeTransform {

  private final CheckpointedLoop loop;
  private final Choice choice;
  private final String name;
  private final FunctionDerivation whole;
  private final DerivedFunction iterations;
  private final Snapshots snapshots;
  private final CheckpointReversal reversal;

  /** Instead of {@link #reversal}, where snapshots take little. */
  private final Optional<SegmentReversal> segments;

  private final CheckpointCode code;
  private boolean replayed;
  private boolean changed;

  /** Makes the derivatives of the function that is called in place of the loop. */
  static CalleeTransform.Maker of(CheckpointedLoop loop) {
    return (unusedName, choice, rules) ->
        new DerivedCheckpoint(
            loop,
            unusedName.apply(loop.whole().name()),
            unusedName.apply(loop.iterations().name()),
            choice,
            rules);
  }

  private DerivedCheckpoint(
      CheckpointedLoop loop, String name, String iterationsName, Choice choice, CustomRules rules) {
    this.loop = loop;
    this.name = name;
    this.choice = choice;
    Function function = loop.whole();
    Set<Value> sources = new LinkedHashSet<>();
    Set<Value> results = new LinkedHashSet<>();
    Set<Value> shadowed = new HashSet<>();
    for (int i = 0; i < choice.arguments().size(); i++) {
      Value parameter = function.parameters().get(i);
      if (choice.arguments().get(i)) {
        sources.add(parameter);
        if (AliasClasses.isReference(parameter)) {
          shadowed.add(parameter);
          results.add(parameter);
        }
      }
    }
    List<Value> returned = function.body().terminator().operands();
    for (int i = 0; i < choice.results().size(); i++) {
      if (choice.results().get(i)) {
        results.add(returned.get(i));
      }
    }
    this.whole =
        new FunctionDerivation(
            function,
            new AliasClasses(function, choice.distinct()),
            rules,
            sources,
            results,
            shadowed,
            false);
    new RowStores(rules).require(loop);
    this.iterations = derived(loop.iterations(), iterationsName, List.of(), rules);
    this.snapshots = new Snapshots(loop, shadowedStates(), written());
    RepeatedIterations repeated = new RepeatedIterations(loop, iterations, snapshots.shadowed());
    String reversing = name + "Reversal";
    this.reversal = new CheckpointReversal(reversing, repeated, snapshots);
    this.segments =
        loop.mark().snapshots() == 0 && snapshots.isSmall()
            ? Optional.of(
                new SegmentReversal(
                    reversing,
                    repeated,
                    derived(loop.segment(), name + "Segment", List.of(false), rules),
                    snapshots))
            : Optional.empty();
    this.code =
        new CheckpointCode(
            this, name, loop, choice, whole, iterations, snapshots, reversal, segments);
  }

  /**
   * The derivative of a function that takes what the loop takes, and a number of iterations.
   *
   * @param others which results after the state are active
   */
  private DerivedFunction derived(
      Function function, String functionName, List<Boolean> others, CustomRules rules) {
    List<Boolean> arguments = new ArrayList<>();
    Map<Value, List<Value>> similar = new LinkedHashMap<>();
    for (int i = 0; i < loop.whole().parameters().size(); i++) {
      Value standing = loop.standing(i);
      arguments.add(isActive(i));
      if (AliasClasses.isReference(standing)) {
        similar
            .computeIfAbsent(whole.classes().root(standing), key -> new ArrayList<>())
            .add(function.parameters().get(i));
      }
    }
    List<Boolean> results = new ArrayList<>(arguments.subList(loop.captured(), arguments.size()));
    results.addAll(others);
    List<Boolean> all = new ArrayList<>(arguments);
    all.add(false);
    return new DerivedFunction(
        function,
        functionName,
        all,
        List.copyOf(results),
        new AliasClasses(function, List.copyOf(similar.values())),
        loop.captured(),
        rules);
  }

  /** Whether the value of that parameter has an adjoint or a shadow in some iteration. */
  private boolean isActive(int parameter) {
    Value standing = loop.standing(parameter);
    boolean active = whole.activity().isActive(standing);
    return parameter < loop.captured() ? active && choice.arguments().get(parameter) : active;
  }

  private Set<Integer> shadowedStates() {
    Set<Integer> shadowed = new TreeSet<>();
    for (int i = loop.captured(); i < loop.whole().parameters().size(); i++) {
      if (iterations.isShadowed(i)) {
        shadowed.add(i);
      }
    }
    return shadowed;
  }

  /** The parameters whose contents the loop may change. */
  private Set<Integer> written() {
    Set<Memory> memory = changed(loop.loop());
    Set<Integer> written = new TreeSet<>();
    for (int i = 0; i < loop.whole().parameters().size(); i++) {
      if (loop.standing(i).type() instanceof ArrayType type) {
        Value root = whole.classes().root(loop.standing(i));
        for (int rank = 1; rank <= type.rank(); rank++) {
          if (memory.contains(new Memory(root, rank))) {
            written.add(i);
          }
        }
      }
    }
    return written;
  }

  /** The memory of arrays that are there before an iteration and that the operation may write. */
  private Set<Memory> changed(Operation operation) {
    Set<Memory> changed = new HashSet<>();
    if (operation.blocks().isEmpty()) {
      FreshArrays fresh = whole.fresh();
      if (fresh.madeFor(operation).filter(this::isMadeInside).isEmpty()) {
        changed.addAll(whole.effects().writes(operation));
      }
    }
    for (Block block : operation.blocks()) {
      block.operations().forEach(each -> changed.addAll(changed(each)));
    }
    return changed;
  }

  private boolean isMadeInside(Operation.Apply made) {
    FunctionStructure structure = whole.structure();
    return structure.encloses(loop.loop().body(), structure.home(made.result()));
  }

  @Override
  public String forwardName() {
    return name + "Forward";
  }

  @Override
  public String backwardName() {
    return name + "Backward";
  }

  @Override
  public String replayName() {
    changed |= !replayed;
    replayed = true;
    return name + "Replay";
  }

  @Override
  public boolean isShadowed(int argument) {
    return choice.arguments().get(argument)
        && loop.whole().parameters().get(argument).type() instanceof ArrayType;
  }

  @Override
  public boolean hasAdjoint(int argument) {
    return iterations.hasAdjoint(argument);
  }

  @Override
  public boolean hasCotangent(int result) {
    return result < loop.stateSize() && iterations.hasCotangent(result);
  }

  @Override
  public boolean isUsedBackward(int argument) {
    return argument < loop.captured();
  }

  @Override
  public boolean isThreaded(int argument) {
    return iterations.isThreaded(argument);
  }

  /** Iterations are run again before they are reversed, and make arrays anew. */
  @Override
  public Optional<Made> made(int result) {
    return Optional.empty();
  }

  @Override
  public boolean revise() {
    boolean revised = iterations.revise() | changed;
    changed = false;
    return revised;
  }

  @Override
  public List<FunctionDerivation> derivations() {
    return iterations.derivations();
  }

  @Override
  public List<Function> build(Callees callees) {
    List<Function> functions = new ArrayList<>();
    functions.add(code.forward(callees));
    functions.add(code.backward(callees));
    boolean shadows = !snapshots.shadowed().isEmpty();
    functions.add(
        segments.map(each -> each.build(callees)).orElseGet(() -> reversal.build(callees)));
    if (replayed || shadows && segments.isEmpty()) {
      functions.add(code.replay(callees));
    }
    if (shadows && segments.isPresent()) {
      functions.add(segments.get().segment().replay(callees));
    }
    functions.addAll(iterations.build(callees));
    return functions;
  }

  /** Says what is kept. */
  @Override
  public Optional<ReverseReport.Item> report() {
    return Optional.of(segments.map(SegmentReversal::report).orElseGet(reversal::report));
  }
}
