package dev.kiln.processor.emit.variable;

import dev.kiln.graph.Value;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which local variables are declared in a block that is being written, or around it, and which of
 * them have been assigned. What a block declares ends with it, and other blocks may use its names
 * again. A block that is not written after all needs no end.
 */
public final class Locals {
  private final Variables variables;

  /** Those of the block around it; null for a function. */
  private final Locals around;

  private final Map<Object, Value> declared = new LinkedHashMap<>();
  private final Set<Object> initialised = new HashSet<>();

  private Locals(Variables variables, Locals around) {
    this.variables = variables;
    this.around = around;
  }

  /** Those of a function. */
  public Locals(Variables variables) {
    this(variables, null);
  }

  /** Those of a block inside of this one. */
  public Locals inside() {
    return new Locals(variables, this);
  }

  /** Ends the block, with its variables. */
  public void close() {
    declared.values().forEach(variables::release);
  }

  /** Ends a block that has no braces: what it declares belongs to the one around it. */
  public void join() {
    around.declared.putAll(declared);
    around.initialised.addAll(initialised);
  }

  /** Ends a block that control leaves at its end: what it has assigned stays so. */
  public void closeAssigned() {
    close();
    around.initialised.addAll(initialised);
  }

  public boolean isDeclared(Value value) {
    Object variable = variables.variable(value);
    return declared.containsKey(variable) || around != null && around.isDeclared(value);
  }

  public boolean isInitialised(Value value) {
    Object variable = variables.variable(value);
    return initialised.contains(variable) || around != null && around.isInitialised(value);
  }

  public void declare(Value value, boolean isInitialised) {
    if (!isDeclared(value)) {
      declared.put(variables.variable(value), value);
    }
    if (isInitialised) {
      initialise(value);
    }
  }

  public void initialise(Value value) {
    if (!isInitialised(value)) {
      initialised.add(variables.variable(value));
    }
  }
}
