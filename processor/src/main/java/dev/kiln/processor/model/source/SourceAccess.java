package dev.kiln.processor.model.source;

import com.sun.source.util.Trees;
import javax.lang.model.element.Element;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * What the compiler knows of the program.
 *
 * @param elements all classes, of which only some have source in this compilation
 * @param types relations between types
 * @param trees the sources
 * @param methodTrees finds the sources of methods
 */
public record SourceAccess(Elements elements, Types types, Trees trees, MethodTrees methodTrees) {
  /** Access to what one compilation knows. */
  public static SourceAccess of(Elements elements, Types types, Trees trees) {
    return new SourceAccess(elements, types, trees, new MethodTrees(trees));
  }

  /** What the classes inherit. */
  public Inheritance inheritance() {
    return new Inheritance(elements, types);
  }

  /** Whether the source of a class is in this compilation. */
  public boolean hasSource(Element type) {
    return trees.getTree(type) != null;
  }
}
