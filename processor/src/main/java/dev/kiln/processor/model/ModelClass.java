package dev.kiln.processor.model;

import com.palantir.javapoet.ClassName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/**
 * A class annotated with {@code @Model}.
 *
 * @param element the class
 * @param name its name; a model may be nested in another class
 * @param fields every parameter and other readable field, inherited and nested ones too, in order:
 *     superclass first, then declaration order, a nested model's fields at its field after them the
 *     static fields that the methods read, as far as they are known
 * @param nested the fields that hold other models, and the elements of arrays
 * @param arrays the fields that hold several other models
 * @param methods every compute method, inherited ones too, in order
 * @param helpers the model's own static methods that have a type of a graph, in order
 */
public record ModelClass(
    TypeElement element,
    ClassName name,
    List<ModelField> fields,
    List<NestedModel> nested,
    List<ModelArray> arrays,
    List<ComputeMethod> methods,
    List<ComputeMethod> helpers) {
  public ModelClass {
    fields = List.copyOf(fields);
    nested = List.copyOf(nested);
    arrays = List.copyOf(arrays);
    methods = List.copyOf(methods);
    helpers = List.copyOf(helpers);
  }

  /** The same model, with static fields that its methods read after its own fields. */
  public ModelClass withStatics(Collection<ModelField> statics) {
    List<ModelField> all = new ArrayList<>(fields);
    all.addAll(statics);
    return new ModelClass(element, name, all, nested, arrays, methods, helpers);
  }

  /** The compute method or helper that an element is; empty where it is none, or overridden. */
  public Optional<ComputeMethod> method(ExecutableElement element) {
    return Stream.concat(methods.stream(), helpers.stream())
        .filter(each -> each.element().equals(element))
        .findFirst();
  }
}
