package dev.kiln.processor.emit.function;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.expression.Templates;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.variable.Locals;
import dev.kiln.processor.emit.variable.Variables;
import dev.kiln.type.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * Writes the statements of one block.
 *
 * <pre>
 * double scaled = x * rate;
 * for (int i = 0; i &lt; n; i++) {
 *   scaled += y[i];
 * }
 * return scaled;
 * </pre>
 *
 * <p>What is still an expression is written before a construct begins that has blocks of its own:
 * each of these is written by an emitter of its own, which begins with nothing.
 */
final class BlockEmitter extends BlockCode {
  private final Variables variables;
  private final String loop;

  /**
   * @param locals the variables that are declared in the block
   * @param loop the label of the loop to which jumps without a label lead; empty outside of loops
   * @param out where the statements are written
   */
  BlockEmitter(FunctionFacts function, Locals locals, String loop, Code out) {
    super(function, locals, out);
    this.variables = function.variables();
    this.loop = loop;
  }

  @Override
  BlockEmitter inside() {
    return new BlockEmitter(function, locals.inside(), loop, new Code());
  }

  @Override
  BlockEmitter inside(Operation.Loop entered) {
    return new BlockEmitter(function, locals.inside(), entered.label(), new Code());
  }

  @Override
  BlockEmitter apart() {
    return new BlockEmitter(function, locals, loop, new Code());
  }

  @Override
  void emit(Block block, List<Value> yieldsTo) {
    List<Operation> operations = block.operations();
    for (int i = 0; i < operations.size(); i++) {
      boolean isLast = i == operations.size() - 1;
      if (operations.get(i) instanceof Operation.Call call) {
        emitCall(call, isLast && block.terminator() instanceof Terminator.Return);
      } else {
        emit(operations.get(i));
      }
    }
    emit(block.terminator(), yieldsTo);
  }

  @Override
  void emit(Operation operation) {
    if (operation instanceof Operation.Apply apply) {
      emitApply(apply);
    } else if (operation instanceof Operation.If branch) {
      new IfEmitter(this, branch).emit();
    } else if (operation instanceof Operation.Loop each) {
      new LoopEmitter(this, each).emit();
    } else if (operation instanceof Operation.Scope scope) {
      emitScope(scope);
    } else {
      emitCall((Operation.Call) operation, false);
    }
  }

  private void emitApply(Operation.Apply apply) {
    if (ValueEmitter.isFree(apply) || function.structure().isLengthOfElements(apply)) {
      return; // written at each use
    }
    emitValue(apply);
  }

  @Override
  void emitValue(Operation.Apply apply) {
    if (apply.is(Trait.RECYCLING)) {
      pending.writeReadersOfTensors();
    }
    List<Expression> operands = pending.take(apply.operands());
    if (apply.results().isEmpty()) {
      if (apply.definition().effect() != Effect.PURE) {
        pending.writeEffects();
      }
      out.at(apply.position());
      out.statement("$L", function.values().statement(apply, operands, function.workspace()));
      return;
    }
    Expression expression =
        function
            .workspace()
            .expression(apply, operands)
            .orElseGet(() -> function.values().expression(apply, operands));
    pending.define(apply.result(), expression, apply);
  }

  /**
   * @param isReturned whether the block returns after it, with nothing between
   */
  private void emitCall(Operation.Call call, boolean isReturned) {
    List<Expression> operands = pending.take(call.operands());
    pending.writeEffects();
    ValueEmitter values = function.values();
    JavaText code = values.call(call, function.workspace().arguments(call, operands));
    out.at(call.position());
    if (call.results().isEmpty()) {
      out.statement("$L", code);
    } else if (call.results().size() == 1) {
      Expression result = Templates.combined(code, Precedence.PRIMARY, operands, true);
      if (isReturned) {
        pending.define(call.results().get(0), result, call);
      } else { // what is around it might read first what it writes: dX[0] += f(dX)
        pending.assign(call.results().get(0), result);
      }
    } else {
      String record = variables.fresh(call.function() + "Result");
      out.statement("$L $L = $L", values.resultRecord(call.function()), record, code);
      String access = function.workspace().isPassedTo(call.function()) ? "" : "()";
      for (int i = 0; i < call.results().size(); i++) {
        pending.assign(call.results().get(i), Expression.primary(record + ".result" + i + access));
      }
    }
  }

  private void emitScope(Operation.Scope scope) {
    BlockEmitter inner = insideOf(scope);
    if (inner.out.jumpsTo(scope.label())) {
      inner.locals.closeAssigned();
      out.labelled(scope.label(), inner.out);
    } else {
      inner.locals.join();
      out.append(inner.out);
    }
  }

  @Override
  BlockEmitter insideOf(Operation.Scope scope) {
    pending.writeAll();
    declareResults(scope.results());
    out.at(scope.position());
    BlockEmitter inner = inside();
    inner.emit(scope.body(), scope.results());
    return inner;
  }

  @Override
  Optional<List<Expression>> yielded(Block block) {
    boolean hasStatements = function.structure().hasStatements(block);
    if (hasStatements || !(block.terminator() instanceof Terminator.Yield end)) {
      return Optional.empty();
    }
    BlockEmitter inner = inside();
    for (Operation operation : block.operations()) {
      boolean isExpression =
          operation instanceof Operation.Apply || operation instanceof Operation.If;
      if (!isExpression) {
        return Optional.empty();
      }
      inner.emit(operation);
      if (!inner.out.isEmpty()) {
        return Optional.empty();
      }
    }
    if (end.operands().stream().anyMatch(function::isUndefined)) {
      return Optional.empty();
    }
    List<Expression> result = inner.pending.take(end.operands());
    boolean isAll = inner.pending.isEmpty() && inner.out.isEmpty();
    return isAll ? Optional.of(result) : Optional.empty();
  }

  @Override
  void emit(Terminator end, List<Value> yieldsTo) {
    if (end instanceof Terminator.Yield yield) {
      move(yieldsTo, yield.operands());
      pending.end();
    } else if (end instanceof Terminator.Break exit) {
      Operation target = function.structure().construct(exit.label());
      move(target.results(), exit.operands());
      jump("break", exit.label(), target);
    } else if (end instanceof Terminator.Continue exit) {
      Operation.Loop target = (Operation.Loop) function.structure().construct(exit.label());
      move(target.condition().parameters(), exit.operands());
      jump("continue", exit.label(), target);
    } else if (end instanceof Terminator.Return exit) {
      SourcePosition place = pending.order().place(exit.operands());
      List<Expression> results = pending.take(exit.operands());
      pending.end();
      out.at(place);
      function.returns().write(out, results);
    } else if (end instanceof Terminator.Throw exception) {
      List<Expression> operands = pending.take(exception.operands());
      pending.end();
      out.at(exception.position());
      out.statement("throw $L", function.values().exception(exception, operands));
    }
  }

  private void jump(String keyword, String label, Operation target) {
    pending.end();
    boolean isInnermost = target instanceof Operation.Loop && loop.equals(label);
    out.jump(keyword, isInnermost ? "" : label);
  }
}
