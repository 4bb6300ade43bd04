package dev.kiln.processor.emit.variable;

import dev.kiln.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which local variables are declared at the place that is being written, and which of them have
 * been assigned. What a block declares ends with it, and other blocks may use its names again.
 */
public final class Locals {
  /** What one block adds to those around it. */
  private record Scope(List<Value> declared, List<Object> initialised) {
    Scope() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private final Variables variables;
  private final Set<Object> declared = new HashSet<>();
  private final Set<Object> initialised = new HashSet<>();
  private final Deque<Scope> scopes = new ArrayDeque<>();

  public Locals(Variables variables) {
    this.variables = variables;
    open();
  }

  /** Begins a block. */
  public void open() {
    scopes.push(new Scope());
  }

  /** Ends a block, with its variables. */
  public void close() {
    Scope scope = scopes.pop();
    scope.initialised().forEach(initialised::remove);
    for (Value value : scope.declared()) {
      declared.remove(variables.variable(value));
      variables.release(value);
    }
  }

  /** Ends a block as if it had never been written. */
  public void rollBack() {
    Scope scope = scopes.pop();
    scope.initialised().forEach(initialised::remove);
    scope.declared().forEach(value -> declared.remove(variables.variable(value)));
  }

  /** Ends a block that has no braces: what it declares belongs to the one around it. */
  public void join() {
    Scope scope = scopes.pop();
    scopes.element().declared().addAll(scope.declared());
    scopes.element().initialised().addAll(scope.initialised());
  }

  /** Ends a block that control leaves at its end: what it has assigned stays so. */
  public void closeAssigned() {
    Scope scope = scopes.element();
    List<Object> kept = List.copyOf(scope.initialised());
    scope.initialised().clear();
    close();
    scopes.element().initialised().addAll(kept);
  }

  public boolean isDeclared(Value value) {
    return declared.contains(variables.variable(value));
  }

  public boolean isInitialised(Value value) {
    return initialised.contains(variables.variable(value));
  }

  public void declare(Value value, boolean isInitialised) {
    if (declared.add(variables.variable(value))) {
      scopes.element().declared().add(value);
    }
    if (isInitialised) {
      initialise(value);
    }
  }

  public void initialise(Value value) {
    if (initialised.add(variables.variable(value))) {
      scopes.element().initialised().add(variables.variable(value));
    }
  }
}
