package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.StatementTree;
import dev.kiln.graph.Terminator;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.Target;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import dev.kiln.processor.frontend.tree.Jumps;
import java.util.List;

/** Lowers labelled statements other than loops and switches, which {@code break} can leave. */
public final class LabelLowering {
  private final Lowerer lowerer;

  /** Lowers code at one place. */
  public LabelLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
  }

  /** Lowers a statement; in a scope where a break in it names the label. */
  public Terminator lower(StatementTree tree, String label) {
    List<StatementTree> statements = List.of(tree);
    if (!Jumps.breaks(tree, label)) {
      return lowerer.statements(statements);
    }
    List<String> variables =
        lowerer.context().block().environment().inScope(AssignedVariables.of(tree));
    return new ScopeLowering(lowerer)
        .statement(
            tree, Target.Kind.LABELLED, label, variables, inner -> inner.statements(statements));
  }
}
