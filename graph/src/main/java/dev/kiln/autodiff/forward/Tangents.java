package dev.kiln.autodiff.forward;

import dev.kiln.autodiff.activity.Variation;
import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.adjoint.AdjointZeros;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Value;
import dev.kiln.op.array.ArrayOps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a function in a copy of it that computes tangents: each has a copy, and where it is
 * varied a tangent in each lane.
 */
final class Tangents {
  private final Variation variation;
  private final int lanes;
  private final Map<Value, Value> primals = new HashMap<>();
  private final Map<Value, List<Value>> tangents = new HashMap<>();

  Tangents(Variation variation, int lanes) {
    this.variation = variation;
    this.lanes = lanes;
  }

  /** Says what a value and its tangents are in the copy; none for one that is not varied. */
  void define(Value value, Value primal, List<Value> itsTangents) {
    primals.put(value, primal);
    tangents.put(value, itsTangents);
  }

  /** The copy of a value. */
  Value primal(Value value) {
    return primals.get(value);
  }

  /** The tangents of a value; none where it is not varied. */
  List<Value> of(Value value) {
    return tangents.get(value);
  }

  /** What is passed on to {@code targets}: each value, with tangents where its target has some. */
  List<Value> passed(List<Value> values, List<Value> targets, BlockBuilder out) {
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      all.add(primals.get(values.get(i)));
      if (variation.isVaried(targets.get(i))) {
        all.addAll(orZeros(values.get(i), out));
      }
    }
    return all;
  }

  /** The tangents of a value, zeros where it is not varied. */
  List<Value> orZeros(Value value, BlockBuilder out) {
    return variation.isVaried(value) ? tangents.get(value) : zeros(value, out);
  }

  /** A zero in each lane. */
  List<Value> zeros(Value value, BlockBuilder out) {
    List<Value> zeros = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      zeros.add(
          Variation.isReference(value)
              ? out.apply(ArrayOps.ARRAY_ZEROS_LIKE, primals.get(value))
              : AdjointZeros.of(value.type(), out));
    }
    return zeros;
  }

  /** The names and types of values, each followed by those of its tangents. */
  List<Slot> slots(List<Value> values) {
    List<Slot> slots = new ArrayList<>();
    for (Value value : values) {
      slots.add(Slot.like(value));
      if (variation.isVaried(value)) {
        slots.addAll(tangentSlots(value));
      }
    }
    return slots;
  }

  /** The names and types of the tangents of a value. */
  List<Slot> tangentSlots(Value value) {
    List<Slot> slots = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      slots.add(new Slot(name(AdjointNames.of(value), lane), value.type()));
    }
    return slots;
  }

  /** The name of a tangent in one of the lanes. */
  String name(String tangent, int lane) {
    return lanes == 1 || tangent.isEmpty() ? tangent : tangent + lane;
  }

  /** Says what values are in the copy, each followed by its tangents. */
  void defineAll(List<Value> olds, List<Value> copies) {
    int next = 0;
    for (Value old : olds) {
      int count = variation.isVaried(old) ? lanes : 0;
      define(old, copies.get(next), copies.subList(next + 1, next + 1 + count));
      next += 1 + count;
    }
  }
}
