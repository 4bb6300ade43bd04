package dev.kiln.processor.model.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.ElementFilter;

/**
 * Finds the trees of methods. {@link Trees} searches the whole file for each of them, which in a
 * file of many methods takes longer than all else that Kiln does with it; a name that is not
 * overloaded is found here among the members of its class instead.
 */
public final class MethodTrees {
  private final Trees trees;
  private final Map<Element, Members> classes = new HashMap<>();

  public MethodTrees(Trees trees) {
    this.trees = trees;
  }

  /** The source of a method. */
  public record Source(MethodTree tree, CompilationUnitTree unit) {}

  /** The trees of a class by name; no unit where the class has no source here. */
  private record Members(CompilationUnitTree unit, Map<String, List<MethodTree>> byName) {}

  /** The source of {@code method}; empty where it is not in this compilation. */
  public Optional<Source> of(ExecutableElement method) {
    Element owner = method.getEnclosingElement();
    Members members = classes.computeIfAbsent(owner, this::read);
    if (members.unit() == null) {
      return Optional.empty();
    }
    String name = method.getSimpleName().toString();
    List<MethodTree> named = members.byName().getOrDefault(name, List.of());
    if (named.size() == 1 && !isOverloaded(owner, name)) {
      return Optional.of(new Source(named.get(0), members.unit()));
    }
    return Optional.ofNullable(trees.getTree(method)).map(tree -> new Source(tree, members.unit()));
  }

  private static boolean isOverloaded(Element owner, String name) {
    return ElementFilter.methodsIn(owner.getEnclosedElements()).stream()
            .filter(each -> each.getSimpleName().contentEquals(name))
            .count()
        > 1;
  }

  private Members read(Element owner) {
    TreePath path = trees.getPath(owner);
    if (path == null || !(path.getLeaf() instanceof ClassTree tree)) {
      return new Members(null, Map.of());
    }
    Map<String, List<MethodTree>> byName = new HashMap<>();
    for (Tree member : tree.getMembers()) {
      if (member instanceof MethodTree method) {
        byName.computeIfAbsent(method.getName().toString(), key -> new ArrayList<>()).add(method);
      }
    }
    return new Members(path.getCompilationUnit(), byName);
  }
}
