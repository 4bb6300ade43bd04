package dev.kiln.processor.frontend;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import dev.kiln.graph.Terminator;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.type.ValueType;

/** Goes on after a refused statement: with what it contains, and what it leaves unknown. */
final class RefusedStatement {
  private final Body body;

  RefusedStatement(Body body) {
    this.body = body;
  }

  /** How the block ends after the statement; null where control goes on. */
  Terminator lower(StatementTree statement) {
    if (statement instanceof VariableTree variable) {
      declare(variable);
    }
    if (statement instanceof TryTree attempt) {
      read(attempt.getBlock());
      read(attempt.getFinallyBlock());
    } else if (statement instanceof SynchronizedTree locked) {
      read(locked.getBlock());
    }
    body.recovery.forget(AssignedVariables.of(statement));
    return switch (statement.getKind()) {
      case RETURN, THROW, BREAK, CONTINUE, YIELD -> new Terminator.Unreachable();
      default -> null;
    };
  }

  /** Reads code that stays when what is around it is written in another way. */
  private void read(BlockTree block) {
    if (block != null) {
      body.statements.branch(block);
    }
  }

  private void declare(VariableTree tree) {
    ValueType type;
    try {
      type = body.program.types().local(tree.getType(), body);
    } catch (Refusal refusal) {
      type = null; // which has been said
    }
    body.environment.declare(tree.getName().toString(), type, body.recovery.unknown(type));
  }
}
