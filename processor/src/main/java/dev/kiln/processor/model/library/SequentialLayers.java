package dev.kiln.processor.model.library;

import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * What Kiln knows of {@code dev.kiln.nn.layer.Sequential}, whose class file has no graph, since
 * each object of it has layers of its own.
 */
public final class SequentialLayers {
  /** The field that has what the constructor takes. */
  public static final String FIELD = "layers";

  private static final String CLASS = "dev.kiln.nn.layer.Sequential";

  /** The method that applies one layer after the other. */
  public static final String METHOD = "apply";

  private SequentialLayers() {}

  /** Whether a field is that of the layers. */
  public static boolean areIn(VariableElement field) {
    return isSequential(field.getEnclosingElement()) && field.getSimpleName().contentEquals(FIELD);
  }

  /** Whether a method applies the layers. */
  public static boolean areAppliedBy(ExecutableElement method) {
    return isSequential(method.getEnclosingElement())
        && method.getSimpleName().contentEquals(METHOD);
  }

  private static boolean isSequential(Element type) {
    return type instanceof TypeElement element && element.getQualifiedName().contentEquals(CLASS);
  }
}
