package dev.kiln.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Goes on after a call of code that Kiln cannot see: with its arguments, which stay when the call
 * is written in another way. Texts, functions and objects go with the call.
 */
final class RefusedCall {
  private static final Set<Tree.Kind> GO_WITH_IT =
      EnumSet.of(
          Tree.Kind.STRING_LITERAL,
          Tree.Kind.NULL_LITERAL,
          Tree.Kind.LAMBDA_EXPRESSION,
          Tree.Kind.MEMBER_REFERENCE,
          Tree.Kind.NEW_CLASS);

  private RefusedCall() {}

  /** Reads the arguments of {@code tree}, if it is such a call. */
  static void read(ExpressionTree tree, Refusal refusal, Body body) {
    boolean isUnknown =
        refusal.diagnostic().filter(each -> each.code() == Code.UNKNOWN_CALL).isPresent();
    if (isUnknown
        && tree instanceof MethodInvocationTree call
        && !call.getMethodSelect().toString().startsWith("System.")) {
      for (ExpressionTree argument : call.getArguments()) {
        if (!GO_WITH_IT.contains(argument.getKind())
            && !new MessageLowering(body).isText(argument)) {
          body.expressions.lower(argument);
        }
      }
    }
  }
}
