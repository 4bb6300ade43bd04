package dev.kiln.processor.frontend.tree;

import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;

/** Tells whether code has a {@code break} or {@code continue} of the construct around it. */
public final class Jumps extends TreeScanner<Boolean, Void> {
  private final boolean continues;
  private final String label;
  private int nested;

  private Jumps(boolean continues, String label) {
    this.continues = continues;
    this.label = label;
  }

  /** Whether {@code body} continues the loop that it is the body of; {@code label} may be null. */
  public static boolean continues(StatementTree body, String label) {
    return Boolean.TRUE.equals(new Jumps(true, label).scan(body, null));
  }

  /** Whether {@code tree}, in a switch, breaks out of that switch. */
  public static boolean breaks(Tree tree, String label) {
    return Boolean.TRUE.equals(new Jumps(false, label).scan(tree, null));
  }

  @Override
  public Boolean reduce(Boolean first, Boolean second) {
    return Boolean.TRUE.equals(first) || Boolean.TRUE.equals(second);
  }

  @Override
  public Boolean visitContinue(ContinueTree tree, Void none) {
    return continues
        && (tree.getLabel() == null ? nested == 0 : tree.getLabel().contentEquals(name()));
  }

  @Override
  public Boolean visitBreak(BreakTree tree, Void none) {
    return !continues
        && (tree.getLabel() == null ? nested == 0 : tree.getLabel().contentEquals(name()));
  }

  private String name() {
    return label == null ? "" : label;
  }

  @Override
  public Boolean visitWhileLoop(WhileLoopTree tree, Void none) {
    return within(() -> super.visitWhileLoop(tree, none));
  }

  @Override
  public Boolean visitDoWhileLoop(DoWhileLoopTree tree, Void none) {
    return within(() -> super.visitDoWhileLoop(tree, none));
  }

  @Override
  public Boolean visitForLoop(ForLoopTree tree, Void none) {
    return within(() -> super.visitForLoop(tree, none));
  }

  @Override
  public Boolean visitEnhancedForLoop(EnhancedForLoopTree tree, Void none) {
    return within(() -> super.visitEnhancedForLoop(tree, none));
  }

  @Override
  public Boolean visitSwitch(SwitchTree tree, Void none) {
    return continues ? super.visitSwitch(tree, none) : within(() -> super.visitSwitch(tree, none));
  }

  @Override
  public Boolean visitSwitchExpression(SwitchExpressionTree tree, Void none) {
    return false;
  }

  private Boolean within(java.util.function.Supplier<Boolean> visit) {
    nested++;
    Boolean found = visit.get();
    nested--;
    return found;
  }
}
