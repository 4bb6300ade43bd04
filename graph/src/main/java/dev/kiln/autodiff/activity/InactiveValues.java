package dev.kiln.autodiff.activity;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.Derivative;
import dev.kiln.op.GradientOps;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.Subjects;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which inputs and variables of a function no derivative goes through, and why. A variable has many
 * values, under one name: it is inactive if all of them are.
 */
public final class InactiveValues {
  private final FunctionStructure structure;
  private final Activity activity;
  private final boolean isEntry;

  private InactiveValues(FunctionStructure structure, Activity activity, boolean isEntry) {
    this.structure = structure;
    this.activity = activity;
    this.isEntry = isEntry;
  }

  /**
   * The first value of each such input or variable, with the reason.
   *
   * @param isEntry whether the function's inputs are the user's; those of others need not be
   */
  public static Map<Value, String> of(
      FunctionStructure structure, Activity activity, boolean isEntry) {
    return new InactiveValues(structure, activity, isEntry).find();
  }

  private Map<Value, String> find() {
    Set<String> active = new HashSet<>();
    for (Value value : structure.values()) {
      if (activity.isActive(value)) {
        active.add(value.name());
      }
    }
    active.add(""); // a value without a name is no variable
    Map<Value, String> found = new LinkedHashMap<>();
    for (Value value : structure.values()) {
      if (!active.contains(value.name())) {
        reason(value)
            .ifPresent(
                reason -> {
                  found.put(value, reason);
                  active.add(value.name());
                });
      }
    }
    return found;
  }

  private Optional<String> reason(Value value) {
    boolean isInput = structure.function().parameters().contains(value);
    if (!Activity.isFloating(value)) {
      return isInput && isEntry || takesActive(value) ? discrete(value.type()) : Optional.empty();
    }
    if (activity.isVaried(value)) {
      return Optional.of("the result does not depend on it");
    }
    if (isInput) {
      return Optional.of("it is not differentiated with respect to");
    }
    Operation.Apply made = structure.application(value).orElse(null);
    if (made != null && made.definition() == GradientOps.STOP_GRADIENT) {
      return Optional.of("a constant to derivatives");
    }
    boolean isFlat = made != null && made.definition().derivative() instanceof Derivative.Zero;
    return Optional.of(
        isFlat && !made.operands().isEmpty()
            ? "derivatives of " + Subjects.spoken(made.definition().name()) + " are 0"
            : "it depends on nothing that is differentiated");
  }

  private boolean takesActive(Value value) {
    boolean isInteger = value.type() instanceof ScalarType scalar && scalar.dtype() != DType.BOOL;
    return isInteger
        && structure
            .application(value)
            .filter(made -> made.operands().stream().anyMatch(activity::isVaried))
            .isPresent();
  }

  /** Of what is not floating-point. */
  private static Optional<String> discrete(ValueType type) {
    ValueType element = type instanceof ArrayType array ? array.element() : type;
    DType number = null;
    if (element instanceof ScalarType scalar) {
      number = scalar.dtype();
    } else if (element instanceof TensorType tensor) {
      number = tensor.dtype();
    }
    return Optional.ofNullable(number)
        .map(
            each ->
                element.equals(type) && !(type instanceof TensorType)
                    ? (each == DType.BOOL ? "a truth value" : "an integer")
                    : (each == DType.BOOL ? "truth values" : "integers"));
  }
}
