package dev.kiln.processor.model;

import javax.lang.model.element.TypeElement;

/**
 * A field of a model that holds another model.
 *
 * @param path the field's name from the outer model, such as {@code encoder}
 * @param model the static type of the field, itself annotated with {@code @Model}
 */
public record NestedModel(String path, TypeElement model) {}
