package dev.kiln.autodiff.reverse.residual;

import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.type.StackType;
import dev.kiln.type.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The storage of a called function: its parameters. */
public final class StacksOfCallee implements ResidualStorage {
  private final SharedStacks shared;
  private final ValueSource values;
  private final Map<ValueType, Value> stacks = new HashMap<>();

  /**
   * Adds the shared stacks to the parameters of a function.
   *
   * @param values of the function
   * @param parameters what it takes before them
   */
  public StacksOfCallee(SharedStacks shared, ValueSource values, List<Value> parameters) {
    this.shared = shared;
    this.values = values;
    for (ValueType type : shared.types()) {
      Value stack = values.create("saved", new StackType(type));
      parameters.add(stack);
      stacks.put(type, stack);
    }
  }

  @Override
  public Value stack(Key key, String name, ValueType element) {
    return shared(element);
  }

  @Override
  public String purpose(Key key, String name) {
    return "a called function saves " + name; // on stacks of its callers
  }

  @Override
  public Value shared(ValueType element) {
    Value stack = stacks.get(element);
    if (stack == null) {
      shared.add(element);
      return values.create("saved", new StackType(element));
    }
    return stack;
  }
}
