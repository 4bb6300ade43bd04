package dev.kiln.processor.frontend.code;

import dev.kiln.processor.frontend.name.ModelMembers;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

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
    return new RecordType(model.model().getQualifiedName() + "$" + model.path(), List.of());
  }

  /** The type of an array or a list as a value. */
  public static RecordType type(ModelArray array) {
    String name = array.isList() ? LIST + "$" : array.model().getQualifiedName() + "$$";
    return new RecordType(name + array.path(), List.of());
  }

  /** The model that values of a type are; empty for every other type. */
  public Optional<NestedModel> model(ValueType type) {
    return path(type).map(members::nested).filter(each -> type(each).equals(type));
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
