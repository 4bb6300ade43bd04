package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.NullTests;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;

/** Lowers arguments of calls, before and after the callee is known. */
public final class Arguments {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public Arguments(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /**
   * Lowers an argument before the callee is known. Java converts each result of a switch to the
   * parameter's type, so {@code wanted} is that where all callees in question agree; else null.
   */
  Value lower(ExpressionTree tree, ValueType wanted) {
    boolean isChoice = Parentheses.switchExpression(tree).isPresent();
    return isChoice && CodedType.decoded(wanted) instanceof ScalarType
        ? lowerer.initializer(tree, wanted)
        : new NullTests(lowerer).nullOf(tree, wanted).orElseGet(() -> lowerer.expression(tree));
  }

  /** Widens an argument of a call, which has been lowered before the callee was known. */
  Value convert(ExpressionTree tree, Value value, ValueType type) {
    boolean mayBeRounded =
        value.type().equals(ScalarType.FLOAT32)
            && ScalarType.FLOAT64.equals(type)
            && Parentheses.switchExpression(tree).isPresent();
    if (mayBeRounded) { // Java converts each result of the switch to double
      String what = "a switch expression of floats as a double argument";
      throw block.refuse(tree, Code.EXPRESSION, what, "assign it to a double first");
    }
    return new Conversions(block).convert(tree, value, type);
  }
}
