package dev.kiln.processor.model.source;

import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** The classes of a package. */
public final class Neighbours {
  private Neighbours() {}

  /**
   * The class of that simple name in a package; null where there is none.
   *
   * <p>It is looked for in the module of the package: to ask for it in all modules takes many times
   * longer, and to list the package would load all its classes.
   */
  public static TypeElement named(String name, PackageElement around, Elements elements) {
    String qualified = around.isUnnamed() ? name : around.getQualifiedName() + "." + name;
    ModuleElement module = elements.getModuleOf(around); // none in sources for Java 8
    return module == null
        ? elements.getTypeElement(qualified)
        : elements.getTypeElement(module, qualified);
  }
}
