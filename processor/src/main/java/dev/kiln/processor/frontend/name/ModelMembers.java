package dev.kiln.processor.frontend.name;

import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.lang.model.element.TypeElement;

/**
 * The fields of a model, and the models in it, each by its path; and the static fields that were
 * met.
 */
public final class ModelMembers {
  private final ModelClass model;
  private final Map<String, ModelField> fields = new HashMap<>();
  private final Map<String, NestedModel> nested = new HashMap<>();
  private final Map<String, ModelArray> arrays = new HashMap<>();
  private final Map<String, ModelField> statics = new LinkedHashMap<>();

  /**
   * The members of a model.
   *
   * @param sizes gives types the sizes that are known
   */
  public ModelMembers(ModelClass model, UnaryOperator<ValueType> sizes) {
    this.model = model;
    for (ModelField field : model.fields()) {
      fields.put(field.path(), field.withType(sizes.apply(field.type())));
    }
    for (NestedModel each : model.nested()) {
      nested.put(each.path(), each);
    }
    for (ModelArray each : model.arrays()) {
      arrays.put(each.path(), each);
    }
  }

  /** The class of the model. */
  public TypeElement element() {
    return model.element();
  }

  /** Takes a static field, which the code reads. */
  public void meet(ModelField field) {
    statics.put(field.path(), field);
    fields.put(field.path(), field);
  }

  /** The static fields that were met. */
  public List<ModelField> statics() {
    return new ArrayList<>(statics.values());
  }

  /** The field at a path, or null. */
  public ModelField field(String path) {
    return fields.get(path);
  }

  /** The fields by path, with those of nested models. */
  public Map<String, ModelField> byPath() {
    return fields;
  }

  /** The fields in order, as they are declared. */
  public List<ModelField> declared() {
    return model.fields();
  }

  /** The nested model at a path, or null. */
  public NestedModel nested(String path) {
    return nested.get(path);
  }

  /** The array or list of models at a path, or null. */
  public ModelArray array(String path) {
    return arrays.get(path);
  }

  /** Whether a field that holds models is declared with a class, or its elements are. */
  public boolean areDeclared(TypeElement type) {
    return nested.values().stream().anyMatch(each -> each.declared().equals(type))
        || arrays.values().stream().anyMatch(each -> each.declared().equals(type));
  }
}
