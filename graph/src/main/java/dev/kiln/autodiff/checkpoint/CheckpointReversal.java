package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.checkpoint.Snapshots.Held;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.autodiff.reverse.residual.StacksOfCallee;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.control.CheckpointOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;

/**
 * The function that reverses iterations of a checkpointed loop, from a snapshot of the state before
 * them:
 *
 * <pre>{@code
 * reverse(state, n):
 *   while (n > recorded):
 *     m = distance(n)
 *     reverse(run(state, m), n - m)     // takes a snapshot of what run gives
 *     n = m
 *   run forward n iterations from state, recording; pull the cotangents back through them
 * }</pre>
 */
final class CheckpointReversal {
  private final String name;
  private final CheckpointedLoop loop;
  private final RepeatedIterations iterations;
  private final Snapshots snapshots;

  CheckpointReversal(String name, RepeatedIterations iterations, Snapshots snapshots) {
    this.name = name;
    this.loop = iterations.loop();
    this.iterations = iterations;
    this.snapshots = snapshots;
  }

  String name() {
    return name;
  }

  /**
   * Reverses a number of iterations, from a snapshot of the state before them, which it takes off.
   */
  Function build(Callees callees) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    List<Held> captured =
        snapshots
            .arguments(values, parameters, iterations.derived()::isShadowed)
            .subList(0, loop.captured());
    parameters.retainAll(Held.all(captured));
    List<Value> ends = new ArrayList<>();
    for (int i : snapshots.shadowed()) {
      Value standing = loop.standing(i);
      ends.add(values.create(AdjointNames.of(standing), standing.type()));
    }
    StateAdjoints adjoints = new StateAdjoints(loop, iterations.derived(), values);
    List<Value> changing = new ArrayList<>();
    changing.add(values.create("iterations", ScalarType.INT32));
    changing.addAll(ends);
    changing.addAll(adjoints.cotangents());
    changing.addAll(adjoints.threaded());
    Value left = values.create("snapshots", ScalarType.INT32);
    parameters.addAll(changing.subList(1, changing.size()));
    parameters.add(changing.get(0));
    parameters.add(left);
    StacksOfCallee storage = new StacksOfCallee(callees.stacks(), values, parameters);
    BlockBuilder body = new BlockBuilder(values, parameters).at(loop.position());
    Value recorded = body.constant(ScalarType.INT32, iterations.recorded());
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
                new Terminator.Yield(secondHalf(captured, now, left, callees, storage, block)));
    List<Held> state = snapshots.pop(captured, body, storage);
    List<Value> results =
        iterations.record(
            state,
            after.get(0),
            after.subList(1, 1 + shadows),
            after.subList(1 + shadows, after.size()),
            callees,
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
      Callees callees,
      StacksOfCallee storage,
      BlockBuilder block) {
    List<Held> state = snapshots.pop(captured, block, storage);
    snapshots.push(state, block, storage);
    Value distance =
        block.apply(
            "distance",
            CheckpointOps.CHECKPOINT_DISTANCE,
            Attributes.NONE,
            List.of(now.get(0), block.constant(ScalarType.INT32, iterations.recorded()), left));
    List<Held> middle = iterations.run(state, distance, block);
    snapshots.push(middle, block, storage);
    List<Value> operands = new ArrayList<>(Held.all(captured));
    operands.addAll(now.subList(1, now.size()));
    operands.add(block.apply(ElementwiseOps.SUBTRACT, now.get(0), distance));
    operands.add(oneLess(left, block));
    callees.stacks().types().forEach(type -> operands.add(storage.shared(type)));
    List<Value> next = new ArrayList<>();
    next.add(distance);
    for (int i : snapshots.shadowed()) {
      next.add(middle.get(i).shadow());
    }
    StateAdjoints adjoints = new StateAdjoints(loop, iterations.derived(), block.values());
    next.addAll(block.call(name, adjoints.slots(), operands));
    return next;
  }

  /** How many snapshots may be kept; 0 for any number. */
  Value snapshots(BlockBuilder block) {
    return block.constant(ScalarType.INT32, loop.mark().snapshots());
  }

  /** Says what is kept. */
  ReverseReport.Item report() {
    int given = loop.mark().snapshots();
    return iterations.report(
        given == 0 ? "snapshots by recursive halving" : "snapshots, " + given + " at a time");
  }
}
