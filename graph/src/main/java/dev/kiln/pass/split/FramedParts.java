package dev.kiln.pass.split;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves runs of operations of a function, of nested blocks too, into parts. Numbers that one part
 * computes and another one uses are kept in a {@link Frame}, so that a part takes few arguments
 * however long the function is; constants are repeated where they are used. What still is too long
 * after that consists of calls, and is cut again.
 *
 * <p>A value that is kept keeps its identity: the parts that use it define it by a load.
 */
public final class FramedParts {
  /** A call passes at most so many values; the JVM allows 255 slots, two for a double. */
  private static final int MOST_VALUES = 60;

  private final Function function;
  private final int limit;
  private final CodeWeight weights;
  private final PartNames names;
  private final List<Function> parts;
  private final Frame frame;

  /** The places of the numbers that are kept, each from its definition on. */
  private final Map<Value, Frame.Element> elements = new HashMap<>();

  /** The loads and stores of numbers that are kept; each cut places them anew. */
  private final Set<Operation> transfers = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The operations that are repeated where their values are used. */
  private final Map<Value, Operation> constants = new HashMap<>();

  private FramedParts(Function function, int limit, PartNames names, List<Function> parts) {
    this.function = function;
    this.limit = limit;
    this.weights = CodeWeight.in(function);
    this.names = names;
    this.parts = parts;
    int[] last = {-1};
    function.parameters().forEach(value -> last[0] = Math.max(last[0], value.id()));
    for (Operation operation : function.body().operations()) {
      Movable.definitions(operation, value -> last[0] = Math.max(last[0], value.id()));
    }
    this.frame = new Frame(last[0] + 1, constants);
    findConstants(function.body());
  }

  /**
   * The function with calls for the runs that can be moved.
   *
   * @param limit the weight of a run
   * @param parts to which the new functions are added
   */
  public static Function split(
      Function function, int limit, PartNames names, List<Function> parts) {
    return new FramedParts(function, limit, names, parts).split();
  }

  private Function split() {
    Block body = shorten(function.body());
    List<Operation> operations = new ArrayList<>(frame.allocations());
    operations.addAll(body.operations());
    return function.withBody(new Block(body.parameters(), operations, body.terminator()));
  }

  private void findConstants(Block block) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply && apply.is(Trait.FREE)) {
        constants.put(apply.result(), apply);
      }
      operation.blocks().forEach(this::findConstants);
    }
  }

  private List<Operation> transfer(List<Operation> operations) {
    transfers.add(operations.get(operations.size() - 1));
    return operations;
  }

  private boolean isConstant(Operation operation) {
    return !operation.results().isEmpty() && constants.containsKey(operation.results().get(0));
  }

  private Block shorten(Block block) {
    List<Operation> operations = new ArrayList<>();
    for (Operation operation : block.operations()) {
      boolean isLong = !operation.blocks().isEmpty() && weights.of(operation) > limit;
      operations.add(isLong ? withShortBlocks(operation) : operation);
    }
    Block shortened = new Block(block.parameters(), operations, block.terminator());
    int weight = weights.of(shortened);
    while (weight > limit) {
      Cut cut = new Cut(shortened);
      if (cut.runs.isEmpty()) {
        break;
      }
      shortened = cut.apply();
      int before = weight;
      weight = weights.of(shortened);
      if (weight > before / 10 * 9) {
        break; // little of it can be moved
      }
    }
    return shortened;
  }

  private Operation withShortBlocks(Operation operation) {
    if (operation instanceof Operation.If branch) {
      return new Operation.If(
          branch.condition(),
          shorten(branch.thenBlock()),
          shorten(branch.elseBlock()),
          branch.results(),
          branch.position());
    } else if (operation instanceof Operation.Loop loop) {
      return new Operation.Loop(
          loop.label(),
          loop.operands(),
          shorten(loop.condition()),
          shorten(loop.body()),
          loop.results(),
          loop.position());
    } else {
      Operation.Scope scope = (Operation.Scope) operation;
      return new Operation.Scope(
          scope.label(), shorten(scope.body()), scope.results(), scope.position());
    }
  }

  /** One cut of a block: runs of its operations become calls. */
  private final class Cut {
    /** The number of what stays in the block. */
    private static final int STAYS = -1;

    private final Block block;
    private final List<List<Operation>> runs = new ArrayList<>();

    /** The number of the run that an operation is in; {@link #STAYS} for others. */
    private final List<Integer> places = new ArrayList<>();

    private final List<Operation> operations;

    /** The constants of this block; those from around it are defined there. */
    private final Set<Value> ownConstants = new HashSet<>();

    /** Where a value is defined, for those of this block. */
    private final Map<Value, Integer> homes = new HashMap<>();

    /** Values that are used elsewhere than where they are defined. */
    private final Set<Value> crossing = new HashSet<>();

    /** Kept values that an earlier cut of this block made parts compute. */
    private final Set<Value> loaded = new HashSet<>();

    /** The places of values from around the block, which it keeps at its beginning. */
    private final Map<Value, Frame.Element> keptFirst = new LinkedHashMap<>();

    private final Sequence rest = new Sequence(new HashSet<>());

    Cut(Block block) {
      this.block = block;
      this.operations =
          block.operations().stream()
              .filter(each -> !isConstant(each) && !transfers.contains(each))
              .toList();
      block.operations().stream()
          .filter(FramedParts.this::isConstant)
          .forEach(each -> ownConstants.addAll(each.results()));
      block.operations().stream()
          .filter(transfers::contains)
          .forEach(each -> loaded.addAll(each.results()));
      findRuns();
    }

    Block apply() {
      findCrossing();
      int index = 0;
      while (index < operations.size()) {
        int run = places.get(index);
        if (run == STAYS) {
          rest.add(operations.get(index++));
        } else {
          callPart(runs.get(run));
          index += runs.get(run).size();
        }
      }
      block.terminator().operands().forEach(value -> rest.provide(value, position()));
      List<Operation> all = new ArrayList<>();
      keptFirst.forEach((value, place) -> all.addAll(frame.store(place, value, position())));
      all.addAll(rest.operations);
      return new Block(block.parameters(), all, block.terminator());
    }

    private SourcePosition position() {
      return operations.get(operations.size() - 1).position();
    }

    private void findRuns() {
      List<Operation> run = new ArrayList<>();
      Set<Value> references = new HashSet<>();
      int weight = 0;
      for (Operation operation : operations) {
        boolean fits = Movable.is(operation);
        boolean isFull =
            weight + weights.of(operation) > limit || references.size() > MOST_VALUES / 2;
        if (!fits || isFull) {
          close(run, weight, references.size());
          run = new ArrayList<>();
          references = new HashSet<>();
          weight = 0;
        }
        if (fits) {
          run.add(operation);
          weight += weights.of(operation);
          collectReferences(operation, references);
        } else {
          places.add(STAYS);
        }
      }
      close(run, weight, references.size());
    }

    private void collectReferences(Operation operation, Set<Value> references) {
      Movable.uses(
          operation,
          value -> {
            if (!(value.type() instanceof ScalarType)) {
              references.add(value);
            }
          });
    }

    /** A run is moved where that is worth a call, and where few references enter it. */
    private void close(List<Operation> run, int weight, int references) {
      boolean worthIt = weight > limit / 10 && references < MOST_VALUES;
      int number = worthIt ? runs.size() : STAYS;
      if (worthIt) {
        runs.add(run);
      }
      for (Operation operation : run) {
        places.add(number);
        operation.results().forEach(result -> homes.put(result, number));
      }
    }

    private void findCrossing() {
      for (int i = 0; i < operations.size(); i++) {
        int place = places.get(i);
        if (place == STAYS) {
          operations.get(i).results().forEach(result -> homes.put(result, STAYS));
        }
      }
      for (int i = 0; i < operations.size(); i++) {
        int place = places.get(i);
        Movable.uses(operations.get(i), value -> cross(value, place));
      }
      block.terminator().operands().forEach(value -> cross(value, STAYS));
      for (Operation operation : operations) {
        operation.results().stream().filter(crossing::contains).forEach(this::keep);
      }
    }

    private void cross(Value value, int place) {
      Integer home = homes.get(value);
      if (home != null && home != place) {
        crossing.add(value);
      }
    }

    private void keep(Value value) {
      if (value.type() instanceof ScalarType type && !elements.containsKey(value)) {
        elements.put(value, frame.add(type));
      }
    }

    private void callPart(List<Operation> run) {
      Set<Value> inside = new HashSet<>();
      run.forEach(operation -> Movable.definitions(operation, inside::add));
      Sequence part = new Sequence(inside);
      keepFurther(run, inside);
      run.forEach(part::add);
      List<Value> results =
          run.stream()
              .flatMap(operation -> operation.results().stream())
              .filter(value -> crossing.contains(value) && !elements.containsKey(value))
              .toList();
      Set<Value> used = new LinkedHashSet<>();
      Set<Value> defined = new HashSet<>();
      for (Operation operation : part.operations) {
        Movable.uses(operation, used::add);
        Movable.definitions(operation, defined::add);
      }
      List<Value> parameters = used.stream().filter(value -> !defined.contains(value)).toList();
      String name = names.of(function.name());
      List<ValueType> types = results.stream().map(Value::type).toList();
      Block body = new Block(parameters, part.operations, new Terminator.Return(results));
      parts.add(new Function(name, body, types));
      rest.add(new Operation.Call(name, parameters, results, run.get(0).position()));
    }

    /** Whether the value is defined in the block, or in a part that it calls. */
    private boolean isOwn(Value value) {
      return homes.containsKey(value) || loaded.contains(value);
    }

    /** Of numbers from around the block, a part takes a limited number as arguments. */
    private void keepFurther(List<Operation> run, Set<Value> inside) {
      Set<Value> used = new LinkedHashSet<>();
      run.forEach(operation -> Movable.uses(operation, used::add));
      used.stream()
          .filter(value -> value.type() instanceof ScalarType)
          .filter(value -> !inside.contains(value) && !isOwn(value))
          .filter(value -> !constants.containsKey(value) && !keptFirst.containsKey(value))
          .skip(MOST_VALUES)
          .forEach(value -> keptFirst.put(value, frame.add((ScalarType) value.type())));
    }

    /** Operations in order, each after what defines the values that it uses. */
    private final class Sequence {
      final List<Operation> operations = new ArrayList<>();

      /** Values that need no definition here, since they have one. */
      private final Set<Value> defined;

      Sequence(Set<Value> defined) {
        this.defined = defined;
      }

      void add(Operation operation) {
        Movable.definitions(operation, defined::add);
        Movable.uses(operation, value -> provide(value, operation.position()));
        operations.add(operation);
        for (Value result : operation.results()) {
          Frame.Element place = elements.get(result);
          if (place != null) {
            operations.addAll(transfer(frame.store(place, result, operation.position())));
          }
        }
      }

      void provide(Value value, SourcePosition position) {
        if (defined.contains(value)) {
          return;
        }
        boolean isAround = this == rest && !ownConstants.contains(value);
        Operation constant = isAround ? null : constants.get(value);
        Frame.Element further = this == rest ? null : keptFirst.get(value);

        if (constant != null) {
          operations.add(constant);
          defined.add(value);
        } else if (further != null) {
          operations.addAll(frame.load(further, value, position));
          defined.add(value);
        } else if (isOwn(value) && elements.containsKey(value)) {
          operations.addAll(transfer(frame.load(elements.get(value), value, position)));
          defined.add(value);
        }
      }
    }
  }
}
