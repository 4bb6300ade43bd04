package dev.kiln.processor.frontend.tree;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the simple names in a piece of code, in order. */
public final class UsedNames extends TreeScanner<Void, Set<String>> {
  private UsedNames() {}

  public static Set<String> of(Tree tree) {
    Set<String> names = new LinkedHashSet<>();
    new UsedNames().scan(tree, names);
    return names;
  }

  @Override
  public Void visitIdentifier(IdentifierTree tree, Set<String> names) {
    names.add(tree.getName().toString());
    return super.visitIdentifier(tree, names);
  }
}
