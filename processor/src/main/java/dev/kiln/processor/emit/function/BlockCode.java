package dev.kiln.processor.emit.function;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.variable.Locals;
import java.util.List;
import java.util.Optional;

/**
 * The code of one block while it is written, as the emitters of conditionals and loops see it: they
 * write into it, and have it write the blocks that they consist of.
 */
abstract class BlockCode {
  final FunctionFacts function;
  final Locals locals;
  final Code out;
  final PendingExpressions pending;

  /**
   * @param locals the variables that are declared in the block
   * @param out where the statements are written
   */
  BlockCode(FunctionFacts function, Locals locals, Code out) {
    this.function = function;
    this.locals = locals;
    this.out = out;
    this.pending = new PendingExpressions(function, locals, out);
  }

  FunctionFacts function() {
    return function;
  }

  Locals locals() {
    return locals;
  }

  Code out() {
    return out;
  }

  PendingExpressions pending() {
    return pending;
  }

  /** The code of a block inside of this one. */
  abstract BlockCode inside();

  /** The code of a block in a loop, or of what goes to its head. */
  abstract BlockCode inside(Operation.Loop entered);

  /** Code of more statements of this block, apart from those so far. */
  abstract BlockCode apart();

  /** The statements of a scope, in a block of its own, which is left open. */
  abstract BlockCode insideOf(Operation.Scope scope);

  /** Writes a block; what a normal end yields goes to the variables of {@code yieldsTo}. */
  abstract void emit(Block block, List<Value> yieldsTo);

  abstract void emit(Operation operation);

  abstract void emit(Terminator end, List<Value> yieldsTo);

  /** Writes an operation that needs a statement, or keeps it for its only use. */
  abstract void emitValue(Operation.Apply apply);

  /** What a block yields, where the block is these expressions and nothing else. */
  abstract Optional<List<Expression>> yielded(Block block);

  /** An operation on what its operands are at this place. */
  Expression value(Operation.Apply apply) {
    return function
        .values()
        .expression(apply, apply.operands().stream().map(pending::use).toList());
  }

  /** Declares the variables of a construct's results in front of it. */
  void declareResults(List<Value> results) {
    for (Value result : results) {
      if (!locals.isDeclared(result)
          && (function.interference().uses(result) > 0 || function.variables().isMutable(result))) {
        out.statement("$T $L", FunctionFacts.type(result), function.variables().name(result));
        locals.declare(result, false);
      }
    }
  }

  /** Assigns all at once, as if in parallel. */
  void move(List<Value> targets, List<Value> sources) {
    new Moves(function, locals, pending, out).write(targets, sources);
  }
}
