package dev.kiln.processor.frontend.body;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import dev.kiln.graph.Terminator;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import dev.kiln.processor.frontend.type.Texts;
import dev.kiln.type.ValueType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Goes on after refused code: with what it contains, and what it leaves unknown. */
final class RefusedCode {
  /** Arguments that go with a call that is written in another way. */
  private static final Set<Tree.Kind> GO_WITH_CALL =
      EnumSet.of(
          Tree.Kind.STRING_LITERAL,
          Tree.Kind.NULL_LITERAL,
          Tree.Kind.LAMBDA_EXPRESSION,
          Tree.Kind.MEMBER_REFERENCE,
          Tree.Kind.NEW_CLASS);

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  RefusedCode(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /**
   * Reads the arguments of {@code tree}, if it is a call of code that Kiln cannot see: they stay
   * when the call is written in another way. Texts, functions and objects go with the call.
   */
  void readCall(ExpressionTree tree, Refusal refusal) {
    boolean isUnknown =
        refusal.diagnostic().filter(each -> each.code() == Code.UNKNOWN_CALL).isPresent();
    if (isUnknown
        && tree instanceof MethodInvocationTree call
        && !call.getMethodSelect().toString().startsWith("System.")) {
      Texts texts = new Texts(context.constants());
      for (ExpressionTree argument : call.getArguments()) {
        if (!GO_WITH_CALL.contains(argument.getKind()) && !texts.isText(argument)) {
          lowerer.expression(argument);
        }
      }
    }
  }

  /** How the block ends after a refused statement; null where control goes on. */
  Terminator after(StatementTree statement) {
    if (statement instanceof VariableTree variable) {
      declare(variable);
    }
    if (statement instanceof TryTree attempt) {
      read(attempt.getBlock());
      read(attempt.getFinallyBlock());
    } else if (statement instanceof SynchronizedTree locked) {
      read(locked.getBlock());
    }
    block.forget(AssignedVariables.of(statement));
    return switch (statement.getKind()) {
      case RETURN, THROW, BREAK, CONTINUE, YIELD -> new Terminator.Unreachable();
      default -> null;
    };
  }

  /** Reads code that stays when what is around it is written in another way. */
  private void read(BlockTree code) {
    if (code != null) {
      lowerer.in(context.nested(List.of())).statements(List.of(code));
    }
  }

  private void declare(VariableTree tree) {
    ValueType type;
    try {
      type = context.program().types().local(tree.getType(), context);
    } catch (Refusal refusal) {
      type = null; // which has been said
    }
    block.environment().declare(tree.getName().toString(), type, block.unknown(type));
  }
}
