package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.checkpoint.Snapshots.Held;
import dev.kiln.autodiff.plan.FreshArrays;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.reverse.CalleeTransform;
import dev.kiln.autodiff.reverse.Callees;
import dev.kiln.autodiff.reverse.DerivedFunction;
import dev.kiln.autodiff.reverse.ForwardSweep;
import dev.kiln.autodiff.reverse.FunctionDerivation;
import dev.kiln.autodiff.reverse.StacksOfCallee;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.AliasClasses;
import dev.kiln.pass.analysis.AliasClasses.Memory;
import dev.kiln.pass.analysis.FunctionStructure;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
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
    functions.add(forward(callees));
    functions.add(backward(callees));
    boolean shadows = !snapshots.shadowed().isEmpty();
    functions.add(
        segments.map(each -> each.build(callees)).orElseGet(() -> reversal.build(callees)));
    if (replayed || shadows && segments.isEmpty()) {
      functions.add(replay(callees));
    }
    if (shadows && segments.isPresent()) {
      functions.add(segments.get().segment().replay(callees));
    }
    functions.addAll(iterations.build(callees));
    return functions;
  }

  /** The loop with shadows, but without residuals. */
  private Function replay(Callees callees) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    List<Held> arguments = snapshots.arguments(values, parameters, this::isShadowed);
    BlockBuilder body = new BlockBuilder(values, parameters).at(loop.position());
    ForwardSweep sweep = ForwardSweep.replay(whole, callees);
    for (int i = 0; i < arguments.size(); i++) {
      Value parameter = loop.whole().parameters().get(i);
      Held each = arguments.get(i);
      if (!whole.isShadowed(parameter)) {
        sweep.define(parameter, List.of(each.value()));
      } else {
        Value shadow = each.shadow() != null ? each.shadow() : zeros(each.value(), body);
        sweep.define(parameter, List.of(each.value(), shadow));
      }
    }
    sweep.copyInto(loop.whole().body(), body);
    List<Value> results = new ArrayList<>();
    List<Value> returned = loop.whole().body().terminator().operands();
    for (int i = 0; i < returned.size(); i++) {
      List<Value> copies = sweep.lookup(returned.get(i));
      results.add(copies.get(0));
      if (isResultShadowed(i)) {
        results.add(copies.size() == 2 ? copies.get(1) : zeros(copies.get(0), body));
      }
    }
    return Snapshots.function(name + "Replay", body, results);
  }

  /** Whether the caller, or the reverse, takes the shadow of a result. */
  private boolean isResultShadowed(int result) {
    return loop.whole().resultTypes().get(result) instanceof ArrayType
        && (choice.results().get(result)
            || snapshots.shadowed().contains(loop.captured() + result));
  }

  private Function forward(Callees callees) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    List<Held> arguments =
        new ArrayList<>(snapshots.arguments(values, parameters, this::isShadowed));
    StacksOfCallee storage = new StacksOfCallee(callees.stacks(), values, parameters);
    BlockBuilder body = new BlockBuilder(values, parameters).at(loop.position());
    for (int i : snapshots.shadowed()) {
      Held each = arguments.get(i);
      if (each.shadow() == null) {
        arguments.set(i, new Held(each.value(), zeros(each.value(), body)));
      }
    }
    return segments.isPresent()
        ? forward(segments.get().firstRun(arguments, body, storage), body, storage)
        : forward(arguments, body, storage);
  }

  private Function forward(
      SegmentReversal.FirstRun run, BlockBuilder body, StacksOfCallee storage) {
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < loop.stateSize(); i++) {
      Held each = run.state().get(loop.captured() + i);
      results.add(each.value());
      if (choice.results().get(i) && each.value().type() instanceof ArrayType) {
        results.add(each.shadow() != null ? each.shadow() : zeros(each.value(), body));
      }
    }
    results.add(run.iterations());
    for (int i : snapshots.shadowed()) {
      push(run.state().get(i).shadow(), body, storage);
    }
    push(run.segments(), body, storage);
    push(run.last(), body, storage);
    return Snapshots.function(forwardName(), body, results);
  }

  private Function forward(List<Held> arguments, BlockBuilder body, StacksOfCallee storage) {
    snapshots.push(arguments, body, storage);
    boolean shadows = !snapshots.shadowed().isEmpty();
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      operands.add(arguments.get(i).value());
      if (shadows && isShadowed(i)) {
        operands.add(arguments.get(i).shadow());
      }
    }
    List<Value> ends = loop.whole().body().terminator().operands();
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      slots.add(Slot.like(ends.get(i)));
      if (shadows && isResultShadowed(i)) {
        slots.add(new Slot(AdjointNames.of(ends.get(i)), ends.get(i).type()));
      }
    }
    String called = shadows ? name + "Replay" : loop.whole().name();
    List<Value> given = body.call(called, slots, operands);
    List<Value> results = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < ends.size(); i++) {
      Value result = given.get(next++);
      Value shadow = shadows && isResultShadowed(i) ? given.get(next++) : null;
      results.add(result);
      if (choice.results().get(i) && result.type() instanceof ArrayType) {
        results.add(shadow != null ? shadow : zeros(result, body));
      }
      if (snapshots.shadowed().contains(loop.captured() + i)) {
        push(shadow, body, storage);
      }
    }
    push(given.get(given.size() - 1), body, storage);
    return Snapshots.function(forwardName(), body, results);
  }

  private static void push(Value value, BlockBuilder body, StacksOfCallee storage) {
    body.perform(
        StackOps.STACK_PUSH, Attributes.NONE, List.of(storage.shared(value.type()), value));
  }

  private static Value pop(String name, ValueType type, BlockBuilder body, StacksOfCallee storage) {
    return body.apply(name, StackOps.STACK_POP, Attributes.NONE, List.of(storage.shared(type)));
  }

  private Function backward(Callees callees) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    List<Held> captured = new ArrayList<>();
    for (int i = 0; i < loop.whole().parameters().size(); i++) {
      Value parameter = loop.whole().parameters().get(i);
      Value value = null;
      if (isUsedBackward(i)) {
        value = values.create(parameter.name(), parameter.type());
        parameters.add(value);
      }
      Value shadow = null;
      if (isShadowed(i)) {
        shadow = values.create(AdjointNames.of(parameter), parameter.type());
        parameters.add(shadow);
      }
      if (isUsedBackward(i)) {
        captured.add(new Held(value, iterations.isShadowed(i) ? shadow : null));
      }
    }
    StateAdjoints adjoints = new StateAdjoints(loop, iterations, values);
    parameters.addAll(adjoints.cotangents());
    parameters.addAll(adjoints.threaded());
    StacksOfCallee storage = new StacksOfCallee(callees.stacks(), values, parameters);
    BlockBuilder body = new BlockBuilder(values, parameters).at(loop.position());
    Value count =
        pop(segments.isPresent() ? "last" : "iterations", ScalarType.INT32, body, storage);
    Value snapshotCount =
        segments
            .map(each -> pop("segments", ScalarType.INT32, body, storage))
            .orElseGet(() -> reversal.snapshots(body));
    List<Value> ends = new ArrayList<>();
    for (int i : new TreeSet<>(snapshots.shadowed()).descendingSet()) {
      Value standing = loop.standing(i);
      ends.add(0, pop(AdjointNames.of(standing), standing.type(), body, storage));
    }
    List<Value> operands = new ArrayList<>(Held.all(captured));
    operands.addAll(ends);
    operands.addAll(adjoints.cotangents());
    operands.addAll(adjoints.threaded());
    operands.add(count);
    operands.add(snapshotCount);
    callees.stacks().types().forEach(type -> operands.add(storage.shared(type)));
    List<Value> results = body.call(reversal.name(), adjoints.slots(), operands);
    return Snapshots.function(backwardName(), body, adjoints.inOrderOfArguments(results));
  }

  /** Says what is kept. */
  @Override
  public Optional<ReverseReport.Item> report() {
    return Optional.of(segments.map(SegmentReversal::report).orElseGet(reversal::report));
  }

  private static Value zeros(Value array, BlockBuilder body) {
    return body.apply("", ArrayOps.ARRAY_ZEROS_LIKE, Attributes.NONE, List.of(array));
  }
}
