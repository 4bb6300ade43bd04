package dev.kiln.processor.emit.function;

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
import dev.kiln.processor.emit.expression.CompoundAssignment;
import dev.kiln.processor.emit.expression.ConditionalExpressions;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.expression.Templates;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.statement.SourcePlaces;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.variable.EvaluationOrder;
import dev.kiln.processor.emit.variable.Interference;
import dev.kiln.processor.emit.variable.Locals;
import dev.kiln.processor.emit.variable.ParallelMoves;
import dev.kiln.processor.emit.variable.Variables;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Emits the body of a function: structured SSA to the statements that a person would write.
 *
 * <p>A value that is used once, in the block that defines it, stays an expression until its use.
 * Expressions with effects keep their order: they are embedded only from the end of the list of
 * those not written yet, else written to locals first. What is still unwritten is written before a
 * nested construct begins, and before a variable that it reads is assigned.
 */
public final class FunctionEmitter {
  /** Writes {@code return}. */
  public interface Return {
    void write(Code out, List<Expression> results);
  }

  private final Variables variables;
  private final Interference interference;
  private final ValueEmitter values;
  private final WorkspaceAllocation workspace;
  private final Return returns;
  private final Map<Value, Block> homes = new HashMap<>();
  private final Map<Value, Block> singleUses = new HashMap<>();

  /** The expressions of the block at hand that are not written yet, in the order of operations. */
  private Map<Value, Expression> pending = new LinkedHashMap<>();

  private final Locals locals;
  private final Map<String, Operation> constructs = new HashMap<>();

  /** The loops over the elements of arrays. */
  private final Map<Operation.Loop, EnhancedFor> overElements = new IdentityHashMap<>();

  private final List<String> javaLoops = new ArrayList<>();

  /**
   * An emitter of one function.
   *
   * @param reserved names that no variable takes
   * @param given parameters that have their names already
   */
  public FunctionEmitter(
      Function function,
      Set<String> reserved,
      Map<Value, String> given,
      ValueEmitter values,
      WorkspaceAllocation workspace,
      Return returns) {
    this.interference = new Interference(function);
    this.variables = new Variables(function, interference, reserved, given);
    this.locals = new Locals(variables);
    this.values = values;
    this.workspace = workspace;
    this.returns = returns;
    function.parameters().forEach(parameter -> locals.declare(parameter, true));
    index(function.body());
  }

  /** The names of the parameters. */
  public List<String> parameterNames(Function function) {
    return function.parameters().stream().map(variables::name).toList();
  }

  public Code emit(Function function) {
    Code out = new Code();
    out.at(SourcePlaces.first(function.body()));
    emitBlock(function.body(), List.of(), out);
    return out;
  }

  Variables variables() {
    return variables;
  }

  Interference interference() {
    return interference;
  }

  Locals locals() {
    return locals;
  }

  Map<Value, Expression> pending() {
    return pending;
  }

  /** The form of a loop over the elements of an array. */
  Optional<EnhancedFor> overElements(Operation.Loop loop) {
    return Optional.ofNullable(overElements.get(loop));
  }

  /** Says that jumps without a label lead to this loop from now on. */
  void enter(Operation.Loop loop) {
    javaLoops.add(loop.label());
  }

  void leave() {
    javaLoops.remove(javaLoops.size() - 1);
  }

  private void index(Block block) {
    block.parameters().forEach(parameter -> homes.put(parameter, block));
    for (int i = 0; i < block.operations().size(); i++) {
      Operation operation = block.operations().get(i);
      EnhancedFor.of(block, i, variables, interference)
          .ifPresent(found -> overElements.put((Operation.Loop) operation, found));
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
  void emitBlock(Block block, List<Value> yieldsTo, Code out) {
    List<Operation> operations = block.operations();
    for (int i = 0; i < operations.size(); i++) {
      boolean isLast = i == operations.size() - 1;
      if (operations.get(i) instanceof Operation.Call call) {
        emitCall(call, isLast && block.terminator() instanceof Terminator.Return, out);
      } else {
        emitOperation(operations.get(i), out);
      }
    }
    emitTerminator(block.terminator(), yieldsTo, out);
  }

  void emitOperation(Operation operation, Code out) {
    if (operation instanceof Operation.Apply apply) {
      emitApply(apply, out);
    } else if (operation instanceof Operation.If branch) {
      emitIf(branch, out);
    } else if (operation instanceof Operation.Loop loop) {
      new LoopEmitter(this, loop).emit(out);
    } else if (operation instanceof Operation.Scope scope) {
      emitScope(scope, out);
    } else {
      emitCall((Operation.Call) operation, false, out);
    }
  }

  private void emitApply(Operation.Apply apply, Code out) {
    if (isFree(apply) || isLengthOfElements(apply)) {
      return; // written at each use
    }
    emitValue(apply, out);
  }

  private boolean isLengthOfElements(Operation.Apply apply) {
    return !overElements.isEmpty()
        && overElements.values().stream().anyMatch(each -> each.length() == apply);
  }

  /** Writes an operation that needs a statement, or keeps it for its only use. */
  void emitValue(Operation.Apply apply, Code out) {
    List<Expression> operands = take(apply.operands(), out);
    if (apply.results().isEmpty()) {
      flushBefore(apply, out);
      out.at(apply.position());
      out.statement("$L", values.statement(apply, operands, workspace));
      return;
    }
    Expression expression =
        workspace.expression(apply, operands).orElseGet(() -> values.expression(apply, operands));
    define(apply.result(), expression, apply, out);
  }

  /** Constants, undefined values and the status of assertions need no variable. */
  static boolean isFree(Operation operation) {
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
  List<Expression> take(List<Value> operands, Code out) {
    EvaluationOrder order = new EvaluationOrder(pending, variables);
    if (order.overwritesReadsOf(operands)) {
      flushAll(out);
    } else if (!order.endsWithEffectsOf(operands)) {
      flushEffects(out);
    }
    return operands.stream().map(this::use).toList();
  }

  /** The expression of a value at this place. */
  Expression use(Value value) {
    Expression waiting = pending.remove(value);
    if (waiting != null) {
      return waiting;
    }
    if (variables.definition(value) instanceof Operation.Apply apply && isFree(apply)) {
      return values.free(apply);
    }
    Set<Object> reads = variables.isMutable(value) ? Set.of(variables.variable(value)) : Set.of();
    return Expression.variable(variables.name(value), reads);
  }

  /** An operation on what its operands are at this place. */
  Expression value(Operation.Apply apply) {
    return values.expression(apply, apply.operands().stream().map(this::use).toList());
  }

  /** Whether the expression of a value may be written later as well. */
  boolean isSteady(Value value) {
    if (isUndefined(value)) {
      return false;
    }
    Expression waiting = pending.get(value);
    return waiting == null
        ? !variables.isMutable(value) || isFree(variables.definition(value))
        : !waiting.effectful() && waiting.variables().isEmpty();
  }

  private void flushEffects(Code out) {
    flush(out, expression -> expression.effectful());
  }

  void flushAll(Code out) {
    flush(out, expression -> true);
  }

  private void flushBefore(Operation operation, Code out) {
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
  void assign(Value value, Expression expression, Code out) {
    Object variable = variables.variable(value);
    if (!locals.isDeclared(value)) {
      out.statement("$T $L = $L", type(value), variables.name(value), expression.code());
      locals.declare(value, true);
      return;
    }
    String name = variables.name(value);
    if (expression.code().toString().equals(name)) {
      return; // it is there already
    }
    flush(out, waiting -> waiting.variables().contains(variable));
    out.statement("$L", CompoundAssignment.of(name, expression));
    locals.initialise(value);
  }

  TypeName type(Value value) {
    return JavaTypes.of(value.type());
  }

  /** Declares the variables of a construct's results in front of it. */
  void declareResults(List<Value> results, Code out) {
    for (Value result : results) {
      if (!locals.isDeclared(result)
          && (interference.uses(result) > 0 || variables.isMutable(result))) {
        out.statement("$T $L", type(result), variables.name(result));
        locals.declare(result, false);
      }
    }
  }

  /**
   * @param isReturned whether the block returns after it, with nothing between
   */
  private void emitCall(Operation.Call call, boolean isReturned, Code out) {
    List<Expression> operands = take(call.operands(), out);
    flushEffects(out);
    JavaText code = values.call(call, workspace.arguments(call, operands));
    out.at(call.position());
    if (call.results().isEmpty()) {
      out.statement("$L", code);
    } else if (call.results().size() == 1) {
      Expression result = Templates.combined(code, Precedence.PRIMARY, operands, true);
      if (isReturned) {
        define(call.results().get(0), result, call, out);
      } else { // what is around it might read first what it writes: dX[0] += f(dX)
        assign(call.results().get(0), result, out);
      }
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
    Code inner = insideOf(scope, out);
    if (inner.jumpsTo(scope.label())) {
      locals.closeAssigned();
      out.labelled(scope.label(), inner);
    } else {
      locals.join();
      out.append(inner);
    }
  }

  /** The statements of a scope, in a block of its own, which is left open. */
  Code insideOf(Operation.Scope scope, Code out) {
    flushAll(out);
    declareResults(scope.results(), out);
    out.at(scope.position());
    Code inner = new Code();
    locals.open();
    emitBlock(scope.body(), scope.results(), inner);
    return inner;
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
    flushAll(out);
    declareResults(branch.results(), out);
    out.at(branch.position());
    Code first = inBlock(branch.thenBlock(), branch.results());
    Code second = inBlock(branch.elseBlock(), branch.results());
    branch.results().forEach(locals::initialise);
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

  private Code inBlock(Block block, List<Value> yieldsTo) {
    Code inner = new Code();
    locals.open();
    emitBlock(block, yieldsTo, inner);
    locals.close();
    return inner;
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
  List<Expression> yielded(Block block) {
    if (!(block.terminator() instanceof Terminator.Yield end)) {
      return null;
    }
    Map<Value, Expression> around = pending;
    pending = new LinkedHashMap<>();
    locals.open();
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
    pending = around;
    locals.rollBack();
    return result;
  }

  void emitTerminator(Terminator end, List<Value> yieldsTo, Code out) {
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
    boolean isInnermost =
        target instanceof Operation.Loop
            && !javaLoops.isEmpty()
            && javaLoops.get(javaLoops.size() - 1).equals(label);
    out.jump(keyword, isInnermost ? "" : label);
  }

  /** Assigns all at once, as if in parallel. */
  void move(List<Value> targets, List<Value> sources, Code out) {
    List<Value> to = new ArrayList<>();
    List<Value> from = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      if (isMoved(targets.get(i), sources.get(i))) {
        to.add(targets.get(i));
        from.add(sources.get(i));
      }
    }
    if (from.size() > 1) {
      flushEffects(out);
    }
    EvaluationOrder order = new EvaluationOrder(pending, variables);
    List<SourcePosition> places = from.stream().map(each -> order.place(List.of(each))).toList();
    List<Expression> expressions = take(from, out);
    flushAll(out);
    ParallelMoves moves = new ParallelMoves(variables);
    for (int i = 0; i < to.size(); i++) {
      moves.add(to.get(i), expressions.get(i), places.get(i));
    }
    moves.write(
        new ParallelMoves.Target() {
          @Override
          public void assign(Value target, Expression expression, SourcePosition place) {
            out.at(place);
            FunctionEmitter.this.assign(target, expression, out);
          }

          @Override
          public Expression copy(Value target, Expression expression) {
            String copy = variables.fresh(variables.name(target));
            out.statement("$T $L = $L", type(target), copy, expression.code());
            return Expression.primary(copy);
          }
        });
  }

  /** Whether a move does anything that matters. */
  private boolean isMoved(Value target, Value source) {
    boolean isUnused = interference.uses(target) == 0 && !variables.isMutable(target);
    boolean isThere = variables.same(target, source) && !pending.containsKey(source);
    boolean isPointless = isUndefined(source) && locals.isInitialised(target);
    return !isUnused && !isThere && !isPointless;
  }

  private boolean isUndefined(Value value) {
    return isApplied(ConstantOps.UNDEFINED, value);
  }

  private boolean isApplied(OpDefinition definition, Value value) {
    return variables.definition(value) instanceof Operation.Apply apply
        && apply.definition() == definition;
  }
}
