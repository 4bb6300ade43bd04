package dev.kiln.testkit.run;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;

/** Calls of members that exist at run time only; what they throw comes out as it is. */
public final class Invocation {
  private Invocation() {}

  /** Calls a method. */
  public static Object of(Method method, Object receiver, Object... arguments) {
    method.setAccessible(true);
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      throw rethrow(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  /** Calls a constructor. */
  public static Object of(Constructor<?> constructor, Object... arguments) {
    constructor.setAccessible(true);
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw rethrow(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  /** Makes an object by the only constructor with so many parameters. */
  public static Object construct(Class<?> type, Object... arguments) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == arguments.length) {
        Object[] fitted = arguments.clone();
        for (int i = 0; i < fitted.length; i++) {
          fitted[i] = narrowed(fitted[i], constructor.getParameterTypes()[i]);
        }
        return of(constructor, fitted);
      }
    }
    throw new LinkageError(type + " has no constructor of " + arguments.length);
  }

  /** The byte, short or char that a graph gives as an int, where one of these is wanted. */
  private static Object narrowed(Object value, Class<?> wanted) {
    if (!(value instanceof Integer code)) {
      return value;
    }
    if (wanted == byte.class) {
      return code.byteValue();
    }
    if (wanted == short.class) {
      return code.shortValue();
    }
    return wanted == char.class ? (Object) (char) code.intValue() : value;
  }

  /** The method in {@code type} or the closest superclass that has one. */
  public static Optional<Method> method(Class<?> type, String name, int parameters) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.getName().equals(name)
            && method.getParameterCount() == parameters
            && !method.isBridge()
            && !isStaticForm(method)) {
          return Optional.of(method);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a method of a generated class is the static form of a derivative. */
  public static boolean isStaticForm(Method method) {
    return Modifier.isStatic(method.getModifiers())
        && method.getParameterCount() > 0
        && method.getParameterTypes()[0] == method.getDeclaringClass().getSuperclass();
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> AssertionError rethrow(Throwable cause) throws E {
    throw (E) cause;
  }
}
