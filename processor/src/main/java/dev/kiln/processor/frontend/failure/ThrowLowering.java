package dev.kiln.processor.frontend.failure;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import dev.kiln.graph.Terminator;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.NullTests;
import dev.kiln.type.SourcePosition;
import java.util.List;
import javax.lang.model.element.TypeElement;

/** Lowers guards: {@code throw new IllegalArgumentException("n is " + n)}. */
public final class ThrowLowering {
  private static final String ASSERTION_ERROR = "java.lang.AssertionError";

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public ThrowLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** How a block ends that throws. */
  public Terminator lower(ThrowTree tree) {
    if (!(tree.getExpression() instanceof NewClassTree creation)
        || creation.getClassBody() != null) {
      block.meetVariable(tree.getExpression());
      throw block.refuse(
          tree, Code.THROW, "'" + tree.getExpression() + "'", Alternative.KNOWN_EXCEPTION);
    }
    TypeElement type = context.names().type(creation.getIdentifier(), context);
    if (creation.getArguments().size() > 1 && !hasNoCause(creation, type)) {
      String what = "an exception with " + creation.getArguments().size() + " arguments";
      throw block.refuse(creation, Code.THROW, what, Alternative.CAUSE);
    }
    String name = type.getQualifiedName().toString();
    SourcePosition position = block.site().position(tree);
    boolean hasMessage = !creation.getArguments().isEmpty();
    if (!new ExceptionClasses(context.program()).canMake(type, hasMessage)) {
      String what = "the exception " + creation.getIdentifier();
      throw block.refuse(creation, Code.THROW, what, Alternative.OTHER_EXCEPTION);
    }
    if (!hasMessage) {
      return new Terminator.Throw(name, List.of(), List.of(), position);
    }
    ExpressionTree message = creation.getArguments().get(0);
    MessageLowering messages = new MessageLowering(lowerer);
    if (!messages.isText(message)) {
      block.meetVariable(message);
      String what = "an exception with the message " + message;
      boolean isCause = message instanceof NewClassTree;
      throw block.refuse(
          message, Code.THROW, what, isCause ? Alternative.CAUSE : Alternative.MESSAGE_VALUE);
    }
    return messages.lower(name, message, position);
  }

  /** {@code new X(message, null)} of the JDK's exceptions, which means the same without null. */
  private boolean hasNoCause(NewClassTree creation, TypeElement type) {
    return creation.getArguments().size() == 2
        && NullTests.isNull(creation.getArguments().get(1))
        && type.getQualifiedName().toString().startsWith("java.")
        && new MessageLowering(lowerer).isText(creation.getArguments().get(0));
  }

  /** The error of a failed assertion, whose detail may be missing. */
  public Terminator assertion(AssertTree tree) {
    SourcePosition position = block.site().position(tree);
    return tree.getDetail() == null
        ? new Terminator.Throw(ASSERTION_ERROR, List.of(), List.of(), position)
        : new MessageLowering(lowerer).lower(ASSERTION_ERROR, tree.getDetail(), position);
  }
}
