package dev.kiln.processor.frontend;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;

/**
 * Tells which expressions may have the type char. In a graph they are ints, to which Java promotes
 * them wherever it computes; only {@code var}, overloads and messages can tell the difference.
 */
final class Characters {
  private Characters() {}

  /** Whether Java may give the expression the type char. */
  static boolean mayBeChar(ExpressionTree tree, NameLowering names) {
    if (tree instanceof ParenthesizedTree inner) {
      return mayBeChar(inner.getExpression(), names);
    }
    if (tree instanceof ConditionalExpressionTree choice) {
      return mayBeChar(choice.getTrueExpression(), names)
          || mayBeChar(choice.getFalseExpression(), names);
    }
    if (tree instanceof SwitchExpressionTree) {
      return containsChar(tree, names);
    }
    return isCharConstant(tree, names);
  }

  private static boolean isCharConstant(Tree tree, NameLowering names) {
    return tree instanceof LiteralTree literal && literal.getValue() instanceof Character
        || tree instanceof ExpressionTree expression
            && names.constant(expression).filter(Character.class::isInstance).isPresent();
  }

  private static boolean containsChar(Tree tree, NameLowering names) {
    boolean[] found = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public Void scan(Tree each, Void nothing) {
        found[0] |= isCharConstant(each, names);
        return super.scan(each, nothing);
      }
    }.scan(tree, null);
    return found[0];
  }
}
