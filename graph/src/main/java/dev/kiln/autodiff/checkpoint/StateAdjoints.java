package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.reverse.callee.CalleeDerivative;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The adjoints that go through the reverse of a checkpointed loop: first those of the numbers in
 * the state, then those of captured numbers. Functions return them in the order of their arguments:
 * the other way round.
 */
final class StateAdjoints {
  private final List<Value> cotangents = new ArrayList<>();
  private final List<Value> threaded = new ArrayList<>();

  StateAdjoints(CheckpointedLoop loop, CalleeDerivative rounds, ValueSource values) {
    for (int i = 0; i < loop.whole().parameters().size(); i++) {
      if (rounds.hasAdjoint(i)) {
        Value standing = loop.standing(i);
        (i < loop.captured() ? threaded : cotangents)
            .add(values.create(AdjointNames.of(standing), standing.type()));
      }
    }
  }

  List<Value> cotangents() {
    return cotangents;
  }

  List<Value> threaded() {
    return threaded;
  }

  List<Slot> slots() {
    List<Slot> slots = new ArrayList<>(Slot.like(cotangents));
    slots.addAll(Slot.like(threaded));
    return slots;
  }

  List<Slot> slotsOfArguments() {
    List<Slot> slots = new ArrayList<>(Slot.like(threaded));
    slots.addAll(Slot.like(cotangents));
    return slots;
  }

  List<Value> inOrderOfArguments(List<Value> results) {
    List<Value> ordered = new ArrayList<>(results.subList(cotangents.size(), results.size()));
    ordered.addAll(results.subList(0, cotangents.size()));
    return ordered;
  }

  List<Value> inOrderOfResults(List<Value> results) {
    List<Value> ordered = new ArrayList<>(results.subList(threaded.size(), results.size()));
    ordered.addAll(results.subList(0, threaded.size()));
    return ordered;
  }
}
