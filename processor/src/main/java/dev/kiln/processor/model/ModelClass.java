package dev.kiln.processor.model;

import com.palantir.javapoet.ClassName;
import java.util.List;
import javax.lang.model.element.TypeElement;

/**
 * A class annotated with {@code @Model}.
 *
 * @param element the class
 * @param name its name; a model may be nested in another class
 * @param fields every parameter and other readable field, inherited and nested ones too, in order:
 *     superclass first, then declaration order, a nested model's fields at its field
 * @param nested the fields that hold other models
 * @param methods every compute method, inherited ones too, in order
 */
public record ModelClass(
    TypeElement element,
    ClassName name,
    List<ModelField> fields,
    List<NestedModel> nested,
    List<ComputeMethod> methods) {
  public ModelClass {
    fields = List.copyOf(fields);
    nested = List.copyOf(nested);
    methods = List.copyOf(methods);
  }
}
