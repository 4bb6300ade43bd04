package dev.kiln.processor.frontend;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers the message of an exception: texts and scalars in turn, joined as Java joins them. */
final class MessageLowering {
  private final Body body;
  private final List<String> parts = new ArrayList<>(List.of(""));
  private final List<Value> values = new ArrayList<>();

  MessageLowering(Body body) {
    this.body = body;
  }

  /** How a block ends that throws {@code exception} with the message {@code tree}. */
  Terminator lower(String exception, ExpressionTree tree, SourcePosition position) {
    append(tree);
    return new Terminator.Throw(exception, parts, values, position);
  }

  /** Whether the expression is a string, and put together from literals and constants. */
  boolean isText(ExpressionTree tree) {
    if (tree instanceof ParenthesizedTree inner) {
      return isText(inner.getExpression());
    }
    if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      return isText(sum.getLeftOperand()) || isText(sum.getRightOperand());
    }
    return text(tree).filter(String.class::isInstance).isPresent();
  }

  /** A string or a char that is known now. */
  private Optional<Object> text(ExpressionTree tree) {
    Optional<Object> constant =
        tree instanceof LiteralTree literal
            ? Optional.ofNullable(literal.getValue())
            : body.expressions.names().constant(tree);
    return constant.filter(each -> each instanceof String || each instanceof Character);
  }

  private void append(ExpressionTree tree) {
    Optional<Object> text = text(tree);
    if (text.isPresent()) {
      int last = parts.size() - 1;
      parts.set(last, parts.get(last) + text.get());
    } else if (tree instanceof ParenthesizedTree inner) {
      append(inner.getExpression());
    } else if (tree instanceof BinaryTree sum && isText(tree)) {
      append(sum.getLeftOperand());
      append(sum.getRightOperand());
    } else {
      values.add(scalar(tree));
      parts.add("");
    }
  }

  private Value scalar(ExpressionTree tree) {
    if (Characters.mayBeChar(tree, body.expressions.names())) {
      throw body.refuse(tree, Code.MESSAGE, "a choice of chars");
    }
    Value value;
    try {
      value = body.expressions.lowerOrRefuse(tree);
    } catch (Refusal refusal) {
      boolean isUnknown = refusal.diagnostic().filter(MessageLowering::isUnknownCall).isPresent();
      throw isUnknown ? body.refuse(tree, Code.MESSAGE, "this call") : refusal;
    }
    if (!(value.type() instanceof ScalarType)) {
      throw body.refuse(tree, Code.MESSAGE, value.type());
    }
    return value;
  }

  /** Whether a call such as that of {@code String.format} was refused, or its string argument. */
  private static boolean isUnknownCall(Diagnostic diagnostic) {
    return diagnostic.code() == Code.UNKNOWN_CALL
        || diagnostic.tree().getKind() == Tree.Kind.STRING_LITERAL;
  }
}
