package dev.kiln.processor.frontend;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.YieldTree;
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
    if (tree instanceof SwitchExpressionTree choice) {
      return choice.getCases().stream().anyMatch(each -> yieldsChar(each, names));
    }
    return isCharConstant(tree, names);
  }

  private static boolean isCharConstant(Tree tree, NameLowering names) {
    return tree instanceof LiteralTree literal && literal.getValue() instanceof Character
        || tree instanceof ExpressionTree expression
            && names.constant(expression).filter(Character.class::isInstance).isPresent();
  }

  /** Whether the code of a case may give the switch a char; the rest of the code may have some. */
  private static boolean yieldsChar(CaseTree tree, NameLowering names) {
    if (tree.getBody() instanceof ExpressionTree value) {
      return mayBeChar(value, names);
    }
    boolean[] found = {false};
    TreeScanner<Void, Void> scanner =
        new TreeScanner<>() {
          @Override
          public Void visitYield(YieldTree yield, Void nothing) {
            found[0] |= mayBeChar(yield.getValue(), names);
            return null;
          }

          @Override
          public Void visitSwitchExpression(SwitchExpressionTree inner, Void nothing) {
            return null; // has yields of its own
          }
        };
    if (tree.getBody() != null) {
      scanner.scan(tree.getBody(), null);
    } else {
      scanner.scan(tree.getStatements(), null);
    }
    return found[0];
  }
}
