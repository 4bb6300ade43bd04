package dev.kiln.processor.frontend.type;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import dev.kiln.processor.frontend.name.NamedConstants;
import java.util.Optional;

/** Tells which expressions are strings that literals and constants are part of. */
public final class Texts {
  private final NamedConstants constants;

  /** The strings in a scope. */
  public Texts(NamedConstants constants) {
    this.constants = constants;
  }

  /** Whether the expression is a string, and put together from literals and constants. */
  public boolean isText(ExpressionTree tree) {
    if (tree instanceof ParenthesizedTree inner) {
      return isText(inner.getExpression());
    }
    if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      return isText(sum.getLeftOperand()) || isText(sum.getRightOperand());
    }
    return constant(tree).filter(String.class::isInstance).isPresent();
  }

  /** A string or a char that is known now. */
  public Optional<Object> constant(ExpressionTree tree) {
    Optional<Object> constant =
        tree instanceof LiteralTree literal
            ? Optional.ofNullable(literal.getValue())
            : constants.constant(tree);
    return constant.filter(each -> each instanceof String || each instanceof Character);
  }
}
