package dev.kiln.agreement;

import dev.kiln.testkit.run.Invocation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Calls members of classes that exist at run time only; what they throw comes out as it is. */
public final class Reflection {
  private Reflection() {}

  public static Object construct(Class<?> type, Object... arguments) {
    return Invocation.construct(type, arguments);
  }

  public static Object call(Class<?> type, Object receiver, String name, Object... arguments) {
    return invoke(method(type, name, arguments.length), receiver, arguments);
  }

  public static Object invoke(Method method, Object receiver, Object... arguments) {
    return Invocation.of(method, receiver, arguments);
  }

  /** The method in {@code type} or the closest superclass that has one. */
  public static Method method(Class<?> type, String name, int parameters) {
    return Invocation.method(type, name, parameters)
        .orElseThrow(
            () ->
                new AssertionError(
                    type.getName() + " has no method " + name + " of " + parameters));
  }

  /** The field in {@code type} or the closest superclass that has one. */
  public static Field field(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new AssertionError(type.getName() + " has no field " + name);
  }

  public static Object read(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  public static void write(Field field, Object holder, Object value) {
    try {
      field.set(holder, value);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** The components of a record, in order. */
  public static List<Object> components(Object record) {
    List<Object> components = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      components.add(invoke(component.getAccessor(), record));
    }
    return components;
  }
}
