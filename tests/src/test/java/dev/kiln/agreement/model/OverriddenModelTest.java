package dev.kiln.agreement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Graphs and compiled code hold the methods of the classes that they were made from, so instances
 * of other classes are refused in each mode.
 */
class OverriddenModelTest {
  private static final String MODELS =
      """
      package demo;

      import dev.kiln.annotation.*;

      @Model
      public class Outer {
        public Inner inner = new Inner();
        double scale = 3;

        @Compute @Differentiable
        public double f(double x) {
          return scale * inner.g(x) + helped(x);
        }

        double helped(double x) {
          return x;
        }
      }

      @Model
      class Inner {
        Innermost innermost = new Innermost();

        @Compute
        double g(double x) {
          return innermost.h(x) + 1;
        }
      }

      @Model
      class Innermost {
        @Compute
        double h(double x) {
          return x * x;
        }
      }

      class PrecompiledInner extends Inner {
        @Override
        double g(double x) {
          return 7;
        }
      }

      class OtherInnermost extends Innermost {
        @Override
        double h(double x) {
          return 5;
        }
      }

      class HelpedOtherwise extends Outer {
        @Override
        double helped(double x) {
          return 1000;
        }
      }

      @Model
      class ModelOfItsOwn extends Outer {
        @Override
        double helped(double x) {
          return 2 * x;
        }
      }

      class Instances {
        static Outer plain() {
          return new Outer();
        }

        static Outer compiled() {
          return new CompiledOuter();
        }

        static Outer compiledInside() {
          Outer outer = new Outer();
          outer.inner = new CompiledInner();
          outer.inner.innermost = new CompiledInnermost();
          return outer;
        }

        static Outer helpedOtherwise() {
          return new HelpedOtherwise();
        }

        static Outer anonymous() {
          return new Outer() {};
        }

        static Outer own() {
          return new ModelOfItsOwn();
        }

        static Outer otherInner() {
          Outer outer = new CompiledOuter();
          outer.inner = new PrecompiledInner();
          return outer;
        }

        static Outer otherInnermost() {
          Outer outer = new CompiledOuter();
          outer.inner.innermost = new OtherInnermost();
          return outer;
        }

        static Feeds stateOf(Outer outer) {
          return OuterGraphs.stateOf(outer);
        }

        static Feeds stateOfOwn(Outer outer) {
          return ModelOfItsOwnGraphs.stateOf((ModelOfItsOwn) outer);
        }

        static Graph graph() {
          return OuterGraphs.f();
        }

        static Graph graphOfOwn() {
          return ModelOfItsOwnGraphs.f();
        }
      }
      """;

  private static Class<?> instances;

  @BeforeAll
  static void compile() throws IOException, ClassNotFoundException {
    Map<String, String> files = new LinkedHashMap<>();
    String imports = "import dev.kiln.graph.Graph; import dev.kiln.session.Feeds; import dev.kiln";
    files.put("demo.Outer", MODELS.replaceFirst("import dev.kiln", imports));
    instances =
        InMemoryCompiler.compile(files, List.of("-Xlint:-auxiliaryclass"))
            .loadClass("demo.Instances");
  }

  private static Object call(String name, Object... arguments) throws Throwable {
    for (Method method : instances.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return invoke(method, null, arguments);
      }
    }
    throw new NoSuchMethodException(name);
  }

  private static Object invoke(Method method, Object receiver, Object... arguments)
      throws Throwable {
    try {
      method.setAccessible(true);
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static double session(String instance) throws Throwable {
    Feeds state = (Feeds) call("stateOf", call(instance));
    try (Session session = new Session((Graph) call("graph"), state)) {
      return session.run(Feeds.of("x", 2.0)).getDouble("result");
    }
  }

  private static double run(String instance) throws Throwable {
    Object model = call(instance);
    return (double) invoke(model.getClass().getMethod("f", double.class), model, 2.0);
  }

  @Test
  void instancesOfTheModelAndOfItsCompiledClassAreAccepted() throws Throwable {
    for (String each : new String[] {"plain", "compiled", "compiledInside"}) {
      assertEquals(17.0, run(each));
      assertEquals(17.0, session(each));
    }
  }

  @Test
  void anInstanceThatOverridesAHelperIsRefused() throws Throwable {
    assertEquals(1015.0, run("helpedOtherwise")); // plain Java
    for (String each : new String[] {"helpedOtherwise", "anonymous"}) {
      Throwable refusal = assertThrows(IllegalArgumentException.class, () -> session(each));
      assertEquals(
          "the graphs of demo.Outer do not know what a "
              + call(each).getClass().getName()
              + " overrides; annotate it with @Model and use its own graphs",
          refusal.getMessage());
    }
  }

  @Test
  void aSubclassThatIsAModelHasItsOwnGraphs() throws Throwable {
    assertThrows(IllegalArgumentException.class, () -> session("own"));
    Object own = call("own");
    Feeds state = (Feeds) call("stateOfOwn", own);
    try (Session session = new Session((Graph) call("graphOfOwn"), state)) {
      assertEquals(19.0, session.run(Feeds.of("x", 2.0)).getDouble("result"));
      assertEquals(19.0, run("own"));
    }
  }

  @Test
  void aNestedInstanceThatOverridesIsRefusedInEachMode() {
    assertNestedIsRefused("otherInner", "inner", "PrecompiledInner", "Inner");
    assertNestedIsRefused("otherInnermost", "inner.innermost", "OtherInnermost", "Innermost");
  }

  private static void assertNestedIsRefused(
      String instance, String path, String actual, String declared) {
    String message =
        "the field '%s' holds a demo.%s, but the code of demo.%s was compiled in"
            .formatted(path, actual, declared);
    Throwable compiled = assertThrows(IllegalStateException.class, () -> run(instance));
    assertEquals(message, compiled.getMessage());
    Throwable fed = assertThrows(IllegalStateException.class, () -> session(instance));
    assertEquals(message, fed.getMessage());
  }
}
