package dev.kiln.processor.emit.function;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.emit.expression.CompoundAssignment;
import dev.kiln.processor.emit.expression.ConditionalExpressions;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.variable.Interference;
import dev.kiln.processor.emit.variable.Locals;
import dev.kiln.processor.emit.variable.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Emits one loop: as {@code for} where it has a counter that is stepped last, else as {@code while}
 * or {@code do}. A loop whose condition takes statements is left from its middle.
 *
 * <pre>
 * for (int i = 0; i &lt; n; i++) {
 *   sum += x[i];
 * }
 * </pre>
 */
final class LoopEmitter {
  private final FunctionEmitter function;
  private final Variables variables;
  private final Interference interference;
  private final Locals locals;
  private final Operation.Loop loop;
  private final List<Value> checked;

  LoopEmitter(FunctionEmitter function, Operation.Loop loop) {
    this.function = function;
    this.variables = function.variables();
    this.interference = function.interference();
    this.locals = function.locals();
    this.loop = loop;
    this.checked = loop.condition().parameters();
  }

  void emit(Code out) {
    Expression condition = simpleCondition();
    Optional<ForUpdate> update =
        condition == null ? Optional.empty() : ForUpdate.of(loop, variables, interference);
    Optional<EnhancedFor> elements = function.overElements(loop);
    int inHead = update.filter(this::beginsInHead).map(ForUpdate::index).orElse(-1);
    boolean isOverElements = elements.isPresent() && inHead >= 0;
    if (!isOverElements) {
      elements.ifPresent(each -> function.emitValue(each.length(), out));
    }
    Expression from = inHead < 0 ? null : function.use(loop.operands().get(inHead));
    function.move(without(inHead, checked), without(inHead, loop.operands()), out);
    function.flushAll(out);
    for (Value parameter : without(inHead, checked)) {
      if (!locals.isDeclared(parameter)) {
        out.statement("$T $L", function.type(parameter), variables.name(parameter));
        locals.declare(parameter, false);
      }
    }
    function.declareResults(without(inHead, loop.results()), out);
    out.at(loop.position());
    locals.open();
    function.enter(loop);
    if (isOverElements) {
      emitOver(elements.get(), out);
    } else if (update.isPresent()) {
      emitFor(update.get(), from, condition, out);
    } else if (condition != null) {
      Code inner = new Code();
      locals.open();
      function.emitBlock(loop.body(), checked, inner);
      locals.close();
      out.loop(loop.label(), JavaText.of("while ($L)", condition.code()), inner);
    } else if (!isDoWhile() || !emitDoWhile(out)) {
      Code inner = new Code();
      locals.open();
      emitChecked(inner);
      locals.close();
      out.loop(loop.label(), new JavaText("while (true)"), inner);
    }
    function.leave();
    locals.close();
    loop.results().forEach(locals::initialise);
  }

  private static List<Value> without(int index, List<Value> values) {
    List<Value> rest = new ArrayList<>(values);
    if (index >= 0) {
      rest.remove(index);
    }
    return rest;
  }

  /**
   * Whether the counter is a variable of the loop alone, which begins with what can be said there.
   */
  private boolean beginsInHead(ForUpdate update) {
    Value counter = checked.get(update.index());
    return !locals.isDeclared(counter)
        && interference.uses(loop.results().get(update.index())) == 0
        && function.overElements(loop).stream()
            .noneMatch(each -> locals.isDeclared(each.load().result()))
        && function.isSteady(loop.operands().get(update.index()));
  }

  /**
   * @param from what the counter begins with, where it is a variable of the loop alone; else null
   */
  private void emitFor(ForUpdate update, Expression from, Expression condition, Code out) {
    Value counter = checked.get(update.index());
    JavaText begin = JavaText.EMPTY;
    if (from != null) {
      String name = variables.name(counter);
      begin = JavaText.of("$T $L = $L", function.type(counter), name, from.code());
      locals.declare(counter, true);
    }
    Code inner = new Code();
    locals.open();
    emitForBody(update, List.of(update.step()), inner);
    Value before = loop.body().parameters().get(update.index());
    JavaText step = CompoundAssignment.step(variables.name(before), function.value(update.step()));
    locals.close();
    out.loop(loop.label(), JavaText.of("for ($L; $L; $L)", begin, condition.code(), step), inner);
  }

  private void emitOver(EnhancedFor over, Code out) {
    Value element = over.load().result();
    Expression array = function.use(over.load().operands().get(0));
    JavaText head =
        JavaText.of(
            "for ($T $L : $L)", function.type(element), variables.name(element), array.code());
    locals.declare(element, true);
    Code inner = new Code();
    locals.open();
    emitForBody(over.update(), List.of(over.update().step(), over.load()), inner);
    locals.close();
    out.loop(loop.label(), head, inner);
  }

  /**
   * The body without what is in the head. Where jumps lead to its end, they continue the loop.
   *
   * @param inHead what is in the head
   */
  private void emitForBody(ForUpdate update, List<Operation> inHead, Code inner) {
    List<Operation> operations = new ArrayList<>(loop.body().operations());
    operations.removeIf(inHead::contains);
    operations.removeIf(FunctionEmitter::isFree);
    Operation last = operations.isEmpty() ? null : operations.get(operations.size() - 1);
    boolean endsInScope = last instanceof Operation.Scope;
    for (Operation operation : operations) {
      if (operation != last || !endsInScope) {
        function.emitOperation(operation, inner);
      }
    }
    Terminator.Yield rest =
        new Terminator.Yield(without(update.index(), loop.body().terminator().operands()));
    List<Value> targets = without(update.index(), checked);
    if (last instanceof Operation.Scope scope) {
      Code scoped = function.insideOf(scope, inner);
      locals.join();
      Code after = new Code();
      function.emitTerminator(rest, targets, after);
      if (after.isEmpty()) {
        scoped.continueInsteadOf(scope.label(), loop.label());
      }
      if (scoped.jumpsTo(scope.label())) {
        inner.labelled(scope.label(), scoped);
      } else {
        inner.append(scoped);
      }
      inner.append(after);
    } else {
      function.emitTerminator(rest, targets, inner);
    }
  }

  /** The condition, where its block is an expression that changes no variable. */
  private Expression simpleCondition() {
    if (!(loop.condition().terminator() instanceof Terminator.Condition end)
        || !passesThrough(end.carried())) {
      return null;
    }
    Block asBranch =
        new Block(
            List.of(),
            loop.condition().operations(),
            new Terminator.Yield(List.of(end.condition())));
    List<Expression> condition = function.yielded(asBranch);
    boolean never = condition == null || condition.get(0).isTruth(false);
    return never ? null : condition.get(0);
  }

  private boolean passesThrough(List<Value> carried) {
    for (int i = 0; i < carried.size(); i++) {
      boolean same =
          variables.same(carried.get(i), checked.get(i))
              && checked.contains(carried.get(i))
              && isOneVariable(i);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a carried value is in one variable in the condition, in the body and after the loop.
   */
  private boolean isOneVariable(int index) {
    Value value = checked.get(index);
    Value result = loop.results().get(index);
    return variables.same(value, loop.body().parameters().get(index))
        && (interference.uses(result) == 0 || variables.same(value, result));
  }

  /** Whether the body only passes its parameters on. */
  private boolean isDoWhile() {
    return loop.body().operations().isEmpty()
        && loop.body().terminator() instanceof Terminator.Yield end
        && end.operands().equals(loop.body().parameters())
        && loop.condition().terminator() instanceof Terminator.Condition;
  }

  /** Writes a do loop; false, with nothing written, where it would need copies at its end. */
  private boolean emitDoWhile(Code out) {
    Code inner = new Code();
    locals.open();
    Expression again = emitCondition(inner);
    if (again == null) {
      locals.rollBack();
      return false;
    }
    locals.close();
    out.doWhile(loop.label(), inner, again.code());
    return true;
  }

  /** The condition block as the body of a do loop; null where it would need copies at its end. */
  private Expression emitCondition(Code inner) {
    Map<Value, Expression> pending = function.pending();
    Terminator.Condition end = (Terminator.Condition) loop.condition().terminator();
    for (int i = 0; i < checked.size(); i++) {
      if (!variables.same(end.carried().get(i), checked.get(i)) || !isOneVariable(i)) {
        return null;
      }
    }
    for (Operation operation : loop.condition().operations()) {
      function.emitOperation(operation, inner);
    }
    for (Value carried : end.carried()) {
      Expression waiting = pending.remove(carried);
      if (waiting != null) {
        function.assign(carried, waiting, inner);
      }
    }
    Value condition = end.condition();
    boolean isVisible =
        pending.containsKey(condition) || FunctionEmitter.isFree(variables.definition(condition));
    Expression again = isVisible ? function.use(condition) : null;
    if (again == null || !pending.isEmpty() || readsInner(condition)) {
      pending.clear();
      return null;
    }
    return again;
  }

  /** A condition may not name variables that are declared in the body of the do loop. */
  private boolean readsInner(Value condition) {
    Operation definition = variables.definition(condition);
    if (definition == null || !loop.condition().operations().contains(definition)) {
      return false;
    }
    List<Value> operands = new ArrayList<>(definition.operands());
    definition.blocks().forEach(block -> addUses(block, operands));
    return operands.stream().anyMatch(this::isInner);
  }

  private static void addUses(Block block, List<Value> uses) {
    for (Operation operation : block.operations()) {
      uses.addAll(operation.operands());
      operation.blocks().forEach(inner -> addUses(inner, uses));
    }
    uses.addAll(block.terminator().operands());
  }

  /** Whether a value is in a variable of the body, or is made of one. */
  private boolean isInner(Value value) {
    boolean isCarried = checked.stream().anyMatch(each -> variables.same(each, value));
    Operation definition = variables.definition(value);
    if (isCarried || definition == null || FunctionEmitter.isFree(definition)) {
      return false;
    }
    return locals.isDeclared(value) ? isDefinedInside(value) : readsInner(value);
  }

  private boolean isDefinedInside(Value value) {
    return loop.condition().operations().stream()
        .anyMatch(operation -> operation.results().contains(value));
  }

  /** {@code check; if (!condition) { results; break; } body}. */
  private void emitChecked(Code inner) {
    for (Operation operation : loop.condition().operations()) {
      function.emitOperation(operation, inner);
    }
    if (!(loop.condition().terminator() instanceof Terminator.Condition end)) {
      function.emitTerminator(loop.condition().terminator(), checked, inner);
      return;
    }
    Expression condition = function.take(List.of(end.condition()), inner).get(0);
    function.flushAll(inner);
    if (!condition.isTruth(true)) {
      Code stop = new Code();
      function.move(loop.results(), end.carried(), stop);
      stop.jump("break", "");
      inner.conditional(ConditionalExpressions.negated(condition), stop, new Code());
    }
    function.move(loop.body().parameters(), end.carried(), inner);
    function.emitBlock(loop.body(), checked, inner);
  }
}
