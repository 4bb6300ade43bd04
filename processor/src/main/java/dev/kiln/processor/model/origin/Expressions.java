package dev.kiln.processor.model.origin;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.util.TreeScanner;
import dev.kiln.processor.model.ModelFunction;
import dev.kiln.processor.model.source.ClassNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/** Tells how the objects were made that expressions give. */
final class Expressions {
  private final ClassNames names;

  Expressions(ClassNames names) {
    this.names = names;
  }

  /** How the object that an expression gives was made; empty where that is not known. */
  Optional<Origin> of(ExpressionTree tree, Place place) {
    if (tree instanceof ParenthesizedTree inner) {
      return of(inner.getExpression(), place);
    }
    if (tree instanceof NewClassTree creation) {
      return creation(creation, place);
    }
    if (tree instanceof LambdaExpressionTree || tree instanceof MemberReferenceTree) {
      return function(tree, place);
    }
    if (tree instanceof NewArrayTree array) {
      return array.getInitializers() == null
          ? Optional.empty()
          : several(all(array.getInitializers(), place));
    }
    if (tree instanceof IdentifierTree name) {
      return place.variables().getOrDefault(name.getName().toString(), Optional.empty());
    }
    return tree instanceof MethodInvocationTree call ? call(call, place) : Optional.empty();
  }

  /** How the arguments of a call were made. */
  List<Optional<Origin>> all(List<? extends ExpressionTree> trees, Place place) {
    List<Optional<Origin>> all = new ArrayList<>();
    trees.forEach(each -> all.add(of(each, place)));
    return all;
  }

  /** An array or list of elements of which all are known. */
  static Optional<Origin> several(List<Optional<Origin>> elements) {
    return elements.stream().allMatch(Optional::isPresent)
        ? Optional.of(new Origin.Several(elements.stream().map(Optional::get).toList()))
        : Optional.empty();
  }

  /** What a variable number of arguments is packed into, or the array that is passed as it is. */
  static Optional<Origin> packed(List<Optional<Origin>> passed) {
    return passed.size() == 1 && isSeveral(passed.get(0)) ? passed.get(0) : several(passed);
  }

  private Optional<Origin> creation(NewClassTree tree, Place place) {
    TypeElement type = names.find(tree.getIdentifier(), place.owner(), place.unit(), name -> false);
    return type == null || tree.getClassBody() != null || tree.getEnclosingExpression() != null
        ? Optional.empty()
        : Optional.of(new Origin.Creation(type, tree, all(tree.getArguments(), place)));
  }

  /** A function that captures no variable of a constructor. */
  private static Optional<Origin> function(ExpressionTree tree, Place place) {
    Set<String> used = new HashSet<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitIdentifier(IdentifierTree name, Void unused) {
        used.add(name.getName().toString());
        return null;
      }

      @Override
      public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        if (!(call.getMethodSelect() instanceof IdentifierTree)) {
          scan(call.getMethodSelect(), null);
        }
        return scan(call.getArguments(), null);
      }
    }.scan(tree, null);
    used.retainAll(place.variables().keySet());
    return used.isEmpty()
        ? Optional.of(
            new Origin.Function(new ModelFunction(tree, place.owner(), place.path(), place.unit())))
        : Optional.empty();
  }

  /** {@code List.of(a, b)}, {@code List.of(array)} and {@code array.clone()}. */
  private Optional<Origin> call(MethodInvocationTree tree, Place place) {
    String method = tree.getMethodSelect().toString();
    if (method.equals("List.of") || method.equals("java.util.List.of")) {
      return packed(all(tree.getArguments(), place));
    }
    return tree.getArguments().isEmpty()
            && tree.getMethodSelect() instanceof MemberSelectTree select
            && select.getIdentifier().contentEquals("clone")
        ? of(select.getExpression(), place).filter(each -> isSeveral(Optional.of(each)))
        : Optional.empty();
  }

  private static boolean isSeveral(Optional<Origin> origin) {
    return origin.filter(Origin.Several.class::isInstance).isPresent();
  }
}
