package dev.kiln.processor.model;

import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The named sizes of nested models. Each instance has its own: the size {@code in} of the model in
 * the field {@code hidden} is called {@code hidden.in} in the graphs of the outer model. Names
 * without a dot are those of the outer model itself.
 */
public final class InstanceNames {
  private InstanceNames() {}

  /** Whether a name is a size of a nested model. */
  public static boolean isOfInstance(String name) {
    return name.indexOf('.') >= 0;
  }

  /**
   * A type as it is in the graphs of the outer model.
   *
   * @param prefix the path of the nested model with a dot at the end; empty for the model itself
   */
  public static ValueType scoped(ValueType type, String prefix) {
    if (prefix.isEmpty() || !(type instanceof TensorType tensor)) {
      return type;
    }
    Map<String, Dim> names = new HashMap<>();
    tensor
        .dims()
        .forEach(dim -> dim.names().forEach(name -> names.put(name, Dim.named(prefix + name))));
    return tensor.withSizes(names);
  }

  /**
   * The sizes that the fields of one instance name: from the name in its source, such as {@code
   * in}, to the name in graphs, such as {@code hidden.in}.
   */
  public static Map<String, Dim> of(List<ModelField> fields, String prefix) {
    Set<String> names = new HashSet<>();
    for (ModelField field : fields) {
      if (field.type() instanceof TensorType tensor && field.path().startsWith(prefix)) {
        tensor.dims().forEach(dim -> names.addAll(dim.names()));
      }
    }
    Map<String, Dim> own = new HashMap<>();
    for (String name : names) {
      if (name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0) {
        own.put(name.substring(prefix.length()), Dim.named(name));
      }
    }
    return own;
  }
}
