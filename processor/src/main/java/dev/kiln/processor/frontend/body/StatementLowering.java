package dev.kiln.processor.frontend.body;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.YieldTree;
import dev.kiln.graph.Terminator;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.failure.ThrowLowering;
import dev.kiln.processor.frontend.name.NameResolution;
import dev.kiln.processor.frontend.statement.DeclarationLowering;
import dev.kiln.processor.frontend.statement.ElementLoopLowering;
import dev.kiln.processor.frontend.statement.IfLowering;
import dev.kiln.processor.frontend.statement.JumpLowering;
import dev.kiln.processor.frontend.statement.LabelLowering;
import dev.kiln.processor.frontend.statement.LoopLowering;
import dev.kiln.processor.frontend.statement.SwitchLowering;
import dev.kiln.processor.frontend.tree.MadeCode;

/** Hands each statement to the class for its kind. */
final class StatementLowering {
  private final Lowerer lowerer;

  StatementLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
  }

  /**
   * Lowers a statement.
   *
   * @param label of the user's, or null
   * @param before the statement in front of it, or null
   * @return how the block ends after it; null where control goes on
   */
  Terminator lower(StatementTree tree, String label, StatementTree before) {
    switch (tree.getKind()) {
      case VARIABLE -> new DeclarationLowering(lowerer).lower((VariableTree) tree);
      case EXPRESSION_STATEMENT -> lowerer.effect(((ExpressionStatementTree) tree).getExpression());
      case ASSERT -> new IfLowering(lowerer).lower((AssertTree) tree);
      case EMPTY_STATEMENT -> {}
      case RECORD -> requirePlain((ClassTree) tree);
      default -> {
        return jumping(tree, label, before);
      }
    }
    return null;
  }

  /** Lowers a statement after which control need not go on. */
  private Terminator jumping(StatementTree tree, String label, StatementTree before) {
    return switch (tree.getKind()) {
      case BLOCK ->
          label == null
              ? lowerer.statements(((BlockTree) tree).getStatements())
              : new LabelLowering(lowerer).lower(tree, label);
      case IF ->
          label == null
              ? new IfLowering(lowerer).lower((IfTree) tree)
              : new LabelLowering(lowerer).lower(tree, label);
      case WHILE_LOOP, DO_WHILE_LOOP, FOR_LOOP ->
          new LoopLowering(lowerer).lower(tree, label, before);
      case ENHANCED_FOR_LOOP ->
          new ElementLoopLowering(lowerer).lower((EnhancedForLoopTree) tree, label, before);
      case SWITCH -> new SwitchLowering(lowerer).statement((SwitchTree) tree, label);
      case LABELED_STATEMENT -> {
        LabeledStatementTree labelled = (LabeledStatementTree) tree;
        yield lower(labelled.getStatement(), labelled.getLabel().toString(), before);
      }
      case RETURN -> new JumpLowering(lowerer).lowerReturn((ReturnTree) tree);
      case BREAK -> new JumpLowering(lowerer).lowerBreak((BreakTree) tree);
      case CONTINUE -> new JumpLowering(lowerer).lowerContinue((ContinueTree) tree);
      case YIELD -> new JumpLowering(lowerer).give(((YieldTree) tree).getValue(), tree);
      case THROW -> new ThrowLowering(lowerer).lower((ThrowTree) tree);
      case ERRONEOUS -> throw Refusal.leftToJavac();
      default -> throw refuse(tree);
    };
  }

  /** A local record needs no code; which one a name means follows from its place. */
  private void requirePlain(ClassTree tree) {
    Context context = lowerer.context();
    Tree name = new MadeCode(tree).name(tree.getSimpleName().toString());
    if (!context.names().localRecord(name, context).orElseThrow().isPlain()) {
      throw context
          .block()
          .refuse(tree, Code.STATEMENT, "a local record with code", NameResolution.OUTSIDE);
    }
  }

  private Refusal refuse(StatementTree tree) {
    OpenBlock block = lowerer.context().block();
    return switch (tree.getKind()) {
      case TRY ->
          block.refuse(tree, Code.STATEMENT, "try", "test the condition with if before it fails");
      case SYNCHRONIZED ->
          block.refuse(
              tree, Code.STATEMENT, "synchronized", "leave it out: a model is not shared state");
      case CLASS, INTERFACE, ENUM ->
          block.refuse(
              tree, Code.STATEMENT, "a local class", "declare a record or a method in the model");
      default ->
          block.refuse(tree, Code.STATEMENT, "this statement", "rewrite it with if and loops");
    };
  }
}
