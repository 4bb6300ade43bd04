package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.checkpoint.Snapshots.Held;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.DerivedFunction;
import dev.kiln.autodiff.reverse.callee.CalleeDerivative;
import dev.kiln.autodiff.reverse.callee.CalleeDerivative.Choice;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.autodiff.reverse.residual.StacksOfCallee;
import dev.kiln.autodiff.reverse.sweep.ForwardSweep;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Builds the functions of a {@link DerivedCheckpoint}.
 *
 * @param signature what callers see of them
 * @param name what their names begin with
 * @param whole what is known of the function that runs the whole loop
 * @param iterations the derivative of the function that runs some iterations
 */
record CheckpointCode(
    CalleeDerivative signature,
    String name,
    CheckpointedLoop loop,
    Choice choice,
    FunctionDerivation whole,
    DerivedFunction iterations,
    Snapshots snapshots,
    CheckpointReversal reversal,
    Optional<SegmentReversal> segments) {

  /** The loop with shadows, but without residuals. */
  Function replay(Callees callees) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    List<Held> arguments = snapshots.arguments(values, parameters, signature::isShadowed);
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

  /** Takes the snapshot, runs the loop and keeps the number of its iterations. */
  Function forward(Callees callees) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    List<Held> arguments =
        new ArrayList<>(snapshots.arguments(values, parameters, signature::isShadowed));
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
    return Snapshots.function(signature.forwardName(), body, results);
  }

  private Function forward(List<Held> arguments, BlockBuilder body, StacksOfCallee storage) {
    snapshots.push(arguments, body, storage);
    boolean shadows = !snapshots.shadowed().isEmpty();
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      operands.add(arguments.get(i).value());
      if (shadows && signature.isShadowed(i)) {
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
    return Snapshots.function(signature.forwardName(), body, results);
  }

  private static void push(Value value, BlockBuilder body, StacksOfCallee storage) {
    body.perform(
        StackOps.STACK_PUSH, Attributes.NONE, List.of(storage.shared(value.type()), value));
  }

  private static Value pop(String name, ValueType type, BlockBuilder body, StacksOfCallee storage) {
    return body.apply(name, StackOps.STACK_POP, Attributes.NONE, List.of(storage.shared(type)));
  }

  /** Reverses the iterations from the snapshot. */
  Function backward(Callees callees) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    List<Held> captured = new ArrayList<>();
    for (int i = 0; i < loop.whole().parameters().size(); i++) {
      Value parameter = loop.whole().parameters().get(i);
      Value value = null;
      if (signature.isUsedBackward(i)) {
        value = values.create(parameter.name(), parameter.type());
        parameters.add(value);
      }
      Value shadow = null;
      if (signature.isShadowed(i)) {
        shadow = values.create(AdjointNames.of(parameter), parameter.type());
        parameters.add(shadow);
      }
      if (signature.isUsedBackward(i)) {
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
    return Snapshots.function(signature.backwardName(), body, adjoints.inOrderOfArguments(results));
  }

  private static Value zeros(Value array, BlockBuilder body) {
    return body.apply("", ArrayOps.ARRAY_ZEROS_LIKE, Attributes.NONE, List.of(array));
  }
}
