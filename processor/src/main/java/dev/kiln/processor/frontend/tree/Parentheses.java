package dev.kiln.processor.frontend.tree;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import java.util.Optional;

/** Looks through parentheses, which mean nothing. */
public final class Parentheses {
  private Parentheses() {}

  /** The expression inside all parentheses. */
  public static ExpressionTree inside(ExpressionTree tree) {
    ExpressionTree inner = tree;
    while (inner instanceof ParenthesizedTree parenthesized) {
      inner = parenthesized.getExpression();
    }
    return inner;
  }

  /** The switch that an expression is; empty for every other expression. */
  public static Optional<SwitchExpressionTree> switchExpression(ExpressionTree tree) {
    return inside(tree) instanceof SwitchExpressionTree choice
        ? Optional.of(choice)
        : Optional.empty();
  }
}
