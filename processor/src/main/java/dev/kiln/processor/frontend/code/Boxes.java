package dev.kiln.processor.frontend.code;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.block.Environment;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.lang.model.type.TypeMirror;

/**
 * The expressions whose values are numbers in the graph and references to objects in Java: what has
 * the type of a type variable. Only comparisons of two of them tell the difference.
 */
public final class Boxes {
  private final Set<Tree> noted = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Notes what an expression of a declared type gives. */
  public void note(Tree tree, TypeMirror declared, Value value) {
    if (value != null && isScalar(value) && !declared.getKind().isPrimitive()) {
      noted.add(tree);
    }
  }

  /** Whether a value is a number or a boolean. */
  public static boolean isScalar(Value value) {
    return CodedType.decoded(value.type()) instanceof ScalarType && !CodedType.isEnum(value.type());
  }

  /** Whether an expression, which has been lowered, has a reference in Java. */
  public boolean is(ExpressionTree tree, Environment variables) {
    ExpressionTree inside = Parentheses.inside(tree);
    if (inside instanceof ConditionalExpressionTree choice) {
      return is(choice.getTrueExpression(), variables)
          && is(choice.getFalseExpression(), variables);
    }
    if (inside instanceof AssignmentTree assignment) {
      return is(assignment.getVariable(), variables);
    }
    if (inside instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      return variables.has(name) && variables.get(name).boxed() || noted.contains(inside);
    }
    return noted.contains(inside);
  }
}
