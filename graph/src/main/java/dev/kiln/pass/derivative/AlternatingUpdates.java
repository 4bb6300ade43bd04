package dev.kiln.pass.derivative;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.WhereOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the updates {@code x = a - x} of a floating-point number in a loop, and takes the number
 * from the count, which the reverse recovers; so nothing is saved of it.
 *
 * <p>The update itself cannot be undone where it rounds. But with rounding to nearest, ties to
 * even, what two updates give comes back after two more, bit for bit: {@code a - (a - y)} is {@code
 * y} if {@code y} is {@code a - (a - x)} of any {@code x} (Knuth, The Art of Computer Programming,
 * volume 2, section 4.2.2, theorem D). So the number is one of four:
 *
 * <pre>
 * x1 = a - x0;  x2 = a - x1;  x3 = a - x2;
 * x = updates == 0 ? x0 : updates == 1 ? x1 : updates % 2 == 0 ? x2 : x3
 * </pre>
 */
public final class AlternatingUpdates extends GraphCopier {
  private final FunctionStructure structure;

  /** What the numbers are subtracted from, by the place among those that the loop carries. */
  private final Map<Operation.Loop, Map<Integer, Value>> minuends = new IdentityHashMap<>();

  private AlternatingUpdates(Function function) {
    this.structure = new FunctionStructure(function);
    collect(function.body());
  }

  /** The graph with counts of such updates. */
  public static Graph run(Graph graph) {
    return graph
        .withEntry(run(graph.entry()))
        .withFunctions(graph.functions().stream().map(AlternatingUpdates::run).toList());
  }

  private static Function run(Function function) {
    AlternatingUpdates pass = new AlternatingUpdates(function);
    return pass.minuends.isEmpty() ? function : pass.copy(function);
  }

  private void collect(Block block) {
    for (Operation operation : block.operations()) {
      operation.blocks().forEach(this::collect);
      if (operation instanceof Operation.Loop loop
          && loop.body().terminator() instanceof Terminator.Yield end) {
        Map<Integer, Value> found = new HashMap<>();
        for (int slot = 0; slot < loop.results().size(); slot++) {
          int place = slot;
          minuend(loop, slot, end.operands().get(slot)).ifPresent(each -> found.put(place, each));
        }
        if (!found.isEmpty()) {
          minuends.put(loop, found);
        }
      }
    }
  }

  private Optional<Value> minuend(Operation.Loop loop, int slot, Value after) {
    Value before = loop.body().parameters().get(slot);
    Operation.Apply update = structure.application(after).orElse(null);
    boolean alternates =
        before.type() instanceof ScalarType scalar
            && scalar.dtype().isFloating()
            && CountedLoop.isPlain(loop, slot)
            && structure.uses(loop.condition().parameters().get(slot)) == 1
            && update != null
            && structure.home(after) == loop.body()
            && update.is(Trait.DIFFERENCE)
            && update.operands().get(1).equals(before)
            && isSteady(update.operands().get(0), loop)
            && isNeeded(loop.body(), before, update);
    return alternates ? Optional.of(update.operands().get(0)) : Optional.empty();
  }

  private boolean isSteady(Value value, Operation.Loop loop) {
    return structure.isConstant(value) || CountedLoop.isInvariant(value, loop, structure);
  }

  /** Whether anything reads the number whose derivative depends on it. */
  private boolean isNeeded(Block block, Value before, Operation.Apply update) {
    return block.operations().stream()
        .anyMatch(
            each -> {
              boolean reads =
                  each.operands().contains(before) || each.operands().contains(update.result());
              return reads && !isLinear(each)
                  || each.blocks().stream().anyMatch(inner -> isNeeded(inner, before, update));
            });
  }

  private boolean isLinear(Operation operation) {
    return operation instanceof Operation.Apply apply
        && (apply.is(Trait.SUM)
            || apply.is(Trait.DIFFERENCE)
            || apply.is(Trait.OWN_INVERSE)
            || apply.is(Trait.PRODUCT)
                && apply.operands().stream().anyMatch(structure::isConstant));
  }

  @Override
  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    Map<Integer, Value> alternating = minuends.get(loop);
    if (alternating == null) {
      super.copyLoop(loop, target);
      return;
    }
    List<Value> initial = lookup(loop.operands());
    List<Slot> slots = new ArrayList<>(Slot.like(loop.results()));
    Map<Integer, List<Value>> numbers = new HashMap<>();
    alternating.forEach(
        (slot, minuend) -> {
          numbers.put(slot, numbers(loop, slot, initial.get(slot), minuend, target));
          initial.set(slot, target.constant(ScalarType.INT32, 0));
          slots.set(slot, new Slot(name(loop, slot) + "Updates", ScalarType.INT32));
        });
    List<Value> results =
        target.loop(
            label(loop.label()),
            slots,
            initial,
            (block, parameters) -> {
              defineAll(loop.condition().parameters(), parameters);
              return copyInto(loop.condition(), block);
            },
            (block, parameters) -> body(loop, numbers, parameters, block));
    defineAll(loop.results(), results);
    numbers.forEach(
        (slot, each) -> {
          Value result = loop.results().get(slot);
          if (structure.uses(result) > 0) {
            define(result, List.of(number(result.name(), results.get(slot), each, target)));
          }
        });
  }

  private static String name(Operation.Loop loop, int slot) {
    String name = loop.body().parameters().get(slot).name();
    return name.isEmpty() ? "number" : name;
  }

  /** The number before the loop and after one, two and three updates. */
  private List<Value> numbers(
      Operation.Loop loop, int slot, Value start, Value minuend, BlockBuilder target) {
    boolean isInside = structure.encloses(loop.body(), structure.home(minuend));
    if (isInside) {
      copy(structure.definition(minuend).orElseThrow(), target); // a constant
    }
    List<Value> numbers = new ArrayList<>(List.of(start));
    while (numbers.size() < 4) {
      String name = name(loop, slot) + numbers.size();
      List<Value> operands = List.of(single(minuend), numbers.get(numbers.size() - 1));
      numbers.add(target.apply(name, ElementwiseOps.SUBTRACT, Attributes.NONE, operands));
    }
    return numbers;
  }

  private Terminator body(
      Operation.Loop loop,
      Map<Integer, List<Value>> numbers,
      List<Value> parameters,
      BlockBuilder block) {
    defineAll(loop.body().parameters(), parameters);
    block.at(loop.position());
    numbers.forEach(
        (slot, each) -> {
          Value before = loop.body().parameters().get(slot);
          define(before, List.of(number(before.name(), parameters.get(slot), each, block)));
        });
    for (Operation operation : loop.body().operations()) {
      block.at(operation.position());
      copyOperation(operation, block);
    }
    List<Value> next = new ArrayList<>();
    for (int slot = 0; slot < parameters.size(); slot++) {
      next.add(
          numbers.containsKey(slot)
              ? block.apply(
                  ElementwiseOps.ADD, parameters.get(slot), block.constant(ScalarType.INT32, 1))
              : single(loop.body().terminator().operands().get(slot)));
    }
    return new Terminator.Yield(next);
  }

  private static Value number(String name, Value updates, List<Value> numbers, BlockBuilder block) {
    Value one = block.constant(ScalarType.INT32, 1);
    Value zero = block.constant(ScalarType.INT32, 0);
    Value isEven =
        block.apply(ElementwiseOps.EQUAL, block.apply(ElementwiseOps.AND, updates, one), zero);
    Value later = block.apply(WhereOps.WHERE, isEven, numbers.get(2), numbers.get(3));
    Value isFirst = block.apply(ElementwiseOps.EQUAL, updates, one);
    Value updated = block.apply(WhereOps.WHERE, isFirst, numbers.get(1), later);
    Value isNew = block.apply(ElementwiseOps.EQUAL, updates, zero);
    return block.apply(
        name, WhereOps.WHERE, Attributes.NONE, List.of(isNew, numbers.get(0), updated));
  }
}
