package dev.kiln.processor.model;

import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * A field of a model that holds another model, or an element of one that holds several.
 *
 * @param path the field's name from the outer model, such as {@code encoder}
 * @param model the class of the model, itself annotated with {@code @Model}
 * @param declared the static type: the class, or one above it, or an interface
 * @param element the field
 */
public record NestedModel(
    String path, TypeElement model, TypeElement declared, VariableElement element) {
  /** Whether the static type does not tell the class. */
  public boolean isCast() {
    return !model.equals(declared);
  }

  /** Whether it is one of several that a field holds. */
  public boolean isElement() {
    return path.matches("(.*\\.)?\\d+");
  }
}
