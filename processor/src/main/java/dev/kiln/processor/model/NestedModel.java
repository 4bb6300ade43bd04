package dev.kiln.processor.model;

import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * A field of a model that holds another model.
 *
 * @param path the field's name from the outer model, such as {@code encoder}
 * @param model the static type of the field, itself annotated with {@code @Model}
 * @param element the field
 */
public record NestedModel(String path, TypeElement model, VariableElement element) {}
