package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.checkpoint.Snapshots.Held;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.reverse.DerivedFunction;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.autodiff.reverse.residual.StacksOfCallee;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Value;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.definition.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Iterations of a checkpointed loop that are run again from a snapshot.
 *
 * <p>Those that are reversed are recorded by the forward function of {@link
 * CheckpointedLoop#iterations}, which puts memory back to what it was before them, as that of any
 * function does. Arrays that an iteration makes are new ones each time; their shadows get the
 * cotangents of those that were there before.
 *
 * @param derived what {@link CheckpointedLoop#iterations} is differentiated to
 * @param shadowed which parameters belong to the state and have shadows, in order
 */
record RepeatedIterations(CheckpointedLoop loop, DerivedFunction derived, Set<Integer> shadowed) {
  /** How many iterations are recorded at a time where each leaves a few numbers. */
  private static final int MANY_ITERATIONS = 64;

  /** How many iterations are recorded at a time. */
  int recorded() {
    if (loop.mark().recorded() > 0) {
      return loop.mark().recorded();
    }
    return derived.derivations().get(0).savesNumbersOnly() ? MANY_ITERATIONS : 1;
  }

  /** Says what is kept. */
  ReverseReport.Item report(String kept) {
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

  /** Runs iterations without recording them; the state after them. */
  List<Held> run(List<Held> state, Value count, BlockBuilder block) {
    boolean shadows = !shadowed.isEmpty();
    List<Value> operands = new ArrayList<>();
    state.forEach(each -> operands.addAll(shadows ? each.values() : List.of(each.value())));
    operands.add(count);
    String called = shadows ? derived.replayName() : loop.iterations().name();
    List<Slot> slots = shadows ? iterationsSlots() : Slot.like(resultsOfIterations());
    return held(state, block.call(called, slots, operands), shadows);
  }

  private List<Value> resultsOfIterations() {
    return loop.iterations().body().terminator().operands();
  }

  private List<Slot> iterationsSlots() {
    List<Slot> slots = new ArrayList<>();
    List<Value> results = resultsOfIterations();
    for (int i = 0; i < results.size(); i++) {
      slots.add(Slot.like(results.get(i)));
      if (derived.isShadowed(loop.captured() + i)) {
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
      state.add(new Held(value, shadows && derived.isShadowed(i) ? results.get(next++) : null));
    }
    return state;
  }

  /** Runs iterations forward and backward; the adjoints before them. */
  List<Value> record(
      List<Held> state,
      Value count,
      List<Value> ends,
      List<Value> adjoints,
      Callees callees,
      StacksOfCallee storage,
      BlockBuilder body) {
    List<Value> stacks = callees.stacks().types().stream().map(storage::shared).toList();
    List<Value> operands = new ArrayList<>(Held.all(state));
    operands.add(count);
    operands.addAll(stacks);
    List<Held> after =
        held(state, body.call(derived.forwardName(), iterationsSlots(), operands), true);
    int next = 0;
    for (int i : shadowed) {
      body.perform(
          ArrayPairOps.ARRAY_ASSIGN,
          Attributes.NONE,
          List.of(after.get(i).shadow(), ends.get(next++)));
    }
    List<Value> arguments = new ArrayList<>();
    for (int i = 0; i < state.size(); i++) {
      if (derived.isUsedBackward(i)) {
        arguments.add(state.get(i).value());
      }
      if (derived.isShadowed(i)) {
        arguments.add(state.get(i).shadow());
      }
    }
    if (derived.isUsedBackward(state.size())) {
      arguments.add(count);
    }
    arguments.addAll(adjoints);
    arguments.addAll(stacks);
    StateAdjoints order = new StateAdjoints(loop, derived, body.values());
    List<Value> results = body.call(derived.backwardName(), order.slotsOfArguments(), arguments);
    return order.inOrderOfResults(results);
  }
}
