package dev.kiln.processor.emit.graphs;

import dev.kiln.graph.Value;
import dev.kiln.processor.emit.name.JavaNames;
import java.util.HashMap;
import java.util.Map;

/** The variables of the values of a function. */
final class ValueNames {
  private final Map<Value, String> names = new HashMap<>();

  /** The names so far, and the next number to try behind each. */
  private final Map<String, Integer> taken = new HashMap<>();

  /**
   * @param reserved names of other variables
   */
  ValueNames(String... reserved) {
    for (String each : reserved) {
      taken.put(each, 1);
    }
  }

  /** The name of a new variable for {@code value}. */
  String declare(Value value) {
    String identifier = JavaNames.identifier(value.name());
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
