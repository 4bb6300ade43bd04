package dev.kiln.pass.exit;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The exits of a function: the number that stands for each, and the types of the values that it
 * takes along.
 */
public final class Exits {
  /** Builds one branch. */
  public interface Arm {
    Terminator build(BlockBuilder block);
  }

  private static final OpDefinition EQUAL = Catalogue.named("equal");

  private final Map<Exit, Integer> codes = new LinkedHashMap<>();
  private final Map<Exit, List<ValueType>> payloads = new LinkedHashMap<>();

  /** The exits in an operation that leave it. */
  public Set<Exit> of(Operation operation) {
    Set<Exit> exits = new LinkedHashSet<>();
    operation.blocks().forEach(block -> exits.addAll(of(block)));
    if (operation instanceof Operation.Scope scope) {
      exits.remove(Exit.breakOf(scope.label()));
    } else if (operation instanceof Operation.Loop loop) {
      exits.remove(Exit.breakOf(loop.label()));
      exits.remove(Exit.continueOf(loop.label()));
    }
    return exits;
  }

  /** The exits in a block. */
  public Set<Exit> of(Block block) {
    Set<Exit> exits = new LinkedHashSet<>();
    block.operations().forEach(operation -> exits.addAll(of(operation)));
    Exit.of(block.terminator())
        .ifPresent(
            exit -> {
              exits.add(exit);
              payloads.put(exit, block.terminator().operands().stream().map(Value::type).toList());
            });
    return exits;
  }

  /** The number that stands for an exit. */
  public int code(Exit exit) {
    return codes.computeIfAbsent(exit, each -> codes.size() + 1);
  }

  /** Whether the code of an exit that was taken is a given one. */
  public Value equalsCode(Value code, int number, BlockBuilder out) {
    return out.apply(EQUAL, code, out.constant(ScalarType.INT32, number));
  }

  /**
   * The values that one of several exits takes along.
   *
   * @param extra the code, then the values of all of them
   */
  public List<Value> payload(List<Exit> exits, int index, List<Value> extra) {
    int start = 1;
    for (int i = 0; i < index; i++) {
      start += payloads.get(exits.get(i)).size();
    }
    return extra.subList(start, start + payloads.get(exits.get(index)).size());
  }

  /** The slots for the code and for the values of exits that go further out. */
  public List<Slot> extraSlots(List<Exit> outer, boolean coded) {
    List<Slot> slots = new ArrayList<>();
    if (coded) {
      slots.add(new Slot("exit", ScalarType.INT32));
    }
    outer.forEach(exit -> payloads.get(exit).forEach(type -> slots.add(new Slot("", type))));
    return slots;
  }

  /** Ends a block normally, or by an exit with its values in the place of the normal ones. */
  public Terminator.Yield normalEnd(
      List<Value> values, int code, BlockBuilder out, Destination destination) {
    List<Value> all = new ArrayList<>(values);
    if (destination.coded()) {
      all.add(out.constant(ScalarType.INT32, code));
    }
    for (Exit outer : destination.outer()) {
      payloads.get(outer).forEach(type -> all.add(undefined(type, out)));
    }
    return new Terminator.Yield(all);
  }

  /** Ends a block by an exit. */
  public Terminator.Yield leave(
      Exit exit, List<Value> values, BlockBuilder out, Destination destination) {
    Integer direct = destination.direct().get(exit);
    if (direct != null) {
      return normalEnd(values, direct, out, destination);
    }
    List<Value> all = new ArrayList<>();
    destination.normal().forEach(slot -> all.add(undefined(slot.type(), out)));
    all.add(out.constant(ScalarType.INT32, code(exit)));
    for (Exit outer : destination.outer()) {
      if (outer.equals(exit)) {
        all.addAll(values);
      } else {
        payloads.get(outer).forEach(type -> all.add(undefined(type, out)));
      }
    }
    return new Terminator.Yield(all);
  }

  private static Value undefined(ValueType type, BlockBuilder out) {
    return out.apply(
        "", ConstantOps.UNDEFINED, Attributes.of("type", new Attribute.Type(type)), List.of());
  }

  /** An If whose branches give the values of {@code destination}; returns how it all ends. */
  public Terminator ifElse(
      Value condition, BlockBuilder out, Destination destination, Arm thenArm, Arm elseArm) {
    List<Terminator> ends = new ArrayList<>();
    List<Slot> slots = new ArrayList<>(destination.normal());
    slots.addAll(extraSlots(destination.outer(), destination.coded()));
    Block thenBlock = out.nested(List.of(), (block, none) -> keep(thenArm.build(block), ends));
    Block elseBlock = out.nested(List.of(), (block, none) -> keep(elseArm.build(block), ends));
    boolean completes = ends.stream().anyMatch(end -> end instanceof Terminator.Yield);
    List<Value> results = new ArrayList<>();
    if (completes) {
      slots.forEach(slot -> results.add(out.values().create(slot.name(), slot.type())));
    }
    out.add(new Operation.If(condition, thenBlock, elseBlock, results, out.position()));
    return completes ? new Terminator.Yield(results) : new Terminator.Unreachable();
  }

  private static Terminator keep(Terminator end, List<Terminator> ends) {
    ends.add(end);
    return end;
  }
}
