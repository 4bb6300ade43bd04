package dev.kiln.fuzz.run;

import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;

/** The place that holds an input of a graph: an argument, a component of one, or a field. */
final class Place {
  private final Object model;
  private final Object[] arguments;
  private final String[] parts;
  private final int argument;

  Place(LoadedProgram program, String method, Object model, LoadedProgram.Call call, String input) {
    this.model = model;
    this.arguments = call.arguments();
    this.parts = input.split("\\.", -1);
    Parameter[] parameters = program.declared(method).getParameters();
    int found = -1;
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].getName().equals(parts[0])) {
        found = i;
      }
    }
    this.argument = found;
  }

  Object get() {
    Object value = argument >= 0 ? arguments[argument] : field(model, parts[0]);
    for (int i = 1; i < parts.length; i++) {
      value = field(value, parts[i]);
    }
    return value;
  }

  void set(Object value) {
    if (argument >= 0) {
      arguments[argument] = with(arguments[argument], 1, value);
      return;
    }
    Object holder = model;
    for (int i = 0; i < parts.length - 1; i++) {
      holder = field(holder, parts[i]);
    }
    try {
      find(holder, parts[parts.length - 1]).set(holder, value);
    } catch (IllegalAccessException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  /** A record with one component replaced, at any depth. */
  private Object with(Object holder, int part, Object value) {
    if (part == parts.length) {
      return value;
    }
    RecordComponent[] components = holder.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = field(holder, components[i].getName());
      if (components[i].getName().equals(parts[part])) {
        values[i] = with(values[i], part + 1, value);
      }
    }
    try {
      var constructor = holder.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  private static Object field(Object holder, String name) {
    try {
      return find(holder, name).get(holder);
    } catch (IllegalAccessException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  private static Field find(Object holder, String name) {
    for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new LinkageError(holder.getClass() + " has no field " + name);
  }
}
