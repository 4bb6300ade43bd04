package dev.kiln.processor.frontend;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import dev.kiln.graph.Terminator;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.type.SourcePosition;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/** Lowers guards: {@code throw new IllegalArgumentException("n is " + n)}. */
final class ThrowLowering {
  private static final String ASSERTION_ERROR = "java.lang.AssertionError";

  private static final Set<String> EXCEPTIONS =
      Set.of(
          ASSERTION_ERROR,
          "java.lang.IllegalArgumentException",
          "java.lang.IllegalStateException",
          "java.lang.ArithmeticException",
          "java.lang.IndexOutOfBoundsException",
          "java.lang.ArrayIndexOutOfBoundsException",
          "java.lang.UnsupportedOperationException",
          "java.lang.RuntimeException");

  private final Body body;

  ThrowLowering(Body body) {
    this.body = body;
  }

  Terminator lower(ThrowTree tree) {
    if (!(tree.getExpression() instanceof NewClassTree creation)
        || creation.getClassBody() != null) {
      body.recovery.meetVariable(tree.getExpression());
      throw body.refuse(
          tree, Code.THROW, "'" + tree.getExpression() + "'", Alternative.KNOWN_EXCEPTION);
    }
    TypeElement type = body.program.names().type(creation.getIdentifier(), body);
    String name = type == null ? "" : type.getQualifiedName().toString();
    if (!EXCEPTIONS.contains(name)) {
      String what = "the exception " + creation.getIdentifier();
      throw body.refuse(creation, Code.THROW, what, Alternative.OTHER_EXCEPTION);
    }
    if (creation.getArguments().size() > 1) {
      String what = "an exception with " + creation.getArguments().size() + " arguments";
      throw body.refuse(creation, Code.THROW, what, Alternative.CAUSE);
    }
    SourcePosition position = body.program.position(body.unit, tree);
    if (creation.getArguments().isEmpty()) {
      return new Terminator.Throw(name, List.of(), List.of(), position);
    }
    ExpressionTree message = creation.getArguments().get(0);
    MessageLowering messages = new MessageLowering(body);
    if (!messages.isText(message)) {
      body.recovery.meetVariable(message);
      String what = "an exception with the message " + message;
      throw body.refuse(message, Code.THROW, what, Alternative.MESSAGE_VALUE);
    }
    return messages.lower(name, message, position);
  }

  /** The error of a failed assertion, whose detail may be missing. */
  Terminator assertion(AssertTree tree) {
    SourcePosition position = body.program.position(body.unit, tree);
    return tree.getDetail() == null
        ? new Terminator.Throw(ASSERTION_ERROR, List.of(), List.of(), position)
        : new MessageLowering(body).lower(ASSERTION_ERROR, tree.getDetail(), position);
  }
}
