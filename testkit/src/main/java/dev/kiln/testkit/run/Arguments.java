package dev.kiln.testkit.run;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Fresh arguments for one call: arrays are copied, and share what the originals share. */
final class Arguments {
  private final Class<?> model;
  private final Map<Object, Object> copies = new IdentityHashMap<>();

  private Arguments(Class<?> model) {
    this.model = model;
  }

  /**
   * Copies of the arguments.
   *
   * @param model the class whose records are meant by their names
   */
  static Object[] of(Class<?> model, List<?> values) {
    Arguments arguments = new Arguments(model);
    List<Object> copies = new ArrayList<>();
    values.forEach(each -> copies.add(arguments.copy(each)));
    return copies.toArray();
  }

  private Object copy(Object value) {
    if (value instanceof RecordArgument argument) {
      Object[] components = argument.components().stream().map(this::copy).toArray();
      return Invocation.construct(type(argument.type()), components);
    }
    if (value instanceof EnumArgument argument) {
      return Arrays.stream(type(argument.type()).getEnumConstants())
          .filter(each -> ((Enum<?>) each).name().equals(argument.constant()))
          .findFirst()
          .orElseThrow();
    }
    if (value instanceof ArrayArgument argument) {
      if (!copies.containsKey(value)) {
        copies.put(value, array(argument));
      }
      return copies.get(value);
    }
    if (value instanceof Record) {
      Object[] components =
          Arrays.stream(value.getClass().getRecordComponents())
              .map(each -> copy(Invocation.of(each.getAccessor(), value)))
              .toArray();
      return Invocation.construct(value.getClass(), components);
    }
    if (value == null || !value.getClass().isArray()) {
      return value;
    }
    Object known = copies.get(value);
    if (known != null) {
      return known;
    }
    int length = Array.getLength(value);
    Object copy = Array.newInstance(value.getClass().getComponentType(), length);
    copies.put(value, copy);
    for (int i = 0; i < length; i++) {
      Array.set(copy, i, copy(Array.get(value, i)));
    }
    return copy;
  }

  private Object array(ArrayArgument argument) {
    Class<?> type = type(argument.type().replace("[]", ""));
    for (int i = argument.type().indexOf('['); i >= 0; i = argument.type().indexOf('[', i + 1)) {
      type = type.arrayType();
    }
    Object array = Array.newInstance(type, argument.elements().size());
    for (int i = 0; i < argument.elements().size(); i++) {
      Object element = argument.elements().get(i);
      Array.set(array, i, element == null ? null : copy(element));
    }
    return array;
  }

  /** A record or enum that is nested in the model, or beside it. */
  private Class<?> type(String name) {
    String binary = name.replace('.', '$');
    for (String prefix : List.of(model.getName() + "$", model.getPackageName() + ".")) {
      try {
        return Class.forName(prefix + binary, true, model.getClassLoader());
      } catch (ClassNotFoundException e) {
        // the next place
      }
    }
    throw new IllegalArgumentException(
        "there is no class " + name + ", neither in " + model.getName() + " nor beside it");
  }
}
