package dev.kiln.processor.emit;

import com.palantir.javapoet.TypeName;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.CheckOps;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.Emission.Precedence;
import dev.kiln.op.OpDefinition;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Emits the body of a function: structured SSA to the statements that a person would write.
 *
 * <p>A value that is used once, in the block that defines it, stays an expression until its use.
 * Expressions with effects keep their order: they are embedded only from the end of the list of
 * those not written yet, else written to locals first. What is still unwritten is written before a
 * nested construct begins, and before a variable that it reads is assigned.
 */
final class FunctionEmitter {
  /** Writes {@code return}. */
  interface Return {
    void write(Code out, List<Expression> results);
  }

  private final Variables variables;
  private final Interference interference;
  private final ValueEmitter values;
  private final WorkspaceAllocation workspace;
  private final Return returns;
  private final Map<Value, Block> homes = new HashMap<>();
  private final Map<Value, Block> singleUses = new HashMap<>();
  private final Map<Value, Expression> pending = new LinkedHashMap<>();
  private final Set<Object> declared = new HashSet<>();
  private final Set<Object> initialised = new HashSet<>();
  private final Map<String, Operation> constructs = new HashMap<>();
  private final Set<String> usedLabels = new HashSet<>();
  private final List<String> javaLoops = new ArrayList<>();

  /**
   * An emitter of one function.
   *
   * @param reserved names that no variable takes
   * @param given parameters that have their names already
   */
  FunctionEmitter(
      Function function,
      Set<String> reserved,
      Map<Value, String> given,
      ValueEmitter values,
      WorkspaceAllocation workspace,
      Return returns) {
    this.interference = new Interference(function);
    this.variables = new Variables(function, interference, reserved, given);
    this.values = values;
    this.workspace = workspace;
    this.returns = returns;
    function.parameters().forEach(parameter -> declare(parameter, true));
    index(function.body());
  }

  /** The names of the parameters. */
  List<String> parameterNames(Function function) {
    return function.parameters().stream().map(variables::name).toList();
  }

  Code emit(Function function) {
    Code out = new Code();
    out.at(SourceLines.first(function.body()));
    emitBlock(function.body(), List.of(), out);
    return out;
  }

  private void index(Block block) {
    block.parameters().forEach(parameter -> homes.put(parameter, block));
    for (Operation operation : block.operations()) {
      operation.operands().forEach(operand -> singleUses.put(operand, block));
      operation.results().forEach(result -> homes.put(result, block));
      if (operation instanceof Operation.Loop loop) {
        constructs.put(loop.label(), loop);
      } else if (operation instanceof Operation.Scope scope) {
        constructs.put(scope.label(), scope);
      }
      operation.blocks().forEach(this::index);
    }
    block.terminator().operands().forEach(operand -> singleUses.put(operand, block));
  }

  /** Emits a block; what a normal end yields goes to the variables of {@code yieldsTo}. */
  private void emitBlock(Block block, List<Value> yieldsTo, Code out) {
    for (Operation operation : block.operations()) {
      emitOperation(operation, out);
    }
    emitTerminator(block.terminator(), yieldsTo, out);
  }

  private void emitOperation(Operation operation, Code out) {
    if (operation instanceof Operation.Apply apply) {
      emitApply(apply, out);
    } else if (operation instanceof Operation.If branch) {
      emitIf(branch, out);
    } else if (operation instanceof Operation.Loop loop) {
      new LoopEmitter(loop).emit(out);
    } else if (operation instanceof Operation.Scope scope) {
      emitScope(scope, out);
    } else {
      emitCall((Operation.Call) operation, out);
    }
  }

  private void emitApply(Operation.Apply apply, Code out) {
    if (isFree(apply)) {
      return; // written at each use
    }
    List<Expression> operands = take(apply.operands(), out);
    if (apply.results().isEmpty()) {
      flushAll(out, apply);
      out.at(apply.position());
      out.statement("$L", values.statement(apply, operands, workspace));
      return;
    }
    Expression expression =
        workspace.expression(apply, operands).orElseGet(() -> values.expression(apply, operands));
    define(apply.result(), expression, apply, out);
  }

  /** Constants, undefined values and the status of assertions need no variable. */
  private static boolean isFree(Operation operation) {
    return operation instanceof Operation.Apply apply
        && (apply.definition() == ConstantOps.CONSTANT
            || apply.definition() == ConstantOps.TENSOR_CONSTANT
            || apply.definition() == ConstantOps.UNDEFINED
            || apply.definition() == CheckOps.ASSERTIONS_ENABLED);
  }

  /** Keeps an expression for its only use, or writes it to its variable. */
  private void define(Value result, Expression expression, Operation operation, Code out) {
    int uses = interference.uses(result);
    boolean once = uses == 1 && singleUses.get(result) == homes.get(result);
    if (once) {
      pending.put(result, expression);
    } else if (uses > 0 || expression.effectful()) {
      if (expression.effectful()) {
        flushEffects(out);
      }
      out.at(operation.position());
      assign(result, expression, out);
    }
  }

  /** The expressions of operands, in the order in which Java evaluates them. */
  private List<Expression> take(List<Value> operands, Code out) {
    EvaluationOrder order = new EvaluationOrder(pending, variables);
    if (order.overwritesReadsOf(operands)) {
      flush(out, expression -> true);
    } else if (!order.endsWithEffectsOf(operands)) {
      flushEffects(out);
    }
    return operands.stream().map(this::use).toList();
  }

  /** The expression of a value at this place. */
  private Expression use(Value value) {
    Expression waiting = pending.remove(value);
    if (waiting != null) {
      return waiting;
    }
    if (variables.definition(value) instanceof Operation.Apply apply && isFree(apply)) {
      return values.free(apply);
    }
    Set<Object> reads = variables.isMutable(value) ? Set.of(variables.variable(value)) : Set.of();
    return new Expression(new JavaText(variables.name(value)), Precedence.PRIMARY, reads, false);
  }

  private void flushEffects(Code out) {
    flush(out, expression -> expression.effectful());
  }

  private void flushAll(Code out, Operation operation) {
    boolean writes =
        !(operation instanceof Operation.Apply apply)
            || apply.definition().effect() != dev.kiln.op.Effect.PURE;
    flush(out, expression -> writes && expression.effectful());
  }

  private void flush(Code out, java.util.function.Predicate<Expression> which) {
    List<Value> chosen = new ArrayList<>();
    pending.forEach(
        (value, expression) -> {
          if (which.test(expression)) {
            chosen.add(value);
          }
        });
    for (Value value : chosen) {
      Expression expression = pending.remove(value);
      if (expression != null) {
        out.at(variables.definition(value).position());
        assign(value, expression, out);
      }
    }
  }

  /** Writes an expression to the variable of a value, declaring it where that is new. */
  private void assign(Value value, Expression expression, Code out) {
    Object variable = variables.variable(value);
    if (!declared.contains(variable)) {
      out.statement("$T $L = $L", type(value), variables.name(value), expression.code());
      declare(value, true);
      return;
    }
    String name = variables.name(value);
    if (expression.code().toString().equals(name)) {
      return; // it is there already
    }
    flush(out, waiting -> waiting.variables().contains(variable));
    CompoundAssignment.write(name, expression.code(), out);
    initialised.add(variable);
  }

  private TypeName type(Value value) {
    return JavaTypes.of(value.type());
  }

  private void declare(Value value, boolean isInitialised) {
    declared.add(variables.variable(value));
    if (isInitialised) {
      initialised.add(variables.variable(value));
    }
  }

  /** Declares the variables of a construct's results in front of it. */
  private void declareResults(List<Value> results, Code out) {
    for (Value result : results) {
      if (!declared.contains(variables.variable(result))
          && (interference.uses(result) > 0 || variables.isMutable(result))) {
        out.statement("$T $L", type(result), variables.name(result));
        declare(result, false);
      }
    }
  }

  private void emitCall(Operation.Call call, Code out) {
    List<Expression> operands = take(call.operands(), out);
    flushEffects(out);
    JavaText code = values.call(call, workspace.arguments(call, operands));
    out.at(call.position());
    if (call.results().isEmpty()) {
      out.statement("$L", code);
    } else if (call.results().size() == 1) {
      assign(
          call.results().get(0), Templates.combined(code, Precedence.PRIMARY, operands, true), out);
    } else {
      String record = variables.fresh(call.function() + "Result");
      out.statement("$L $L = $L", values.resultRecord(call.function()), record, code);
      String access = workspace.isPassedTo(call.function()) ? "" : "()";
      for (int i = 0; i < call.results().size(); i++) {
        assign(call.results().get(i), Expression.primary(record + ".result" + i + access), out);
      }
    }
  }

  private void emitScope(Operation.Scope scope, Code out) {
    flush(out, expression -> true);
    declareResults(scope.results(), out);
    out.at(scope.position());
    Code inner = new Code();
    emitBlock(scope.body(), scope.results(), inner);
    if (usedLabels.contains(scope.label())) {
      out.block(JavaText.of("$L:", label(scope.label())), inner);
    } else {
      out.append(inner);
    }
  }

  /** Emits a conditional: as an expression where its branches are, else as a statement. */
  private void emitIf(Operation.If branch, Code out) {
    if (isApplied(CheckOps.ASSERTIONS_ENABLED, branch.condition())) {
      if (emitAssertion(branch, out)) {
        return;
      }
      String enabled = variables.fresh("enabled");
      out.statement("boolean $L = false", enabled);
      out.statement("assert $L = true", enabled);
      pending.put(branch.condition(), Expression.primary(enabled));
    }
    Expression condition = take(List.of(branch.condition()), out).get(0);
    if (branch.results().size() == 1 && interference.uses(branch.results().get(0)) > 0) {
      Expression chosen = asExpression(branch, condition);
      if (chosen != null) {
        define(branch.results().get(0), chosen, branch, out);
        return;
      }
    }
    if (condition.effectful() && pending.values().stream().anyMatch(Expression::effectful)) {
      flushEffects(out);
    }
    flush(out, expression -> true);
    declareResults(branch.results(), out);
    out.at(branch.position());
    Code first = new Code();
    Set<Object> before = new HashSet<>(initialised);
    emitBlock(branch.thenBlock(), branch.results(), first);
    initialised.retainAll(before);
    Code second = new Code();
    emitBlock(branch.elseBlock(), branch.results(), second);
    initialised.retainAll(before);
    branch.results().forEach(result -> initialised.add(variables.variable(result)));
    if (first.isEmpty() && second.isEmpty()) {
      if (condition.effectful()) {
        String name = variables.fresh("test");
        out.statement("boolean $L = $L", name, condition.code());
      }
    } else if (first.isEmpty()) {
      out.conditional(ConditionalExpressions.negated(condition), second, new Code());
    } else {
      out.conditional(condition.code(), first, second);
    }
  }

  /** {@code c ? a : b}, {@code c && a} or {@code c || b}; null where a branch has statements. */
  private Expression asExpression(Operation.If branch, Expression condition) {
    List<Expression> first = yielded(branch.thenBlock());
    List<Expression> second = first == null ? null : yielded(branch.elseBlock());
    if (second == null) {
      return null;
    }
    return ConditionalExpressions.of(condition, first.get(0), second.get(0));
  }

  /** Emits {@code assert c : detail}, where the conditional is that and nothing else. */
  private boolean emitAssertion(Operation.If branch, Code out) {
    Assertion assertion = Assertion.in(branch.thenBlock()).orElse(null);
    List<Expression> condition = assertion == null ? null : yielded(assertion.condition());
    List<Expression> detail = condition == null ? null : yielded(assertion.detail());
    if (detail == null) {
      return false;
    }
    flushEffects(out);
    out.at(branch.position());
    out.statement("$L", ValueEmitter.assertion(condition.get(0), assertion.error(), detail));
    return true;
  }

  /** What a block yields, where the block is these expressions and nothing else; else null. */
  private List<Expression> yielded(Block block) {
    if (!(block.terminator() instanceof Terminator.Yield end)) {
      return null;
    }
    Map<Value, Expression> saved = new LinkedHashMap<>(pending);
    Set<Object> savedDeclared = new HashSet<>(declared);
    Set<Object> savedInitialised = new HashSet<>(initialised);
    pending.clear();
    Code scratch = new Code();
    boolean simple = true;
    for (Operation operation : block.operations()) {
      boolean isExpression =
          operation instanceof Operation.Apply || operation instanceof Operation.If;
      if (!isExpression) {
        simple = false;
        break;
      }
      emitOperation(operation, scratch);
      if (!scratch.isEmpty()) {
        simple = false;
        break;
      }
    }
    List<Expression> result = null;
    if (simple && end.operands().stream().noneMatch(this::isUndefined)) {
      result = take(end.operands(), scratch);
      if (!pending.isEmpty() || !scratch.isEmpty()) {
        result = null;
      }
    }
    pending.clear();
    pending.putAll(saved);
    declared.clear();
    declared.addAll(savedDeclared);
    initialised.clear();
    initialised.addAll(savedInitialised);
    return result;
  }

  private void emitTerminator(Terminator end, List<Value> yieldsTo, Code out) {
    if (end instanceof Terminator.Yield yield) {
      move(yieldsTo, yield.operands(), out);
      flushEffects(out);
      pending.clear();
    } else if (end instanceof Terminator.Break exit) {
      Operation target = constructs.get(exit.label());
      move(target.results(), exit.operands(), out);
      jump("break", exit.label(), target, out);
    } else if (end instanceof Terminator.Continue exit) {
      Operation.Loop loop = (Operation.Loop) constructs.get(exit.label());
      move(loop.condition().parameters(), exit.operands(), out);
      jump("continue", exit.label(), loop, out);
    } else if (end instanceof Terminator.Return exit) {
      SourcePosition place = new EvaluationOrder(pending, variables).place(exit.operands());
      List<Expression> results = take(exit.operands(), out);
      flushEffects(out);
      pending.clear();
      out.at(place);
      returns.write(out, results);
    } else if (end instanceof Terminator.Throw exception) {
      List<Expression> operands = take(exception.operands(), out);
      flushEffects(out);
      pending.clear();
      out.at(exception.position());
      out.statement("throw $L", values.exception(exception, operands));
    }
  }

  private void jump(String keyword, String label, Operation target, Code out) {
    flushEffects(out);
    pending.clear();
    boolean innermost =
        target instanceof Operation.Loop
            && !javaLoops.isEmpty()
            && javaLoops.get(javaLoops.size() - 1).equals(label);
    if (innermost) {
      out.statement(keyword);
    } else {
      usedLabels.add(label);
      out.statement("$L $L", keyword, label(label));
    }
  }

  private static String label(String label) {
    return JavaNames.identifier(label);
  }

  /** Assigns all at once, as if in parallel. */
  private void move(List<Value> targets, List<Value> sources, Code out) {
    List<Value> to = new ArrayList<>();
    List<Value> from = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      boolean unused =
          interference.uses(targets.get(i)) == 0 && !variables.isMutable(targets.get(i));
      boolean same = variables.same(targets.get(i), sources.get(i));
      boolean written = same && !pending.containsKey(sources.get(i));
      boolean pointless =
          isUndefined(sources.get(i)) && initialised.contains(variables.variable(targets.get(i)));
      if (!unused && !written && !pointless) {
        to.add(targets.get(i));
        from.add(sources.get(i));
      }
    }
    if (from.size() > 1) {
      flushEffects(out);
    }
    EvaluationOrder order = new EvaluationOrder(pending, variables);
    List<SourcePosition> places = new ArrayList<>();
    from.forEach(each -> places.add(order.place(List.of(each))));
    List<Expression> expressions = new ArrayList<>(take(from, out));
    flush(out, expression -> true);
    while (!to.isEmpty()) {
      int ready = firstReady(to, expressions);
      if (ready >= 0) {
        out.at(places.remove(ready));
        assign(to.remove(ready), expressions.remove(ready), out);
      } else {
        int blocking = firstReader(expressions);
        Value target = to.get(blocking);
        String temporary = variables.fresh(variables.name(target));
        out.statement("$T $L = $L", type(target), temporary, expressions.get(blocking).code());
        expressions.set(blocking, Expression.primary(temporary));
      }
    }
  }

  private boolean isUndefined(Value value) {
    return isApplied(ConstantOps.UNDEFINED, value);
  }

  private boolean isApplied(OpDefinition definition, Value value) {
    return variables.definition(value) instanceof Operation.Apply apply
        && apply.definition() == definition;
  }

  /** A move whose target no other move reads. */
  private int firstReady(List<Value> to, List<Expression> expressions) {
    for (int i = 0; i < to.size(); i++) {
      Object variable = variables.variable(to.get(i));
      boolean read = false;
      for (int j = 0; j < to.size(); j++) {
        read |= j != i && expressions.get(j).variables().contains(variable);
      }
      if (!read) {
        return i;
      }
    }
    return -1;
  }

  private static int firstReader(List<Expression> expressions) {
    int index = 0;
    while (expressions.get(index).variables().isEmpty()) {
      index++;
    }
    return index;
  }

  /** Emits one loop. */
  private final class LoopEmitter {
    private final Operation.Loop loop;
    private final List<Value> checked;

    LoopEmitter(Operation.Loop loop) {
      this.loop = loop;
      this.checked = loop.condition().parameters();
    }

    void emit(Code out) {
      move(checked, loop.operands(), out);
      flush(out, expression -> true);
      for (Value parameter : checked) {
        if (!declared.contains(variables.variable(parameter))) {
          out.statement("$T $L", type(parameter), variables.name(parameter));
          declare(parameter, false);
        }
      }
      declareResults(loop.results(), out);
      out.at(loop.position());
      Set<Object> before = new HashSet<>(initialised);
      javaLoops.add(loop.label());
      emitInside(out);
      javaLoops.remove(javaLoops.size() - 1);
      initialised.retainAll(before);
      loop.results().forEach(result -> initialised.add(variables.variable(result)));
    }

    private void emitInside(Code out) {
      Code inner = new Code();
      Expression condition = simpleCondition();
      if (condition != null) {
        emitBlock(loop.body(), checked, inner);
        out.block(header(JavaText.of("while ($L)", condition.code())), inner);
        return;
      }
      if (isDoWhile()) {
        Set<Object> declaredBefore = new HashSet<>(declared);
        Set<Object> initialisedBefore = new HashSet<>(initialised);
        Expression again = emitCondition(inner);
        if (again != null) {
          out.doWhile(header(JavaText.of("do")), inner, again.code());
          return;
        }
        declared.retainAll(declaredBefore);
        initialised.retainAll(initialisedBefore);
        pending.clear();
        inner = new Code();
        emitChecked(inner);
      } else {
        emitChecked(inner);
      }
      out.block(header(JavaText.of("while (true)")), inner);
    }

    private JavaText header(JavaText keyword) {
      return usedLabels.contains(loop.label())
          ? JavaText.of("$L: $L", label(loop.label()), keyword)
          : keyword;
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
      List<Expression> condition = yielded(asBranch);
      boolean never = condition == null || condition.get(0).code().toString().equals("false");
      return never ? null : condition.get(0);
    }

    private boolean passesThrough(List<Value> carried) {
      for (int i = 0; i < carried.size(); i++) {
        boolean same =
            variables.same(carried.get(i), checked.get(i))
                && homes.get(carried.get(i)) == loop.condition()
                && checked.contains(carried.get(i))
                && variables.same(checked.get(i), loop.body().parameters().get(i))
                && (interference.uses(loop.results().get(i)) == 0
                    || variables.same(checked.get(i), loop.results().get(i)));
        if (!same) {
          return false;
        }
      }
      return true;
    }

    /** Whether the body only passes its parameters on. */
    private boolean isDoWhile() {
      return loop.body().operations().isEmpty()
          && loop.body().terminator() instanceof Terminator.Yield end
          && end.operands().equals(loop.body().parameters())
          && loop.condition().terminator() instanceof Terminator.Condition;
    }

    /** The condition block as the body of a do loop; null where it would need copies at its end. */
    private Expression emitCondition(Code inner) {
      Terminator.Condition end = (Terminator.Condition) loop.condition().terminator();
      for (int i = 0; i < checked.size(); i++) {
        Value carried = end.carried().get(i);
        boolean inPlace =
            variables.same(carried, checked.get(i))
                && variables.same(checked.get(i), loop.body().parameters().get(i))
                && (interference.uses(loop.results().get(i)) == 0
                    || variables.same(checked.get(i), loop.results().get(i)));
        if (!inPlace) {
          return null;
        }
      }
      for (Operation operation : loop.condition().operations()) {
        emitOperation(operation, inner);
      }
      Value condition = end.condition();
      for (Value carried : end.carried()) {
        Expression waiting = pending.get(carried);
        if (waiting != null) {
          pending.remove(carried);
          assign(carried, waiting, inner);
        }
      }
      boolean visible =
          pending.containsKey(condition)
              || variables.definition(condition) instanceof Operation.Apply apply && isFree(apply);
      Expression again = visible ? use(condition) : null;
      if (again == null || !pending.isEmpty() || readsInner(again)) {
        pending.clear();
        return null;
      }
      return again;
    }

    /** A condition may not name variables that are declared in the body of the do loop. */
    private boolean readsInner(Expression condition) {
      String text = condition.code().toString();
      for (Operation operation : loop.condition().operations()) {
        for (Value result : operation.results()) {
          boolean outer = checked.stream().anyMatch(each -> variables.same(each, result));
          if (!outer && text.matches(".*\\b" + variables.name(result) + "\\b.*")) {
            return true;
          }
        }
      }
      return false;
    }

    /** {@code check; if (!condition) { results; break; } body}. */
    private void emitChecked(Code inner) {
      for (Operation operation : loop.condition().operations()) {
        emitOperation(operation, inner);
      }
      if (!(loop.condition().terminator() instanceof Terminator.Condition end)) {
        emitTerminator(loop.condition().terminator(), checked, inner);
        return;
      }
      Expression condition = take(List.of(end.condition()), inner).get(0);
      flush(inner, expression -> true);
      boolean always = condition.code().toString().equals("true");
      if (!always) {
        Code stop = new Code();
        move(loop.results(), end.carried(), stop);
        stop.statement("break");
        inner.conditional(ConditionalExpressions.negated(condition), stop, new Code());
      }
      move(loop.body().parameters(), end.carried(), inner);
      emitBlock(loop.body(), checked, inner);
    }
  }
}
