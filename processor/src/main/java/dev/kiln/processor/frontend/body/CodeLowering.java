package dev.kiln.processor.frontend.body;

import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.array.ArrayLowering;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.call.CallLowering;
import dev.kiln.processor.frontend.code.CalledDerivative;
import dev.kiln.processor.frontend.code.Calls;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lambda;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.NullTests;
import dev.kiln.processor.frontend.lambda.FunctionLowering;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.statement.Checkpoints;
import dev.kiln.processor.frontend.statement.SwitchLowering;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.processor.model.DerivativeName;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;

/** Lowers code of every kind, and goes on where some is refused. */
public final class CodeLowering implements Lowerer {
  private final Context context;
  private final Calls calls;
  private final OpenBlock block;
  private final ExpressionLowering expressions;

  /**
   * Lowers code at one place.
   *
   * @param calls takes calls of other methods
   */
  public CodeLowering(Context context, Calls calls) {
    this.context = context;
    this.calls = calls;
    this.block = context.block();
    this.expressions = new ExpressionLowering(this);
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public Lowerer in(Context inner) {
    return new CodeLowering(inner, calls);
  }

  @Override
  public Terminator statements(List<? extends StatementTree> statements) {
    int size = block.environment().size();
    StatementTree previous = null;
    for (int i = 0; i < statements.size(); i++) {
      Terminator end = statement(statements.get(i), previous);
      boolean isLast = i + 1 == statements.size();
      if (end != null && isLast) {
        return end;
      }
      if (end != null && context.program().problems().isEmpty()) {
        throw Refusal.leftToJavac(); // the rest is unreachable
      }
      previous = statements.get(i);
    }
    new Checkpoints(this).check(previous, null);
    block.environment().leave(size);
    return null;
  }

  @Override
  public Terminator statement(StatementTree tree, StatementTree before) {
    int meetings = block.unknowns().meetings();
    int size = block.environment().size();
    try {
      new Checkpoints(this).check(before, tree);
      return new StatementLowering(this).lower(tree, null, before);
    } catch (Refusal refusal) {
      block.unknowns().note(refusal, meetings);
      block.environment().leave(size);
      if (tree instanceof ExpressionStatementTree effect) {
        new RefusedCode(this).readCall(effect.getExpression(), refusal);
      }
      return new RefusedCode(this).after(tree);
    }
  }

  @Override
  public Value expression(ExpressionTree tree) {
    return unlessRefused(tree, () -> expressions.lower(tree));
  }

  private Value unlessRefused(ExpressionTree tree, Supplier<Value> lowered) {
    int meetings = block.unknowns().meetings();
    try {
      return block.unknowns().met(lowered.get());
    } catch (Refusal refusal) {
      block.unknowns().note(refusal, meetings);
      new RefusedCode(this).readCall(tree, refusal);
      return block.unknown(null);
    }
  }

  @Override
  public Value expressionOrRefusal(ExpressionTree tree) {
    return expressions.lower(tree);
  }

  @Override
  public void effect(ExpressionTree tree) {
    if (tree instanceof MethodInvocationTree call) {
      new CallLowering(this).lower(call);
    } else if (tree instanceof ParenthesizedTree inner) {
      effect(inner.getExpression());
    } else {
      expression(tree);
    }
  }

  @Override
  public Value initializer(ExpressionTree tree, ValueType type) {
    if (tree instanceof NewArrayTree array && array.getType() == null) {
      return new ArrayLowering(this).initializer(array, type);
    }
    Optional<SwitchExpressionTree> choice = Parentheses.switchExpression(tree);
    if (choice.isPresent() && CodedType.decoded(type) instanceof ScalarType) {
      return new SwitchLowering(this).expression(choice.get(), type);
    }
    return new NullTests(this)
        .nullOf(tree, type)
        .orElseGet(() -> new Conversions(block).convert(tree, expression(tree), type));
  }

  @Override
  public Value function(ExpressionTree tree, DeclaredType type) {
    return unlessRefused(tree, () -> new FunctionLowering(this).lower(tree, type));
  }

  @Override
  public Value call(Tree tree, Lambda lambda, String called, List<Value> arguments) {
    return calls.call(tree, context, lambda, called, arguments);
  }

  @Override
  public Value call(Tree tree, ExecutableElement method, Receiver receiver, List<Value> arguments) {
    return calls.call(tree, context, method, receiver, arguments);
  }

  @Override
  public CalledDerivative derivative(Tree tree, DerivativeName derivative, Receiver receiver) {
    return calls.derivative(tree, context, derivative, receiver);
  }
}
