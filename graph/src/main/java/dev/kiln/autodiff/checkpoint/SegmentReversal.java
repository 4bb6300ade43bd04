package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.checkpoint.Snapshots.Held;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.reverse.DerivedFunction;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.autodiff.reverse.residual.StacksOfCallee;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;

/**
 * Snapshots in the first run, where each takes little: before segments of 1, 2, 3 ... records, so
 * that {@code n} records have about {@code sqrt(2 n)} segments, however long the loop turns out to
 * be. The segments are reversed from the last one to the first: each is run once again, with a
 * snapshot before each record, and these are recorded and reversed.
 *
 * <pre>{@code
 * for (segments = 1; the loop is not over; segments++):
 *   push state
 *   state = run(state, at most segments * recorded)
 *
 * while (segments > 0):
 *   push all states of the segment, recorded iterations apart
 *   record and reverse from each of these
 *   segments--
 * }</pre>
 *
 * @param name that of the function that reverses
 * @param segment what {@link CheckpointedLoop#segment} is differentiated to; only the function
 *     without residuals is used
 */
record SegmentReversal(
    String name, RepeatedIterations iterations, DerivedFunction segment, Snapshots snapshots) {

  /**
   * What the first run gives.
   *
   * @param state what is captured, then the state in the end
   * @param segments how many snapshots were taken
   * @param last how many iterations the last segment has
   * @param iterations how many there were
   */
  record FirstRun(List<Held> state, Value segments, Value last, Value iterations) {}

  private CheckpointedLoop loop() {
    return iterations.loop();
  }

  /** Runs the loop; leaves snapshots on the stacks. */
  FirstRun firstRun(List<Held> arguments, BlockBuilder body, StacksOfCallee storage) {
    List<Value> initial = new ArrayList<>(changing(arguments));
    List<Slot> slots = stateSlots();
    int size = slots.size();
    for (String counter : List.of("segments", "length", "last", "iterations")) {
      initial.add(number(0, body));
      slots.add(new Slot(counter, ScalarType.INT32));
    }
    List<Value> after =
        body.loop(
            "segments",
            slots,
            initial,
            (block, now) ->
                new Terminator.Condition(
                    block.apply(ElementwiseOps.EQUAL, now.get(size + 2), now.get(size + 1)), now),
            (block, now) -> {
              List<Held> state = held(arguments, now);
              snapshots.push(state, block, storage);
              Value length = plus(now.get(size + 1), iterations.recorded(), block);
              List<Value> next = new ArrayList<>(runSegment(state, length, block));
              Value ran = next.remove(size);
              next.add(plus(now.get(size), 1, block));
              next.add(length);
              next.add(ran);
              next.add(block.apply(ElementwiseOps.ADD, now.get(size + 3), ran));
              return new Terminator.Yield(next);
            });
    return new FirstRun(
        held(arguments, after), after.get(size), after.get(size + 2), after.get(size + 3));
  }

  private List<Value> runSegment(List<Held> state, Value limit, BlockBuilder block) {
    boolean shadows = !snapshots.shadowed().isEmpty();
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < state.size(); i++) {
      operands.add(state.get(i).value());
      if (shadows && segment.isShadowed(i)) {
        operands.add(state.get(i).shadow());
      }
    }
    operands.add(limit);
    List<Slot> slots = stateSlots();
    slots.add(new Slot("last", ScalarType.INT32));
    String called = shadows ? segment.replayName() : loop().segment().name();
    return block.call(called, slots, operands);
  }

  /** Reverses all segments, and takes off the snapshots. */
  Function build(Callees callees) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    List<Held> captured =
        snapshots
            .arguments(values, parameters, iterations.derived()::isShadowed)
            .subList(0, loop().captured());
    parameters.retainAll(Held.all(captured));
    List<Value> changing = new ArrayList<>();
    changing.add(values.create("segments", ScalarType.INT32));
    changing.add(values.create("length", ScalarType.INT32));
    for (int i : snapshots.shadowed()) {
      Value standing = loop().standing(i);
      changing.add(values.create(AdjointNames.of(standing), standing.type()));
    }
    StateAdjoints adjoints = new StateAdjoints(loop(), iterations.derived(), values);
    changing.addAll(adjoints.cotangents());
    changing.addAll(adjoints.threaded());
    parameters.addAll(changing.subList(2, changing.size()));
    parameters.addAll(List.of(changing.get(1), changing.get(0)));
    StacksOfCallee storage = new StacksOfCallee(callees.stacks(), values, parameters);
    BlockBuilder body = new BlockBuilder(values, parameters).at(loop().position());
    List<Value> after =
        body.loop(
            "segments",
            Slot.like(changing),
            changing,
            (block, now) ->
                new Terminator.Condition(
                    block.apply(ElementwiseOps.GREATER, now.get(0), number(0, block)), now),
            (block, now) -> {
              Value left = block.apply(ElementwiseOps.SUBTRACT, now.get(0), number(1, block));
              List<Value> next = new ArrayList<>();
              next.add(left);
              next.add(times(left, iterations.recorded(), block));
              next.addAll(
                  reverseSegment(
                      captured, now.get(1), now.subList(2, now.size()), callees, storage, block));
              return new Terminator.Yield(next);
            });
    return Snapshots.function(
        name, body, after.subList(2 + snapshots.shadowed().size(), after.size()));
  }

  /** The shadows of the state before the segment, then the adjoints. */
  private List<Value> reverseSegment(
      List<Held> captured,
      Value length,
      List<Value> ends,
      Callees callees,
      StacksOfCallee storage,
      BlockBuilder block) {
    Value start = beforeLast(captured, length, storage, block);
    List<Slot> slots = new ArrayList<>();
    slots.add(new Slot("start", ScalarType.INT32));
    slots.add(new Slot("end", ScalarType.INT32));
    slots.addAll(Slot.like(ends));
    List<Value> initial = new ArrayList<>(List.of(start, length));
    initial.addAll(ends);
    int shadows = snapshots.shadowed().size();
    List<Value> after =
        block.loop(
            "records",
            slots,
            initial,
            (inner, now) ->
                new Terminator.Condition(
                    inner.apply(ElementwiseOps.GREATER_EQUAL, now.get(0), number(0, inner)), now),
            (inner, now) -> {
              List<Held> state = snapshots.pop(captured, inner, storage);
              List<Value> adjoints =
                  iterations.record(
                      state,
                      inner.apply(ElementwiseOps.SUBTRACT, now.get(1), now.get(0)),
                      now.subList(2, 2 + shadows),
                      now.subList(2 + shadows, now.size()),
                      callees,
                      storage,
                      inner);
              List<Value> next = new ArrayList<>();
              next.add(plus(now.get(0), -iterations.recorded(), inner));
              next.add(now.get(0));
              snapshots.shadowed().forEach(i -> next.add(state.get(i).shadow()));
              next.addAll(adjoints);
              return new Terminator.Yield(next);
            });
    return after.subList(2, after.size());
  }

  /**
   * Runs a segment from the snapshot before it up to its last record, with snapshots on the way;
   * how many iterations there are before the last record.
   */
  private Value beforeLast(
      List<Held> captured, Value length, StacksOfCallee storage, BlockBuilder block) {
    List<Held> first = snapshots.pop(captured, block, storage);
    snapshots.push(first, block, storage);
    List<Value> initial = new ArrayList<>(List.of(number(0, block)));
    initial.addAll(changing(first));
    List<Slot> slots = stateSlots();
    slots.add(0, new Slot("start", ScalarType.INT32));
    Value recorded = number(iterations.recorded(), block);
    Value last = block.apply(ElementwiseOps.SUBTRACT, length, recorded);
    return block
        .loop(
            "states",
            slots,
            initial,
            (inner, now) ->
                new Terminator.Condition(inner.apply(ElementwiseOps.LESS, now.get(0), last), now),
            (inner, now) -> {
              List<Held> state =
                  iterations.run(held(first, now.subList(1, now.size())), recorded, inner);
              snapshots.push(state, inner, storage);
              List<Value> next = new ArrayList<>();
              next.add(plus(now.get(0), iterations.recorded(), inner));
              next.addAll(changing(state));
              return new Terminator.Yield(next);
            })
        .get(0);
  }

  /** The values of the state, each with its shadow after it where it has one. */
  private List<Value> changing(List<Held> held) {
    List<Value> values = new ArrayList<>();
    for (int i = loop().captured(); i < held.size(); i++) {
      values.add(held.get(i).value());
      if (snapshots.shadowed().contains(i)) {
        values.add(held.get(i).shadow());
      }
    }
    return values;
  }

  private List<Slot> stateSlots() {
    List<Slot> slots = new ArrayList<>();
    for (int i = loop().captured(); i < loop().whole().parameters().size(); i++) {
      Value standing = loop().standing(i);
      slots.add(Slot.like(standing));
      if (snapshots.shadowed().contains(i)) {
        slots.add(new Slot(AdjointNames.of(standing), standing.type()));
      }
    }
    return slots;
  }

  /** The captured ones of {@code before}, and the state of {@code changing}. */
  private List<Held> held(List<Held> before, List<Value> changing) {
    List<Held> held = new ArrayList<>(before.subList(0, loop().captured()));
    int next = 0;
    for (int i = loop().captured(); i < before.size(); i++) {
      Value value = changing.get(next++);
      held.add(new Held(value, snapshots.shadowed().contains(i) ? changing.get(next++) : null));
    }
    return held;
  }

  private static Value number(int number, BlockBuilder block) {
    return block.constant(ScalarType.INT32, number);
  }

  private static Value plus(Value value, int number, BlockBuilder block) {
    return by(ElementwiseOps.ADD, value, number, block);
  }

  private static Value times(Value value, int number, BlockBuilder block) {
    return by(ElementwiseOps.MULTIPLY, value, number, block);
  }

  private static Value by(OpDefinition operation, Value value, int number, BlockBuilder block) {
    return block.apply(operation, value, number(number, block));
  }

  /** Says what is kept. */
  ReverseReport.Item report() {
    return iterations.report(
        "snapshots in the first run, by which each iteration is run once again");
  }
}
