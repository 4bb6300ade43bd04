package dev.kiln.processor.frontend.code;

import dev.kiln.processor.frontend.name.ModelMembers;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/**
 * Models, and arrays and lists of them, as values of local variables and arguments. Such a value is
 * a record without components, whose type tells which model it is. So methods that take models are
 * made for each of them.
 */
public final class ModelValues {
  private static final String LIST = "java.util.List";

  private final ModelMembers members;

  /** The values that stand for members of a model. */
  public ModelValues(ModelMembers members) {
    this.members = members;
  }

  /** The type of a model as a value. */
  public static RecordType type(NestedModel model) {
    return type(model, model.declared());
  }

  /**
   * The type of a model as a value.
   *
   * @param site the static type, which tells the members that code may name
   */
  public static RecordType type(NestedModel model, TypeElement site) {
    return new RecordType(site.getQualifiedName() + "$" + model.path(), List.of());
  }

  /** The type of an array or a list as a value. */
  public static RecordType type(ModelArray array) {
    String name = array.isList() ? LIST + "$" : array.declared().getQualifiedName() + "$$";
    return new RecordType(name + array.path(), List.of());
  }

  /** The model that values of a type are; empty for every other type. */
  public Optional<NestedModel> model(ValueType type) {
    return path(type).map(members::nested).filter(each -> site(each, type).isPresent());
  }

  /** The static type of a value that is a model. */
  public TypeElement site(ValueType type) {
    return path(type).map(members::nested).flatMap(each -> site(each, type)).orElseThrow();
  }

  private static Optional<TypeElement> site(NestedModel model, ValueType type) {
    return Inheritance.lineage(model.model()).stream()
        .filter(each -> type(model, each).equals(type))
        .findFirst();
  }

  /** The array or list of models that values of a type are; empty for every other type. */
  public Optional<ModelArray> array(ValueType type) {
    return path(type).map(members::array).filter(each -> type(each).equals(type));
  }

  /** Whether values of a type are models, or arrays or lists of them. */
  public boolean isModel(ValueType type) {
    return model(type).isPresent() || array(type).isPresent();
  }

  private static Optional<String> path(ValueType type) {
    return type instanceof RecordType record
            && record.components().isEmpty()
            && record.name().indexOf('$') >= 0
        ? Optional.of(record.name().substring(record.name().lastIndexOf('$') + 1))
        : Optional.empty();
  }
}
