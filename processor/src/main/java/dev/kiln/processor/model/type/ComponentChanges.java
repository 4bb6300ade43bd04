package dev.kiln.processor.model.type;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells whether a canonical constructor assigns anything but {@code this.a = a}: then components
 * may differ from the arguments.
 */
final class ComponentChanges extends TreeScanner<Boolean, Void> {
  private final Set<String> parameters = new HashSet<>();

  private ComponentChanges() {}

  static boolean of(MethodTree constructor) {
    ComponentChanges scanner = new ComponentChanges();
    for (VariableTree parameter : constructor.getParameters()) {
      scanner.parameters.add(parameter.getName().toString());
    }
    return Boolean.TRUE.equals(scanner.scan(constructor.getBody(), null));
  }

  @Override
  public Boolean reduce(Boolean first, Boolean second) {
    return Boolean.TRUE.equals(first) || Boolean.TRUE.equals(second);
  }

  @Override
  public Boolean visitAssignment(AssignmentTree tree, Void nothing) {
    return isCopy(tree) ? Boolean.FALSE : changes(tree.getVariable());
  }

  private static boolean isCopy(AssignmentTree tree) {
    return tree.getVariable() instanceof MemberSelectTree field
        && tree.getExpression() instanceof IdentifierTree parameter
        && field.getIdentifier().equals(parameter.getName());
  }

  @Override
  public Boolean visitCompoundAssignment(CompoundAssignmentTree tree, Void nothing) {
    return changes(tree.getVariable());
  }

  @Override
  public Boolean visitUnary(UnaryTree tree, Void nothing) {
    boolean isStep =
        switch (tree.getKind()) {
          case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT -> true;
          default -> false;
        };
    return isStep ? changes(tree.getExpression()) : super.visitUnary(tree, nothing);
  }

  /** Whether a component, a parameter or an element of an array is assigned, not a local. */
  private Boolean changes(ExpressionTree assigned) {
    return assigned instanceof MemberSelectTree
        || assigned instanceof ArrayAccessTree
        || assigned instanceof IdentifierTree name
            && parameters.contains(name.getName().toString());
  }
}
