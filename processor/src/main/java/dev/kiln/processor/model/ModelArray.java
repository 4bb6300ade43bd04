package dev.kiln.processor.model;

import java.util.Map;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * A field of a model that holds several models: an array, or a list.
 *
 * @param path the field's name from the outer model; its elements are nested models with paths such
 *     as {@code layers.2}
 * @param declared the static type of the elements
 * @param isFixed whether the field never has another length; otherwise it is checked
 * @param functions the elements that are functions, as far as their code is at hand
 */
public record ModelArray(
    String path,
    TypeElement declared,
    VariableElement element,
    int length,
    boolean isList,
    boolean isFixed,
    Map<Integer, ModelFunction> functions) {
  public ModelArray {
    functions = Map.copyOf(functions);
  }

  /** The path of an element. */
  public String path(int index) {
    return path + "." + index;
  }
}
