package dev.kiln.processor.frontend.name;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.kiln.processor.frontend.report.MadeTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.TypeElement;

/** Tells which names in code are those of type variables, of its class or its method. */
final class TypeVariables {
  private final SourcePositions positions;
  private final Map<CompilationUnitTree, List<MethodTree>> methods = new HashMap<>();

  TypeVariables(Trees trees) {
    this.positions = trees.getSourcePositions();
  }

  /** Whether a tree names a type variable. */
  boolean is(Tree tree, Scope scope) {
    if (!(tree instanceof IdentifierTree identifier)) {
      return false;
    }
    TypeElement own = scope.declaring();
    if (own.getTypeParameters().stream()
        .anyMatch(each -> each.getSimpleName().contentEquals(identifier.getName()))) {
      return true;
    }
    CompilationUnitTree unit = scope.unit();
    long at = positions.getStartPosition(unit, MadeTree.written(tree));
    return methods.computeIfAbsent(unit, TypeVariables::generic).stream()
        .filter(each -> positions.getStartPosition(unit, each) <= at)
        .filter(each -> at < positions.getEndPosition(unit, each))
        .flatMap(each -> each.getTypeParameters().stream())
        .anyMatch(each -> each.getName().contentEquals(identifier.getName()));
  }

  private static List<MethodTree> generic(CompilationUnitTree unit) {
    List<MethodTree> found = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree tree, Void unused) {
        if (!tree.getTypeParameters().isEmpty()) {
          found.add(tree);
        }
        return super.visitMethod(tree, null);
      }
    }.scan(unit, null);
    return found;
  }
}
