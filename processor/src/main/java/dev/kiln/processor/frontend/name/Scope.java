package dev.kiln.processor.frontend.name;

import com.sun.source.tree.CompilationUnitTree;
import dev.kiln.processor.frontend.report.Site;
import javax.lang.model.element.TypeElement;

/** Where a name is written, which decides what it means. */
public interface Scope {
  /** Whether a local variable of that name is in scope. */
  boolean hasVariable(String name);

  /** What {@code this} means there. */
  Receiver receiver();

  /** The file that it is in. */
  Site site();

  /** The class that it is written in. */
  default TypeElement declaring() {
    return receiver().declaring();
  }

  /** The imports that count, and all else of the file. */
  default CompilationUnitTree unit() {
    return site().unit();
  }
}
