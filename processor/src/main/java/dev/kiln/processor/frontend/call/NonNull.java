package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Branch;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Joining;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.NullTests;
import dev.kiln.processor.frontend.failure.MessageLowering;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/**
 * Lowers {@code Objects.requireNonNull}, whose message may be a text, or a lambda that gives one,
 * which is evaluated only where it throws.
 */
final class NonNull {
  private static final String THROWN = "java.lang.NullPointerException";

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  NonNull(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  static boolean is(MethodInvocationTree tree, TypeElement owner, String method) {
    int arguments = tree.getArguments().size();
    return owner.getQualifiedName().contentEquals("java.util.Objects")
        && method.equals("requireNonNull")
        && (arguments == 1 || arguments == 2);
  }

  /** What is required not to be null. */
  Value lower(MethodInvocationTree tree) {
    ExpressionTree tested = tree.getArguments().get(0);
    Value value = lowerer.expression(tested);
    // a record that is given is not null: the method would not have begun
    if (!block.isGiven(value) || !NullTests.isRecord(lowerer, value)) {
      Value nonNull = new NullTests(lowerer).isNonNull(tree, tested, value);
      if (tree.getArguments().size() == 1) {
        block.perform(tree, CheckOps.REQUIRE_NON_NULL, Attributes.NONE, List.of(nonNull));
      } else {
        requireWithMessage(tree, nonNull);
      }
    }
    return value;
  }

  private void requireWithMessage(MethodInvocationTree tree, Value nonNull) {
    ExpressionTree message = tree.getArguments().get(1);
    Context inner = context.nested(List.of());
    boolean isLazy =
        message instanceof LambdaExpressionTree lambda
            && lambda.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION;
    ExpressionTree text =
        isLazy ? (ExpressionTree) ((LambdaExpressionTree) message).getBody() : message;
    Lowerer where = isLazy ? lowerer.in(inner) : lowerer;
    Terminator thrown = new MessageLowering(where).lower(THROWN, text, block.site().position(tree));
    Branch passes = Branch.completes(block.nested(List.of()));
    new Joining(block).join(tree, nonNull, passes, Branch.ends(inner.block(), thrown), Set.of());
  }
}
