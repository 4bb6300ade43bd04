package dev.kiln.pass.analysis.loop;

import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.type.SourcePosition;

/** What values are called in front of the user. */
public final class Subjects {
  private Subjects() {}

  /** The user's name, or what makes a nameless value. */
  public static String of(Value value, FunctionStructure structure) {
    if (!value.name().isEmpty()) {
      return value.name();
    }
    if (structure.definition(value).orElse(null) instanceof Operation.Call call) {
      return "result of " + call.function();
    }
    return structure
        .application(value)
        .map(made -> spoken(made.definition().name()))
        .orElse("a value");
  }

  /** Where the value is computed; of what a loop carries, the loop. */
  public static SourcePosition position(Value value, FunctionStructure structure) {
    Operation owner = structure.owner(structure.home(value));
    return structure
        .definition(value)
        .map(Operation::position)
        .orElseGet(() -> owner == null ? SourcePosition.UNKNOWN : owner.position());
  }

  /** {@code math_sin_f64} is {@code Math.sin}. */
  public static String spoken(String operation) {
    return operation.startsWith("math_") ? "Math." + operation.split("_", -1)[1] : operation;
  }
}
