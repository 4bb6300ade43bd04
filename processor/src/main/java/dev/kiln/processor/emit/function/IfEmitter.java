package dev.kiln.processor.emit.function;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.control.CheckOps;
import dev.kiln.processor.emit.expression.ConditionalExpressions;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.statement.Code;
import java.util.List;
import java.util.Optional;

/**
 * Emits one conditional: as an expression where its branches are, as {@code assert} where it is
 * one, else as a statement.
 *
 * <pre>
 * double larger = x &gt; y ? x : y;
 * if (larger &gt; limit) {
 *   throw new IllegalArgumentException("too large");
 * }
 * </pre>
 */
final class IfEmitter {
  private final BlockCode block;
  private final FunctionFacts function;
  private final PendingExpressions pending;
  private final Operation.If branch;
  private final Code out;

  IfEmitter(BlockCode block, Operation.If branch) {
    this.block = block;
    this.function = block.function();
    this.pending = block.pending();
    this.branch = branch;
    this.out = block.out();
  }

  void emit() {
    if (function.isApplied(CheckOps.ASSERTIONS_ENABLED, branch.condition())) {
      if (emitAssertion()) {
        return;
      }
      String enabled = function.variables().fresh("enabled");
      out.statement("boolean $L = false", enabled);
      out.statement("assert $L = true", enabled);
      pending.keep(branch.condition(), Expression.primary(enabled));
    }
    Expression condition = pending.take(List.of(branch.condition())).get(0);
    if (branch.results().size() == 1 && function.interference().uses(branch.results().get(0)) > 0) {
      Optional<Expression> chosen = asExpression(condition);
      if (chosen.isPresent()) {
        pending.define(branch.results().get(0), chosen.get(), branch);
        return;
      }
    }
    emitStatement(condition);
  }

  private void emitStatement(Expression condition) {
    if (condition.effectful() && pending.hasEffects()) {
      pending.writeEffects();
    }
    pending.writeAll();
    block.declareResults(branch.results());
    out.at(branch.position());
    Code first = inBlock(branch.thenBlock());
    Code second = inBlock(branch.elseBlock());
    branch.results().forEach(block.locals()::initialise);
    if (first.isEmpty() && second.isEmpty()) {
      if (condition.effectful()) {
        String name = function.variables().fresh("test");
        out.statement("boolean $L = $L", name, condition.code());
      }
    } else if (first.isEmpty()) {
      out.conditional(ConditionalExpressions.negated(condition), second, new Code());
    } else {
      out.conditional(condition.code(), first, second);
    }
  }

  private Code inBlock(Block inner) {
    List<Value> yieldsTo = branch.results();
    BlockCode emitter = block.inside();
    emitter.emit(inner, yieldsTo);
    emitter.locals().close();
    return emitter.out();
  }

  /** {@code c ? a : b}, {@code c && a} or {@code c || b}; none where a branch has statements. */
  private Optional<Expression> asExpression(Expression condition) {
    return block
        .yielded(branch.thenBlock())
        .flatMap(
            first ->
                block
                    .yielded(branch.elseBlock())
                    .map(
                        second ->
                            ConditionalExpressions.of(condition, first.get(0), second.get(0))));
  }

  /** Emits {@code assert c : detail}, where the conditional is that and nothing else. */
  private boolean emitAssertion() {
    Assertion assertion = Assertion.in(branch.thenBlock()).orElse(null);
    if (assertion == null) {
      return false;
    }
    Optional<List<Expression>> condition = block.yielded(assertion.condition());
    Optional<List<Expression>> detail =
        condition.flatMap(known -> block.yielded(assertion.detail()));
    if (detail.isEmpty()) {
      return false;
    }
    pending.writeEffects();
    out.at(branch.position());
    out.statement(
        "$L",
        ValueEmitter.assertion(condition.orElseThrow().get(0), assertion.error(), detail.get()));
    return true;
  }
}
