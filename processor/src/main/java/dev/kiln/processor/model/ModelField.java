package dev.kiln.processor.model;

import dev.kiln.graph.Graph;
import dev.kiln.type.ValueType;
import javax.lang.model.element.VariableElement;

/**
 * A field that compute methods may read: of the model, or a static one of any class.
 *
 * @param path the qualified name of a static field, with the components of its record that lead to
 *     a number or an array, such as {@code demo.V.ZERO.x}; of a field of the model its name from
 *     the model, such as {@code w1} or {@code encoder.w1}: the name of the graph input, and the
 *     Java expression that reads it from an instance
 * @param type its type, from {@code @Shape} for a tensor
 * @param kind parameter, static or other field
 * @param element the field
 */
public record ModelField(String path, ValueType type, Graph.Kind kind, VariableElement element) {
  /** The same field with another type. */
  public ModelField withType(ValueType other) {
    return new ModelField(path, other, kind, element);
  }
}
