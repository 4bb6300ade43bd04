package dev.kiln.processor.model;

import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * A field of a model that holds several models: an array, or a list.
 *
 * @param path the field's name from the outer model; its elements are nested models with paths such
 *     as {@code layers.2}
 * @param model the class of the elements
 * @param isFixed whether the field never has another length; otherwise it is checked
 */
public record ModelArray(
    String path,
    TypeElement model,
    VariableElement element,
    int length,
    boolean isList,
    boolean isFixed) {
  /** The path of an element. */
  public String path(int index) {
    return path + "." + index;
  }
}
