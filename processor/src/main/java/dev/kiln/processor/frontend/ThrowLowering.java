package dev.kiln.processor.frontend;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.TypeElement;

/** Lowers guards: {@code throw new IllegalArgumentException("n is " + n)}. */
final class ThrowLowering {
  private static final Map<String, Boolean> EXCEPTIONS =
      Map.of(
          "java.lang.IllegalArgumentException", true,
          "java.lang.IllegalStateException", true,
          "java.lang.ArithmeticException", true,
          "java.lang.IndexOutOfBoundsException", true,
          "java.lang.ArrayIndexOutOfBoundsException", true,
          "java.lang.UnsupportedOperationException", true,
          "java.lang.RuntimeException", true);

  private final Body body;
  private final List<String> parts = new ArrayList<>(List.of(""));
  private final List<Value> values = new ArrayList<>();

  ThrowLowering(Body body) {
    this.body = body;
  }

  Terminator lower(ThrowTree tree) {
    if (!(tree.getExpression() instanceof NewClassTree creation)
        || creation.getClassBody() != null
        || creation.getArguments().size() > 1) {
      throw body.refuse(tree, Code.THROW);
    }
    TypeElement type = body.program.names().type(creation.getIdentifier(), body);
    String name = type == null ? "" : type.getQualifiedName().toString();
    if (!EXCEPTIONS.containsKey(name)) {
      throw body.refuse(creation, Code.THROW);
    }
    if (creation.getArguments().isEmpty()) {
      return new Terminator.Throw(name, List.of(), List.of());
    }
    ExpressionTree message = creation.getArguments().get(0);
    if (!isText(message)) {
      throw body.refuse(message, Code.THROW);
    }
    append(message);
    return new Terminator.Throw(name, parts, values);
  }

  private static boolean isText(ExpressionTree tree) {
    if (tree instanceof ParenthesizedTree inner) {
      return isText(inner.getExpression());
    }
    if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      return isText(sum.getLeftOperand()) || isText(sum.getRightOperand());
    }
    return tree.getKind() == Tree.Kind.STRING_LITERAL;
  }

  private void append(ExpressionTree tree) {
    if (tree instanceof ParenthesizedTree inner && isText(tree)) {
      append(inner.getExpression());
    } else if (tree instanceof BinaryTree sum && isText(tree)) {
      append(sum.getLeftOperand());
      append(sum.getRightOperand());
    } else if (tree instanceof LiteralTree literal && literal.getValue() instanceof String text) {
      int last = parts.size() - 1;
      parts.set(last, parts.get(last) + text);
    } else {
      Value value = body.expressions.lower(tree);
      if (!(value.type() instanceof ScalarType)) {
        throw body.refuse(tree, Code.THROW);
      }
      values.add(value);
      parts.add("");
    }
  }
}
