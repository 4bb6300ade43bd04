package dev.kiln.processor.emit.graphs;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.emit.name.JavaNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The variables of the values of a function: named as the user's variables, or else as the output
 * that a value is, {@code dX} for the derivative by {@code x}, or as the operation that it comes
 * from.
 */
final class ValueNames {
  private final Map<Value, String> suggestions = new HashMap<>();
  private final Map<Value, String> names = new HashMap<>();

  /** The names so far, and the next number to try behind each. */
  private final Map<String, Integer> taken = new HashMap<>();

  /**
   * @param reserved names of other variables
   */
  private ValueNames(Block body, String... reserved) {
    suggest(body);
    for (String each : reserved) {
      taken.put(each, 1);
    }
  }

  /** The names for a function that is called. */
  static ValueNames of(Function function) {
    return new ValueNames(function.body(), "code", "graph");
  }

  /** The names for the entry function of a graph. */
  static ValueNames of(Graph graph) {
    Function entry = graph.entry();
    ValueNames names = of(entry);
    Set<String> inputs = new HashSet<>();
    graph.inputs().forEach(each -> inputs.add(each.name()));
    List<Value> results = entry.body().terminator().operands();
    for (int i = 0; i < results.size() && i < graph.outputs().size(); i++) {
      String output = graph.outputs().get(i);
      boolean isDerivative = inputs.contains(output);
      names.suggestions.put(
          results.get(i),
          isDerivative ? "d" + JavaNames.capitalised(JavaNames.identifier(output)) : output);
    }
    return names;
  }

  private void suggest(Block block) {
    for (Operation operation : block.operations()) {
      for (Value result : operation.results()) {
        suggestions.put(
            result,
            operation instanceof Operation.Apply apply && !apply.is(Trait.LITERAL)
                ? method(apply.definition()).replace('_', '.')
                : JavaNames.temporary(result.type()));
      }
      operation.blocks().forEach(this::suggest);
    }
  }

  private static String method(OpDefinition definition) {
    return definition.spellings().isEmpty()
        ? definition.name()
        : definition.spellings().get(0).method();
  }

  /** The name of a new variable for {@code value}. */
  String declare(Value value) {
    boolean isNamed = !value.name().isEmpty();
    String identifier =
        JavaNames.identifier(isNamed ? value.name() : suggestions.getOrDefault(value, ""));
    String candidate = identifier;
    while (taken.containsKey(candidate)) {
      candidate = identifier + taken.merge(identifier, 1, Integer::sum);
    }
    taken.put(candidate, 1);
    names.put(value, candidate);
    return candidate;
  }

  /** The name of the variable of a value. */
  String of(Value value) {
    String name = names.get(value);
    if (name == null) {
      throw new IllegalStateException("no code for " + value);
    }
    return name;
  }
}
