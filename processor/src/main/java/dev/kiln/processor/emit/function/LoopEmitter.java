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
  private final BlockCode block;
  private final FunctionFacts function;
  private final Variables variables;
  private final Interference interference;
  private final Operation.Loop loop;
  private final List<Value> checked;
  private final Code out;

  /** The variables of the loop alone, which its head declares. */
  private final BlockCode head;

  LoopEmitter(BlockCode block, Operation.Loop loop) {
    this.block = block;
    this.function = block.function();
    this.variables = function.variables();
    this.interference = function.interference();
    this.loop = loop;
    this.checked = loop.condition().parameters();
    this.out = block.out();
    this.head = block.inside(loop);
  }

  void emit() {
    Optional<Expression> condition = simpleCondition();
    Optional<ForUpdate> update =
        condition.flatMap(known -> ForUpdate.of(loop, variables, interference));
    Optional<EnhancedFor> elements = function.structure().overElements(loop);
    int inHead = update.filter(this::beginsInHead).map(ForUpdate::index).orElse(-1);
    boolean isOverElements = elements.isPresent() && inHead >= 0;
    if (!isOverElements) {
      elements.ifPresent(each -> block.emitValue(each.length()));
    }
    Optional<Expression> from =
        inHead < 0
            ? Optional.empty()
            : Optional.of(block.pending().use(loop.operands().get(inHead)));
    block.move(without(inHead, checked), without(inHead, loop.operands()));
    block.pending().writeAll();
    for (Value parameter : without(inHead, checked)) {
      if (!block.locals().isDeclared(parameter)) {
        out.statement("$T $L", FunctionFacts.type(parameter), variables.name(parameter));
        block.locals().declare(parameter, false);
      }
    }
    block.declareResults(without(inHead, loop.results()));
    out.at(loop.position());
    if (isOverElements) {
      emitOver(elements.get());
    } else if (update.isPresent()) {
      emitFor(update.get(), from, condition.orElseThrow());
    } else if (condition.isPresent()) {
      BlockCode body = head.inside();
      body.emit(loop.body(), checked);
      body.locals().close();
      out.loop(loop.label(), JavaText.of("while ($L)", condition.get().code()), body.out());
    } else if (!isDoWhile() || !emitDoWhile()) {
      BlockCode body = head.inside();
      emitChecked(body);
      body.locals().close();
      out.loop(loop.label(), new JavaText("while (true)"), body.out());
    }
    head.locals().close();
    loop.results().forEach(block.locals()::initialise);
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
    return !block.locals().isDeclared(counter)
        && interference.uses(loop.results().get(update.index())) == 0
        && function.structure().overElements(loop).stream()
            .noneMatch(each -> block.locals().isDeclared(each.load().result()))
        && block
            .pending()
            .isSteady(loop.operands().get(update.index()), without(update.index(), checked));
  }

  /**
   * @param from what the counter begins with, where it is a variable of the loop alone
   */
  private void emitFor(ForUpdate update, Optional<Expression> from, Expression condition) {
    Value counter = checked.get(update.index());
    JavaText begin = JavaText.EMPTY;
    if (from.isPresent()) {
      String name = variables.name(counter);
      begin = JavaText.of("$T $L = $L", FunctionFacts.type(counter), name, from.get().code());
      head.locals().declare(counter, true);
    }
    BlockCode body = head.inside();
    emitForBody(update, List.of(update.step()), body);
    Value before = loop.body().parameters().get(update.index());
    JavaText step = CompoundAssignment.step(variables.name(before), body.value(update.step()));
    body.locals().close();
    out.loop(
        loop.label(), JavaText.of("for ($L; $L; $L)", begin, condition.code(), step), body.out());
  }

  private void emitOver(EnhancedFor over) {
    Value element = over.load().result();
    Expression array = block.pending().use(over.load().operands().get(0));
    JavaText header =
        JavaText.of(
            "for ($T $L : $L)", FunctionFacts.type(element), variables.name(element), array.code());
    head.locals().declare(element, true);
    BlockCode body = head.inside();
    emitForBody(over.update(), List.of(over.update().step(), over.load()), body);
    body.locals().close();
    out.loop(loop.label(), header, body.out());
  }

  /**
   * The body without what is in the head. Where jumps lead to its end, they continue the loop.
   *
   * @param inHead what is in the head
   */
  private void emitForBody(ForUpdate update, List<Operation> inHead, BlockCode body) {
    List<Operation> operations = new ArrayList<>(loop.body().operations());
    operations.removeIf(inHead::contains);
    operations.removeIf(ValueEmitter::isFree);
    Operation last = operations.isEmpty() ? null : operations.get(operations.size() - 1);
    boolean endsInScope = last instanceof Operation.Scope;
    for (Operation operation : operations) {
      if (operation != last || !endsInScope) {
        body.emit(operation);
      }
    }
    Terminator.Yield rest =
        new Terminator.Yield(without(update.index(), loop.body().terminator().operands()));
    List<Value> targets = without(update.index(), checked);
    if (last instanceof Operation.Scope scope) {
      BlockCode scoped = body.insideOf(scope);
      scoped.locals().join();
      BlockCode after = body.apart();
      after.emit(rest, targets);
      if (after.out().isEmpty()) {
        scoped.out().continueInsteadOf(scope.label(), loop.label());
      }
      if (scoped.out().jumpsTo(scope.label())) {
        body.out().labelled(scope.label(), scoped.out());
      } else {
        body.out().append(scoped.out());
      }
      body.out().append(after.out());
    } else {
      body.emit(rest, targets);
    }
  }

  /** The condition, where its block is an expression that changes no variable. */
  private Optional<Expression> simpleCondition() {
    if (!(loop.condition().terminator() instanceof Terminator.Condition end)
        || !passesThrough(end.carried())) {
      return Optional.empty();
    }
    Block asBranch =
        new Block(
            List.of(),
            loop.condition().operations(),
            new Terminator.Yield(List.of(end.condition())));
    return block
        .yielded(asBranch)
        .map(condition -> condition.get(0))
        .filter(condition -> !condition.isTruth(false));
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
  private boolean emitDoWhile() {
    BlockCode body = head.inside();
    Optional<Expression> again = emitCondition(body);
    if (again.isEmpty()) {
      return false;
    }
    body.locals().close();
    out.doWhile(loop.label(), body.out(), again.get().code());
    return true;
  }

  /** The condition block as the body of a do loop; none where it would need copies at its end. */
  private Optional<Expression> emitCondition(BlockCode body) {
    Terminator.Condition end = (Terminator.Condition) loop.condition().terminator();
    for (int i = 0; i < checked.size(); i++) {
      if (!variables.same(end.carried().get(i), checked.get(i)) || !isOneVariable(i)) {
        return Optional.empty();
      }
    }
    loop.condition().operations().forEach(body::emit);
    PendingExpressions pending = body.pending();
    for (Value carried : end.carried()) {
      if (pending.contains(carried)) {
        pending.assign(carried, pending.use(carried));
      }
    }
    Value condition = end.condition();
    boolean isVisible =
        pending.contains(condition) || ValueEmitter.isFree(variables.definition(condition));
    if (!isVisible) {
      return Optional.empty();
    }
    Expression again = pending.use(condition);
    return pending.isEmpty() && !readsInner(condition, body.locals())
        ? Optional.of(again)
        : Optional.empty();
  }

  /** A condition may not name variables that are declared in the body of the do loop. */
  private boolean readsInner(Value condition, Locals inner) {
    Operation definition = variables.definition(condition);
    if (definition == null || !loop.condition().operations().contains(definition)) {
      return false;
    }
    List<Value> operands = new ArrayList<>(definition.operands());
    definition.blocks().forEach(block -> addUses(block, operands));
    return operands.stream().anyMatch(each -> isInner(each, inner));
  }

  private static void addUses(Block block, List<Value> uses) {
    for (Operation operation : block.operations()) {
      uses.addAll(operation.operands());
      operation.blocks().forEach(inner -> addUses(inner, uses));
    }
    uses.addAll(block.terminator().operands());
  }

  /** Whether a value is in a variable of the body, or is made of one. */
  private boolean isInner(Value value, Locals inner) {
    boolean isCarried = checked.stream().anyMatch(each -> variables.same(each, value));
    Operation definition = variables.definition(value);
    if (isCarried || definition == null || ValueEmitter.isFree(definition)) {
      return false;
    }
    return inner.isDeclared(value) ? isDefinedInside(value) : readsInner(value, inner);
  }

  private boolean isDefinedInside(Value value) {
    return loop.condition().operations().stream()
        .anyMatch(operation -> operation.results().contains(value));
  }

  /** {@code check; if (!condition) { results; break; } body}. */
  private void emitChecked(BlockCode body) {
    loop.condition().operations().forEach(body::emit);
    if (!(loop.condition().terminator() instanceof Terminator.Condition end)) {
      body.emit(loop.condition().terminator(), checked);
      return;
    }
    Expression condition = body.pending().take(List.of(end.condition())).get(0);
    body.pending().writeAll();
    if (!condition.isTruth(true)) {
      BlockCode stop = body.apart();
      stop.move(loop.results(), end.carried());
      stop.out().jump("break", "");
      body.out().conditional(ConditionalExpressions.negated(condition), stop.out(), new Code());
    }
    body.move(loop.body().parameters(), end.carried());
    body.emit(loop.body(), checked);
  }
}
