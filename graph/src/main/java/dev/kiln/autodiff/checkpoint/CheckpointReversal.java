package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.checkpoint.Snapshots.Held;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.reverse.DerivedFunction;
import dev.kiln.autodiff.reverse.ResidualStorage.OfCallee;
import dev.kiln.autodiff.reverse.ReverseProgram;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.Catalogue;
import dev.kiln.op.CheckpointOps;
import dev.kiln.op.ConversionOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;

/**
 * The function that reverses rounds of a checkpointed loop, from a snapshot of the state before
 * them:
 *
 * <pre>{@code
 * reverse(state, n):
 *   while (n > recorded):
 *     m = distance(n)
 *     reverse(run(state, m), n - m)     // takes a snapshot of what run gives
 *     n = m
 *   run forward n rounds from state, recording; pull the cotangents back through them
 * }</pre>
 *
 * <p>Rounds are recorded by the forward function of {@link CheckpointedLoop#rounds}, which puts
 * memory back to what it was before them, as that of any function does. Arrays that a round makes
 * are new ones each time; their shadows get the cotangents of those that were there before.
 */
final class CheckpointReversal {
  /** How many rounds are recorded at a time where each leaves a few numbers. */
  private static final int MANY_ROUNDS = 64;

  private static final int MANY_SNAPSHOTS = 500;
  private static final OpDefinition ROOT = Catalogue.named("math_sqrt_f64");
  private static final OpDefinition MINIMUM = Catalogue.named("math_min_i32_i32");

  private final String name;
  private final CheckpointedLoop loop;
  private final DerivedFunction rounds;
  private final Snapshots snapshots;

  CheckpointReversal(
      String name, CheckpointedLoop loop, DerivedFunction rounds, Snapshots snapshots) {
    this.name = name;
    this.loop = loop;
    this.rounds = rounds;
    this.snapshots = snapshots;
  }

  String name() {
    return name;
  }

  /** Reverses a number of rounds, from a snapshot of the state before them, which it takes off. */
  Function build(ReverseProgram program) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    List<Held> captured =
        snapshots.arguments(values, parameters, rounds::isShadowed).subList(0, loop.captured());
    parameters.retainAll(Held.all(captured));
    List<Value> ends = new ArrayList<>();
    for (int i : snapshots.shadowed()) {
      Value standing = loop.standing(i);
      ends.add(values.create(AdjointNames.of(standing), standing.type()));
    }
    StateAdjoints adjoints = new StateAdjoints(loop, rounds, values);
    List<Value> changing = new ArrayList<>();
    changing.add(values.create("rounds", ScalarType.INT32));
    changing.addAll(ends);
    changing.addAll(adjoints.cotangents());
    changing.addAll(adjoints.threaded());
    Value left = values.create("snapshots", ScalarType.INT32);
    parameters.addAll(changing.subList(1, changing.size()));
    parameters.add(changing.get(0));
    parameters.add(left);
    OfCallee storage = DerivedFunction.stacks(program, values, parameters);
    BlockBuilder body = new BlockBuilder(values, parameters).at(loop.position());
    Value recorded = body.constant(ScalarType.INT32, recorded());
    int shadows = ends.size();
    List<Value> after =
        body.loop(
            "checkpoints",
            Slot.like(changing),
            changing,
            (block, now) ->
                new Terminator.Condition(
                    block.apply(ElementwiseOps.GREATER, now.get(0), recorded), now),
            (block, now) ->
                new Terminator.Yield(secondHalf(captured, now, left, program, storage, block)));
    List<Held> state = snapshots.pop(captured, body, storage);
    List<Value> results =
        record(
            state,
            after.get(0),
            after.subList(1, 1 + shadows),
            after.subList(1 + shadows, after.size()),
            program,
            storage,
            body);
    return Snapshots.function(name, body, results);
  }

  /** One snapshot less: 1 stays, since what it is taken for ends before the next one is. */
  private static Value oneLess(Value snapshots, BlockBuilder block) {
    Value one = block.constant(ScalarType.INT32, 1);
    Value many = block.apply(ElementwiseOps.GREATER, snapshots, one);
    return block
        .ifElse(
            many,
            List.of(new Slot("snapshots", ScalarType.INT32)),
            (inner, none) ->
                new Terminator.Yield(List.of(inner.apply(ElementwiseOps.SUBTRACT, snapshots, one))),
            (inner, none) -> new Terminator.Yield(List.of(snapshots)))
        .get(0);
  }

  /**
   * Runs on from the snapshot, takes another one, and reverses what comes after it; what is left to
   * be reversed.
   */
  private List<Value> secondHalf(
      List<Held> captured,
      List<Value> now,
      Value left,
      ReverseProgram program,
      OfCallee storage,
      BlockBuilder block) {
    List<Held> state = snapshots.pop(captured, block, storage);
    snapshots.push(state, block, storage);
    Value distance =
        block.apply(
            "distance",
            CheckpointOps.CHECKPOINT_DISTANCE,
            Attributes.NONE,
            List.of(now.get(0), block.constant(ScalarType.INT32, recorded()), left));
    List<Held> middle = run(state, distance, block);
    snapshots.push(middle, block, storage);
    List<Value> operands = new ArrayList<>(Held.all(captured));
    operands.addAll(now.subList(1, now.size()));
    operands.add(block.apply(ElementwiseOps.SUBTRACT, now.get(0), distance));
    operands.add(oneLess(left, block));
    program.sharedTypes().forEach(type -> operands.add(storage.shared(type)));
    List<Value> next = new ArrayList<>();
    next.add(distance);
    for (int i : snapshots.shadowed()) {
      next.add(middle.get(i).shadow());
    }
    StateAdjoints adjoints = new StateAdjoints(loop, rounds, block.values());
    next.addAll(block.call(name, adjoints.slots(), operands));
    return next;
  }

  /**
   * How many snapshots are kept, of so many iterations; 0 for any number. Where a snapshot takes
   * little there are enough for the binomial schedule to run no iteration more than twice again:
   * the root of twice the number of records. Each is a call in a call, so that there is a limit.
   */
  Value snapshots(Value rounds, BlockBuilder block) {
    if (loop.mark().snapshots() > 0 || !snapshots.isSmall()) {
      return block.constant(ScalarType.INT32, loop.mark().snapshots());
    }
    Value number = cast(rounds, ScalarType.FLOAT64, block);
    Value scale = block.constant(ScalarType.FLOAT64, 2.0 / recorded());
    Value root = block.apply(ROOT, block.apply(ElementwiseOps.MULTIPLY, number, scale));
    Value least = cast(root, ScalarType.INT32, block);
    Value enough = block.apply(ElementwiseOps.ADD, least, block.constant(ScalarType.INT32, 1));
    Value most = block.constant(ScalarType.INT32, MANY_SNAPSHOTS);
    return block.apply("snapshots", MINIMUM, Attributes.NONE, List.of(enough, most));
  }

  private static Value cast(Value value, ScalarType type, BlockBuilder block) {
    Attributes to = Attributes.of("to", new Attribute.ElementType(type.dtype()));
    return block.apply("", ConversionOps.CAST, to, List.of(value));
  }

  /** Says what is kept. */
  ReverseReport.Item report() {
    String kept =
        loop.mark().snapshots() == 0
            ? snapshots.isSmall()
                ? "snapshots by which no iteration is run more than twice again"
                : "snapshots by recursive halving"
            : "snapshots, " + loop.mark().snapshots() + " at a time";
    String recorded =
        recorded() == 1 ? "1 iteration is recorded" : recorded() + " iterations are recorded";
    return new ReverseReport.Item(
        ReverseReport.Kind.CHECKPOINTED,
        "loop",
        loop.position(),
        List.of(),
        "",
        0,
        kept + "; " + recorded + " at a time");
  }

  /** How many rounds are recorded at a time. */
  private int recorded() {
    if (loop.mark().recorded() > 0) {
      return loop.mark().recorded();
    }
    return rounds.derivations().get(0).savesNumbersOnly() ? MANY_ROUNDS : 1;
  }

  /** Runs rounds without recording them; the state after them. */
  private List<Held> run(List<Held> state, Value count, BlockBuilder block) {
    boolean shadows = !snapshots.shadowed().isEmpty();
    List<Value> operands = new ArrayList<>();
    state.forEach(each -> operands.addAll(shadows ? each.values() : List.of(each.value())));
    operands.add(count);
    String called = shadows ? rounds.replayName() : loop.rounds().name();
    List<Slot> slots = shadows ? roundsSlots() : Slot.like(resultsOfRounds());
    return held(state, block.call(called, slots, operands), shadows);
  }

  private List<Value> resultsOfRounds() {
    return loop.rounds().body().terminator().operands();
  }

  private List<Slot> roundsSlots() {
    List<Slot> slots = new ArrayList<>();
    List<Value> results = resultsOfRounds();
    for (int i = 0; i < results.size(); i++) {
      slots.add(Slot.like(results.get(i)));
      if (rounds.isShadowed(loop.captured() + i)) {
        slots.add(new Slot(AdjointNames.of(results.get(i)), results.get(i).type()));
      }
    }
    return slots;
  }

  private List<Held> held(List<Held> before, List<Value> results, boolean shadows) {
    List<Held> state = new ArrayList<>(before.subList(0, loop.captured()));
    int next = 0;
    for (int i = loop.captured(); i < before.size(); i++) {
      Value value = results.get(next++);
      state.add(new Held(value, shadows && rounds.isShadowed(i) ? results.get(next++) : null));
    }
    return state;
  }

  /** Runs rounds forward and backward; the adjoints before them. */
  private List<Value> record(
      List<Held> state,
      Value count,
      List<Value> ends,
      List<Value> adjoints,
      ReverseProgram program,
      OfCallee storage,
      BlockBuilder body) {
    List<Value> stacks = program.sharedTypes().stream().map(storage::shared).toList();
    List<Value> operands = new ArrayList<>(Held.all(state));
    operands.add(count);
    operands.addAll(stacks);
    List<Held> after = held(state, body.call(rounds.forwardName(), roundsSlots(), operands), true);
    int next = 0;
    for (int i : snapshots.shadowed()) {
      body.perform(
          ArrayOps.ARRAY_ASSIGN, Attributes.NONE, List.of(after.get(i).shadow(), ends.get(next++)));
    }
    List<Value> arguments = new ArrayList<>();
    for (int i = 0; i < state.size(); i++) {
      if (rounds.isUsedBackward(i)) {
        arguments.add(state.get(i).value());
      }
      if (rounds.isShadowed(i)) {
        arguments.add(state.get(i).shadow());
      }
    }
    if (rounds.isUsedBackward(state.size())) {
      arguments.add(count);
    }
    arguments.addAll(adjoints);
    arguments.addAll(stacks);
    StateAdjoints order = new StateAdjoints(loop, rounds, body.values());
    List<Value> results = body.call(rounds.backwardName(), order.slotsOfArguments(), arguments);
    return order.inOrderOfResults(results);
  }
}
