package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.StatementTree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.control.CheckOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Branch;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Joining;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.failure.ThrowLowering;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Lowers statements that run other code only in some cases. */
public final class IfLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public IfLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** {@code if (c) a; else b;}. */
  public Terminator lower(IfTree tree) {
    Value condition = lowerer.condition(tree.getCondition());
    Branch first = branch(tree.getThenStatement(), context.branch(condition, true));
    Branch second = branch(tree.getElseStatement(), context.branch(condition, false));
    Set<String> assigned = AssignedVariables.of(tree.getThenStatement(), tree.getElseStatement());
    return new Joining(block).join(tree, condition, first, second, assigned).end();
  }

  private Branch branch(StatementTree statement, Context inner) {
    Terminator end = statement == null ? null : lowerer.in(inner).statements(List.of(statement));
    return Branch.ends(inner.block(), end);
  }

  /** {@code assert c : d} is {@code if (enabled) { if (!c) throw new AssertionError(d); }}. */
  public void lower(AssertTree tree) {
    for (ExpressionTree part : Arrays.asList(tree.getCondition(), tree.getDetail())) {
      if (part != null && !AssignedVariables.of(part).isEmpty()) {
        throw block.refuse(part, Code.ASSERT_EFFECT);
      }
    }
    Value enabled = block.apply(tree, CheckOps.ASSERTIONS_ENABLED);
    Context inner = context.nested(List.of());
    new IfLowering(lowerer.in(inner)).check(tree);
    Branch skipped = Branch.completes(block.nested(List.of()));
    new Joining(block).join(tree, enabled, Branch.completes(inner.block()), skipped, Set.of());
  }

  private void check(AssertTree tree) {
    Value condition = lowerer.condition(tree.getCondition());
    Branch holds = Branch.completes(block.nested(List.of()));
    Context inner = context.nested(List.of());
    Terminator error = new ThrowLowering(lowerer.in(inner)).assertion(tree);
    new Joining(block).join(tree, condition, holds, Branch.ends(inner.block(), error), Set.of());
  }
}
