package dev.kiln.agreement;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Fresh arguments for one call: arrays are copied, and share what the originals share. */
final class Arguments {
  private final Program program;
  private final ClassLoader classes;
  private final Map<Object, Object> copies = new IdentityHashMap<>();

  private Arguments(Program program, ClassLoader classes) {
    this.program = program;
    this.classes = classes;
  }

  static Object[] of(Program program, ClassLoader classes, Program.Call call) {
    Arguments arguments = new Arguments(program, classes);
    List<Object> copies = new ArrayList<>();
    call.arguments().forEach(each -> copies.add(arguments.copy(each)));
    return copies.toArray();
  }

  private Object copy(Object value) {
    if (value instanceof Program.Instance instance) {
      Object[] components = instance.components().stream().map(this::copy).toArray();
      return Reflection.construct(type(instance.type()), components);
    }
    if (value instanceof Program.Elements elements) {
      if (!copies.containsKey(value)) {
        copies.put(value, array(elements));
      }
      return copies.get(value);
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

  private Object array(Program.Elements elements) {
    Class<?> type = type(elements.type().replace("[]", ""));
    for (int i = elements.type().indexOf('['); i >= 0; i = elements.type().indexOf('[', i + 1)) {
      type = type.arrayType();
    }
    Object array = Array.newInstance(type, elements.elements().size());
    for (int i = 0; i < elements.elements().size(); i++) {
      Object element = elements.elements().get(i);
      Array.set(array, i, element == null ? null : copy(element));
    }
    return array;
  }

  private Class<?> type(String name) {
    try {
      return Class.forName(program.qualified(program.name() + "$" + name), true, classes);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
