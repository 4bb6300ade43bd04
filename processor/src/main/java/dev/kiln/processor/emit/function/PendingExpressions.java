package dev.kiln.processor.emit.function;

import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.processor.emit.expression.CompoundAssignment;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.variable.EvaluationOrder;
import dev.kiln.processor.emit.variable.Locals;
import dev.kiln.processor.emit.variable.Variables;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The expressions of one block that are not written yet, in the order of operations.
 *
 * <p>Those with effects keep their order: they are embedded only from the end of the list, else
 * written to locals first. What reads a variable is written before the variable is assigned.
 *
 * <pre>
 * double read = x[i];  // embedded nowhere, since the next line changes x
 * x[i] = 0.0;
 * return read * read;
 * </pre>
 */
final class PendingExpressions {
  private final FunctionFacts function;
  private final Variables variables;
  private final Locals locals;
  private final Code out;
  private final Map<Value, Expression> pending = new LinkedHashMap<>();

  /**
   * @param out where they are written
   */
  PendingExpressions(FunctionFacts function, Locals locals, Code out) {
    this.function = function;
    this.variables = function.variables();
    this.locals = locals;
    this.out = out;
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  boolean contains(Value value) {
    return pending.containsKey(value);
  }

  boolean hasEffects() {
    return pending.values().stream().anyMatch(Expression::effectful);
  }

  /** Whether a value may be embedded, now or in what is written later. */
  EvaluationOrder order() {
    return new EvaluationOrder(pending, variables);
  }

  /** Keeps the expression of a value for its use. */
  void keep(Value value, Expression expression) {
    pending.put(value, expression);
  }

  /** Keeps an expression for its only use, or writes it to its variable. */
  void define(Value result, Expression expression, Operation operation) {
    if (function.structure().isUsedOnceWhereDefined(result)) {
      keep(result, expression);
    } else if (function.interference().uses(result) > 0 || expression.effectful()) {
      if (expression.effectful()) {
        writeEffects();
      }
      out.at(operation.position());
      assign(result, expression);
    }
  }

  /** The expressions of operands, in the order in which Java evaluates them. */
  List<Expression> take(List<Value> operands) {
    EvaluationOrder order = order();
    if (order.overwritesReadsOf(operands)) {
      writeAll();
    } else if (!order.endsWithEffectsOf(operands)) {
      writeEffects();
    }
    return operands.stream().map(this::use).toList();
  }

  /** The expression of a value at this place. */
  Expression use(Value value) {
    Expression waiting = pending.remove(value);
    if (waiting != null) {
      return waiting;
    }
    if (variables.definition(value) instanceof Operation.Apply apply
        && ValueEmitter.isFree(apply)) {
      return function.values().free(apply);
    }
    Set<Object> reads = variables.isMutable(value) ? Set.of(variables.variable(value)) : Set.of();
    return Expression.variable(variables.name(value), reads);
  }

  /**
   * Whether the expression of a value may be written later as well, after everything else is, and
   * after the variables of some values are assigned.
   */
  boolean isSteady(Value value, List<Value> assigned) {
    if (function.isUndefined(value)) {
      return false;
    }
    Expression waiting = pending.get(value);
    return waiting == null
        ? !variables.isMutable(value) || ValueEmitter.isFree(variables.definition(value))
        : !waiting.effectful()
            && Stream.concat(assigned.stream(), pending.keySet().stream())
                .noneMatch(each -> each != value && isRead(each, waiting));
  }

  private boolean isRead(Value value, Expression expression) {
    return expression.variables().contains(variables.variable(value));
  }

  /** Writes those with effects to their variables. */
  void writeEffects() {
    write(Expression::effectful);
  }

  /** Writes all to their variables. */
  void writeAll() {
    write(expression -> true);
  }

  /**
   * Writes those that read tensors, before the memory of one is given to others. Which of them
   * share it is not known in the parts of a method that was split.
   */
  void writeReadersOfTensors() {
    List<Value> readers = pending.keySet().stream().filter(this::readsTensors).toList();
    readers.forEach(this::write);
  }

  private boolean readsTensors(Value reader) {
    Operation operation = variables.definition(reader);
    return operation != null
        && operation.uses().stream()
            .anyMatch(
                each ->
                    each.type() instanceof TensorType
                        || function.structure().isUsedOnceWhereDefined(each) && readsTensors(each));
  }

  /** At the end of a block: what has effects is written, and nobody uses the rest. */
  void end() {
    writeEffects();
    pending.clear();
  }

  private void write(Predicate<Expression> which) {
    List<Value> chosen = new ArrayList<>();
    pending.forEach(
        (value, expression) -> {
          if (which.test(expression)) {
            chosen.add(value);
          }
        });
    chosen.forEach(this::write);
  }

  private void write(Value value) {
    Expression expression = pending.remove(value);
    if (expression != null) {
      out.at(variables.definition(value).position());
      assign(value, expression);
    }
  }

  /** Writes an expression to the variable of a value, declaring it where that is new. */
  void assign(Value value, Expression expression) {
    Object variable = variables.variable(value);
    if (!locals.isDeclared(value)) {
      out.statement(
          "$T $L = $L", FunctionFacts.type(value), variables.name(value), expression.code());
      locals.declare(value, true);
      return;
    }
    String name = variables.name(value);
    if (expression.code().toString().equals(name)) {
      return; // it is there already
    }
    write(waiting -> waiting.variables().contains(variable));
    out.statement("$L", CompoundAssignment.of(name, expression));
    locals.initialise(value);
  }
}
