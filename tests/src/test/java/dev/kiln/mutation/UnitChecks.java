package dev.kiln.mutation;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests without arguments of some classes, as checks. */
final class UnitChecks {
  private static final List<String> CLASSES =
      List.of(
          "autodiff.JacobiansTest",
          "autodiff.TapeTest",
          "agreement.derivative.CustomRuleTest",
          "pass.loop.InnerLoopKernelsTest",
          "pass.SimplifyArithmeticTest",
          "pass.SplitLargeFunctionsTest");

  private UnitChecks() {}

  static List<Check> all(ClassLoader classes) throws ReflectiveOperationException {
    List<Check> checks = new ArrayList<>();
    for (String name : CLASSES) {
      Class<?> type = classes.loadClass("dev.kiln." + name);
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class) && method.getParameterCount() == 0) {
          checks.add(new Check(name + "." + method.getName(), reuse -> run(type, method)));
        }
      }
    }
    return checks;
  }

  private static List<String> run(Class<?> type, Method method) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      method.setAccessible(true);
      method.invoke(constructor.newInstance());
      return List.of("", "");
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
  }
}
