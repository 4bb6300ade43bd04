package dev.kiln.pass.split;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves runs of operations of a function into parts that take what they use as arguments and return
 * what is used after them. A run is a stretch of the function's outermost block that no exit
 * leaves.
 */
public final class DirectParts {
  /** A call passes at most so many values; the JVM allows 255 slots, two for a double. */
  private static final int MOST_VALUES = 100;

  /** A call pays from so many operations on. */
  private static final int FEWEST = 20;

  private final Function function;
  private final int limit;
  private final CodeWeight weights;
  private final PartNames names;
  private final List<Function> parts;

  /** The index of the last operation that uses a value. */
  private final Map<Value, Integer> lastUses = new HashMap<>();

  private final List<Operation> remaining = new ArrayList<>();

  private DirectParts(Function function, int limit, PartNames names, List<Function> parts) {
    this.function = function;
    this.limit = limit;
    this.weights = CodeWeight.in(function);
    this.names = names;
    this.parts = parts;
  }

  /**
   * The function with calls for the runs that can be moved.
   *
   * @param limit the weight of a run
   * @param parts to which the new functions are added
   */
  public static Function split(
      Function function, int limit, PartNames names, List<Function> parts) {
    return new DirectParts(function, limit, names, parts).split();
  }

  private Function split() {
    Block body = function.body();
    List<Operation> all = body.operations();
    for (int i = 0; i < all.size(); i++) {
      int index = i;
      Movable.uses(all.get(i), value -> lastUses.put(value, index));
    }
    body.terminator().operands().forEach(value -> lastUses.put(value, all.size()));
    List<Operation> run = new ArrayList<>();
    int weight = 0;
    for (int i = 0; i < all.size(); i++) {
      Operation operation = all.get(i);
      boolean fits = Movable.is(operation);
      if (!fits || weight + weights.of(operation) > limit) {
        finish(run, i);
        run.clear();
        weight = 0;
      }
      if (fits) {
        run.add(operation);
        weight += weights.of(operation);
      } else {
        remaining.add(operation);
      }
    }
    finish(run, all.size());
    return function.withBody(new Block(body.parameters(), remaining, body.terminator()));
  }

  /**
   * Makes a function of a run, where that is worth it and possible.
   *
   * @param end the index of the operation after the run
   */
  private void finish(List<Operation> run, int end) {
    Set<Value> inside = new LinkedHashSet<>();
    Set<Value> used = new LinkedHashSet<>();
    for (Operation operation : run) {
      Movable.uses(operation, used::add);
      Movable.definitions(operation, inside::add);
    }
    List<Value> parameters = used.stream().filter(value -> !inside.contains(value)).toList();
    List<Value> results =
        run.stream()
            .flatMap(operation -> operation.results().stream())
            .filter(value -> lastUses.getOrDefault(value, -1) >= end)
            .toList();
    boolean worthIt = run.size() > FEWEST && parameters.size() + results.size() <= MOST_VALUES;
    if (!worthIt) {
      remaining.addAll(run);
      return;
    }
    String name = names.of(function.name());
    List<ValueType> types = results.stream().map(Value::type).toList();
    Block body = new Block(parameters, run, new Terminator.Return(results));
    parts.add(new Function(name, body, types));
    remaining.add(new Operation.Call(name, parameters, results, run.get(0).position()));
  }
}
