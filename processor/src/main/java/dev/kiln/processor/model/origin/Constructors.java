package dev.kiln.processor.model.origin;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** Tells how the objects were made that constructors assign to a final field. */
final class Constructors {
  /** Constructors that call each other more often than this do so for ever. */
  private static final int DEEPEST = 8;

  private final Trees trees;
  private final Expressions expressions;
  private final String field;

  /**
   * @param field the name of the field
   */
  Constructors(Trees trees, Expressions expressions, String field) {
    this.trees = trees;
    this.expressions = expressions;
    this.field = field;
  }

  /**
   * What the constructors of a class assign to the field.
   *
   * @param path of the object that is made
   * @param arguments those of the constructor that was called; empty where it may be any
   */
  Optional<Origin> assigned(
      TypeElement owner, String path, Optional<List<Optional<Origin>>> arguments) {
    List<Optional<Origin>> found = assigned(owner, path, arguments, 0);
    Optional<Origin> first = found.isEmpty() ? Optional.empty() : found.get(0);
    return first.filter(
        origin -> found.stream().allMatch(each -> each.filter(origin::isLike).isPresent()));
  }

  private List<Optional<Origin>> assigned(
      TypeElement owner, String path, Optional<List<Optional<Origin>>> arguments, int depth) {
    List<Optional<Origin>> found = new ArrayList<>();
    for (ExecutableElement each : ElementFilter.constructorsIn(owner.getEnclosedElements())) {
      TreePath source = trees.getPath(each);
      if (source == null || !(source.getLeaf() instanceof MethodTree constructor)) {
        found.add(Optional.empty());
      } else if (arguments.isEmpty() || takes(each, arguments.get().size())) {
        CompilationUnitTree unit = source.getCompilationUnit();
        Map<String, Optional<Origin>> variables = variables(each, constructor, arguments);
        Place place = new Place(owner, path, unit, variables);
        Optional<MethodInvocationTree> other = other(constructor);
        if (other.isEmpty()) {
          found.add(assigned(constructor, place));
        } else if (arguments.isPresent() && depth < DEEPEST) {
          List<Optional<Origin>> passed = expressions.all(other.get().getArguments(), place);
          found.addAll(assigned(owner, path, Optional.of(passed), depth + 1));
        }
      }
    }
    return found;
  }

  private static boolean takes(ExecutableElement constructor, int arguments) {
    int parameters = constructor.getParameters().size();
    return constructor.isVarArgs() ? arguments >= parameters - 1 : arguments == parameters;
  }

  /** {@code this(a, b)}, with which a constructor begins. */
  private static Optional<MethodInvocationTree> other(MethodTree constructor) {
    List<? extends StatementTree> statements = constructor.getBody().getStatements();
    return !statements.isEmpty()
            && statements.get(0) instanceof ExpressionStatementTree statement
            && statement.getExpression() instanceof MethodInvocationTree call
            && call.getMethodSelect().toString().equals("this")
        ? Optional.of(call)
        : Optional.empty();
  }

  private static Map<String, Optional<Origin>> variables(
      ExecutableElement element, MethodTree tree, Optional<List<Optional<Origin>>> arguments) {
    Map<String, Optional<Origin>> variables = new HashMap<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree variable, Void unused) {
        variables.put(variable.getName().toString(), Optional.empty());
        return super.visitVariable(variable, null);
      }

      @Override
      public Void visitLambdaExpression(LambdaExpressionTree lambda, Void unused) {
        return null; // has variables of its own
      }
    }.scan(tree, null);
    if (arguments.isPresent()) {
      List<Optional<Origin>> passed = arguments.get();
      int last = tree.getParameters().size() - 1;
      for (int i = 0; i <= last; i++) {
        variables.put(
            tree.getParameters().get(i).getName().toString(),
            element.isVarArgs() && i == last
                ? Expressions.packed(passed.subList(last, passed.size()))
                : passed.get(i));
      }
    }
    return variables;
  }

  /** What a constructor assigns in one statement that always runs. */
  private Optional<Origin> assigned(MethodTree constructor, Place place) {
    List<AssignmentTree> assignments = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitAssignment(AssignmentTree tree, Void unused) {
        if (isField(tree.getVariable(), place)) {
          assignments.add(tree);
        }
        return super.visitAssignment(tree, null);
      }
    }.scan(constructor.getBody(), null);
    boolean isPlain =
        assignments.size() == 1
            && constructor.getBody().getStatements().stream()
                .anyMatch(
                    each ->
                        each instanceof ExpressionStatementTree statement
                            && statement.getExpression() == assignments.get(0));
    return isPlain ? expressions.of(assignments.get(0).getExpression(), place) : Optional.empty();
  }

  private boolean isField(ExpressionTree tree, Place place) {
    String text = tree.toString();
    return text.equals("this." + field)
        || text.equals(field) && !place.variables().containsKey(field);
  }
}
