package dev.kiln.processor.frontend.tree;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreeScanner;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** Finds the simple names that a piece of code assigns to. */
public final class AssignedVariables extends TreeScanner<Void, Set<String>> {
  private AssignedVariables() {}

  public static Set<String> of(Tree... trees) {
    return of(Arrays.asList(trees));
  }

  public static Set<String> of(Iterable<? extends Tree> trees) {
    Set<String> names = new LinkedHashSet<>();
    for (Tree tree : trees) {
      if (Objects.nonNull(tree)) {
        new AssignedVariables().scan(tree, names);
      }
    }
    return names;
  }

  @Override
  public Void visitAssignment(AssignmentTree tree, Set<String> names) {
    add(tree.getVariable(), names);
    return super.visitAssignment(tree, names);
  }

  @Override
  public Void visitCompoundAssignment(CompoundAssignmentTree tree, Set<String> names) {
    add(tree.getVariable(), names);
    return super.visitCompoundAssignment(tree, names);
  }

  @Override
  public Void visitUnary(UnaryTree tree, Set<String> names) {
    switch (tree.getKind()) {
      case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
          add(tree.getExpression(), names);
      default -> {}
    }
    return super.visitUnary(tree, names);
  }

  private static void add(ExpressionTree target, Set<String> names) {
    if (Parentheses.inside(target) instanceof IdentifierTree identifier) {
      names.add(identifier.getName().toString());
    }
  }
}
