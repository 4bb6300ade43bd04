package dev.kiln.processor.frontend.type;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreeScanner;
import dev.kiln.processor.frontend.name.NamedConstants;

/**
 * Tells which expressions may have the type char. In a graph they are ints, to which Java promotes
 * them wherever it computes; only {@code var}, overloads and messages can tell the difference.
 */
public final class Characters {
  private Characters() {}

  /** Whether Java may give the expression the type char. */
  public static boolean mayBeChar(ExpressionTree tree, NamedConstants constants) {
    if (tree instanceof ParenthesizedTree inner) {
      return mayBeChar(inner.getExpression(), constants);
    }
    if (tree instanceof ConditionalExpressionTree choice) {
      return mayBeChar(choice.getTrueExpression(), constants)
          || mayBeChar(choice.getFalseExpression(), constants);
    }
    if (tree instanceof SwitchExpressionTree choice) {
      return choice.getCases().stream().anyMatch(each -> yieldsChar(each, constants));
    }
    return isCharConstant(tree, constants);
  }

  private static boolean isCharConstant(Tree tree, NamedConstants constants) {
    return tree instanceof LiteralTree literal && literal.getValue() instanceof Character
        || tree instanceof ExpressionTree expression
            && constants.constant(expression).filter(Character.class::isInstance).isPresent();
  }

  /** Whether the code of a case may give the switch a char; the rest of the code may have some. */
  private static boolean yieldsChar(CaseTree tree, NamedConstants constants) {
    if (tree.getBody() instanceof ExpressionTree value) {
      return mayBeChar(value, constants);
    }
    boolean[] found = {false};
    TreeScanner<Void, Void> scanner =
        new TreeScanner<>() {
          @Override
          public Void visitYield(YieldTree yield, Void nothing) {
            found[0] |= mayBeChar(yield.getValue(), constants);
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
