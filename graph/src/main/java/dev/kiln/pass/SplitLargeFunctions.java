package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves runs of operations of large functions into functions of their own, so that no generated
 * method grows past the 8000 bytes of bytecode that HotSpot compiles.
 *
 * <p>A run is a stretch of the function's outermost block that no exit leaves. It takes what it
 * uses and returns what is used after it.
 */
public final class SplitLargeFunctions {
  /** Functions with a weight up to this stay whole; an operation weighs about its bytes. */
  private static final int LARGE = 6000;

  private static final int RUN = 6000;

  /** Loads and stores of the first 256 slots for local variables take two bytes, others four. */
  private static final int NEAR_SLOTS = 256;

  private static final Weights NEAR = new Weights(5, 2);
  private static final Weights FAR = new Weights(12, 4);

  /** The bytes of an operation itself, and of each value that it reads or that is copied. */
  private record Weights(int operation, int value) {
    int of(Block block) {
      int weight = value * block.terminator().operands().size();
      for (Operation each : block.operations()) {
        weight += of(each);
      }
      return weight;
    }

    int of(Operation each) {
      int weight = operation + value * each.operands().size();
      for (Block block : each.blocks()) {
        weight += of(block);
      }
      return weight;
    }
  }

  /** A call passes at most so many values; the JVM allows 255 slots, two for a double. */
  private static final int MOST_VALUES = 100;

  private final List<Function> made = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private SplitLargeFunctions() {}

  /** Splits the entry and every called function that is too large. */
  public static Graph run(Graph graph) {
    SplitLargeFunctions pass = new SplitLargeFunctions();
    graph.functions().forEach(function -> pass.names.add(function.name()));
    Function entry = pass.split(graph.entry());
    List<Function> functions = new ArrayList<>();
    graph.functions().forEach(function -> functions.add(pass.split(function)));
    if (pass.made.isEmpty()) {
      return graph;
    }
    functions.addAll(pass.made);
    return graph.withEntry(entry).withFunctions(functions);
  }

  /** About how many bytes of bytecode the largest function takes after the graph is split. */
  public static int largestPart(Graph graph) {
    return largest(run(graph));
  }

  /** About how many bytes of bytecode the largest function of the graph takes. */
  public static int largest(Graph graph) {
    int largest = weights(graph.entry()).of(graph.entry().body());
    for (Function function : graph.functions()) {
      largest = Math.max(largest, weights(function).of(function.body()));
    }
    return largest;
  }

  private Function split(Function function) {
    Weights weights = weights(function);
    if (weights.of(function.body()) <= LARGE) {
      return function;
    }
    List<Operation> remaining = new ArrayList<>();
    List<Operation> run = new ArrayList<>();
    List<Operation> all = function.body().operations();
    int weight = 0;
    for (int i = 0; i < all.size(); i++) {
      Operation operation = all.get(i);
      boolean fits = canMove(operation);
      if (!fits || weight + weights.of(operation) > RUN) {
        finish(function, run, all.subList(i, all.size()), remaining);
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
    finish(function, run, List.of(), remaining);
    Block body = function.body();
    return function.withBody(new Block(body.parameters(), remaining, body.terminator()));
  }

  /** Makes a function of a run, where that is worth it and possible. */
  private void finish(
      Function function, List<Operation> run, List<Operation> later, List<Operation> remaining) {
    Set<Value> inside = new LinkedHashSet<>();
    Set<Value> used = new LinkedHashSet<>();
    run.forEach(operation -> collect(operation, inside, used));
    Set<Value> needed = new LinkedHashSet<>();
    later.forEach(operation -> collect(operation, new HashSet<>(), needed));
    needed.addAll(function.body().terminator().operands());
    List<Value> parameters = used.stream().filter(value -> !inside.contains(value)).toList();
    List<Value> results =
        run.stream()
            .flatMap(operation -> operation.results().stream())
            .filter(needed::contains)
            .toList();
    boolean worthIt = run.size() > 20 && parameters.size() + results.size() <= MOST_VALUES;
    if (!worthIt) {
      remaining.addAll(run);
      return;
    }
    String name = fresh(function.name());
    List<ValueType> types = results.stream().map(Value::type).toList();
    Block body = new Block(parameters, run, new Terminator.Return(results));
    made.add(new Function(name, body, types));
    remaining.add(new Operation.Call(name, parameters, results, run.get(0).position()));
  }

  private String fresh(String base) {
    int number = 1;
    while (!names.add(base + "Part" + number)) {
      number++;
    }
    return base + "Part" + number;
  }

  private static void collect(Operation operation, Set<Value> defined, Set<Value> used) {
    used.addAll(operation.operands());
    defined.addAll(operation.results());
    for (Block block : operation.blocks()) {
      defined.addAll(block.parameters());
      block.operations().forEach(inner -> collect(inner, defined, used));
      used.addAll(block.terminator().operands());
    }
  }

  /** Whether the operation works in another function: it neither returns nor names a bound size. */
  private static boolean canMove(Operation operation) {
    if (operation instanceof Operation.Apply apply && apply.attributes().isSymbolic()) {
      return false;
    }
    for (Block block : operation.blocks()) {
      if (block.terminator() instanceof Terminator.Return
          || !block.operations().stream().allMatch(SplitLargeFunctions::canMove)) {
        return false;
      }
    }
    return true;
  }

  private static Weights weights(Function function) {
    Map<Value, Integer> uses = new HashMap<>();
    count(function.body(), uses);
    int slots = 2 * function.parameters().size() + slots(function.body(), uses);
    return slots > NEAR_SLOTS ? FAR : NEAR;
  }

  private static void count(Block block, Map<Value, Integer> uses) {
    for (Operation operation : block.operations()) {
      operation.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
      operation.blocks().forEach(nested -> count(nested, uses));
    }
    block.terminator().operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
  }

  /**
   * At most how many slots the variables of a block take, those of nested blocks by turns.
   * Constants and most values that are used once have no variable.
   */
  private static int slots(Block block, Map<Value, Integer> uses) {
    int own = 0;
    int nested = 0;
    for (Operation operation : block.operations()) {
      boolean simple = operation instanceof Operation.Apply && !operation.operands().isEmpty();
      for (Value result : operation.results()) {
        boolean hasVariable =
            simple ? uses.getOrDefault(result, 0) > 1 : !(operation instanceof Operation.Apply);
        own += hasVariable ? 2 : 0;
      }
      for (Block inner : operation.blocks()) {
        nested = Math.max(nested, slots(inner, uses));
      }
    }
    return own + nested;
  }
}
