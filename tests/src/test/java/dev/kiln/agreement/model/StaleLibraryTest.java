package dev.kiln.agreement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.testkit.run.InMemoryClasses;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model is compiled with one version of a library and run with another: it says so where code of
 * the library that is compiled in has changed, and runs where none has.
 */
class StaleLibraryTest {
  private static final String SPRING =
      """
      package library;

      import dev.kiln.annotation.*;

      @Model
      public class Spring {
        protected final double stiffness;

        public Spring() {
          stiffness = 3;
        }

        @Compute @Differentiable
        public double force(double x) {
          double bent = bend(x);
          while (bent > 100) {
            bent = bent / 2;
          }
          return -stiffness * bent;
        }

        private static double bend(double x) {
          return x * x;
        }

        @Compute
        public double length(double x) {
          return x + 1;
        }

        @Compute
        public double length(int x) {
          return x + 2;
        }
      }
      """;

  /** Another library, which has the first one compiled in. */
  private static final String BEAM =
      """
      package middle;

      import dev.kiln.annotation.*;

      @Model
      public class Beam {
        final library.Spring spring = new library.Spring();

        @Compute
        public double load(double x) {
          return 2 * spring.force(x);
        }

        @Compute
        public double span(double x) {
          return spring.length(x) + 1;
        }
      }
      """;

  private static final String USER =
      """
      package demo;

      import dev.kiln.annotation.*;

      @Model
      public class User {
        final library.Spring spring = new library.Spring();

        @Compute @Differentiable(modes = {Differentiable.Mode.GRADIENT, Differentiable.Mode.JVP})
        public double f(double x) {
          return spring.force(x) + 1;
        }

        @Compute
        public double g(double x) {
          return x + 1;
        }
      }
      """;

  private static final String SUBCLASS =
      """
      package demo;

      import dev.kiln.annotation.*;

      @Model
      public class User extends library.Spring {
        @Compute
        public double g(double x) {
          return x + 1;
        }
      }
      """;

  private static final String USER_OF_BEAM =
      """
      package demo;

      import dev.kiln.annotation.*;

      @Model
      public class User {
        final middle.Beam beam = new middle.Beam();

        @Compute
        public double f(double x) {
          return beam.METHOD(x);
        }
      }
      """;

  @TempDir private Path folder;

  private InMemoryClasses compile(String name, String source, InMemoryClasses... libraries)
      throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(name, source);
    for (InMemoryClasses library : libraries) {
      library.writeTo(folder);
    }
    return InMemoryCompiler.compile(files, folder);
  }

  private InMemoryClasses spring(String... change) throws IOException {
    String source = SPRING;
    for (int i = 0; i < change.length; i += 2) {
      assertEquals(true, source.contains(change[i]));
      source = source.replace(change[i], change[i + 1]);
    }
    return compile("library.Spring", source);
  }

  private static Object create(InMemoryClasses classes, String name) throws Throwable {
    try {
      Constructor<?> constructor = classes.loadClass(name).getDeclaredConstructor();
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static double call(InMemoryClasses classes, String name, String method, double x)
      throws Throwable {
    Object model = create(classes, name);
    return (double) model.getClass().getMethod(method, double.class).invoke(model, x);
  }

  private static Object graph(InMemoryClasses classes, String name, String method)
      throws Throwable {
    try {
      Method graph = classes.loadClass(name).getMethod(method);
      return graph.invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void assertStale(InMemoryClasses classes, String message) {
    Throwable refusal =
        assertThrows(
            IncompatibleClassChangeError.class, () -> create(classes, "demo.CompiledUser"));
    assertEquals(message, refusal.getMessage());
  }

  private static String message(String user, String used, String method) {
    return user
        + " was compiled with another version of "
        + used
        + ", whose method "
        + method
        + " has changed since; compile "
        + user
        + " again";
  }

  private static final String STALE = message("demo.User", "library.Spring", "force(double)");

  @ParameterizedTest
  @CsvSource({"x * x,x * x * x", "> 100,>= 100", "final double,double", "private static,private"})
  void codeThatIsCompiledInHasChanged(String before, String after) throws Throwable {
    InMemoryClasses user = compile("demo.User", USER, spring());
    InMemoryClasses mixed = user.with(spring(before, after));
    boolean same = before.equals("final double") || before.equals("private static");
    if (same) { // the same graph
      assertEquals(-11.0, call(mixed, "demo.CompiledUser", "f", 2));
      return;
    }
    assertStale(mixed, STALE);
    for (String method : List.of("f", "fGradient", "fJvp")) {
      Throwable refusal =
          assertThrows(
              IncompatibleClassChangeError.class, () -> graph(mixed, "demo.UserGraphs", method));
      assertEquals(STALE, refusal.getMessage());
    }
    graph(mixed, "demo.UserGraphs", "g");
    graph(mixed, "demo.UserParameters", "names");
    double bent = before.equals("x * x") ? 8 : 4;
    assertEquals(-3 * bent + 1, call(mixed, "demo.User", "f", 2)); // plain Java has the new code
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text"})
  void graphsThatAreKeptAsTextAreComparedToo(String graphs) throws Throwable {
    List<String> options = graphs.isEmpty() ? List.of() : List.of("-Akiln.graphs=" + graphs);
    InMemoryClasses both =
        InMemoryCompiler.compile(Map.of("library.Spring", SPRING, "demo.User", USER), options);
    assertEquals(-11.0, call(both, "demo.CompiledUser", "f", 2));
    InMemoryClasses mixed = both.with(spring()); // the classes of "both" come first
    graph(mixed, "demo.UserGraphs", "f");
    InMemoryClasses changed = spring("x * x", "x + x").with(both);
    assertStale(changed, STALE);
    assertThrows(IncompatibleClassChangeError.class, () -> graph(changed, "demo.UserGraphs", "f"));
  }

  @Test
  void changesThatDoNotMatterAreNone() throws Throwable {
    InMemoryClasses user = compile("demo.User", USER, spring());
    InMemoryClasses changed =
        spring(
            "@Compute @Differentiable\n", "// what pulls it back\n\n  @Compute\n",
            "bent", "deflected",
            "bend(", "bending(",
            "x * x;", "x\n        * x;",
            "x + 1", "x - 1", // of another method
            "double length(int x)", "double width(int x)",
            "while", "outer: while");
    assertEquals(-11.0, call(user.with(changed), "demo.CompiledUser", "f", 2));
    graph(user.with(changed), "demo.UserGraphs", "fGradient");
  }

  @Test
  void inheritedMethodsAreCompiledInToo() throws Throwable {
    InMemoryClasses user = compile("demo.User", SUBCLASS, spring());
    assertEquals(-12.0, call(user.with(spring()), "demo.CompiledUser", "force", 2));
    assertStale(
        user.with(spring("x + 2", "x + 3")), message("demo.User", "library.Spring", "length(int)"));
    assertStale(user.with(spring("x * x", "x + x")), STALE);
  }

  @Test
  void staticMethodsAreCompiledInToo() throws Throwable {
    String helper = "@Compute\n  public double length(int x)";
    InMemoryClasses spring =
        spring(helper, "public static double rest(double x) { return x + 3; } " + helper);
    String calling = USER.replace("spring.force(x) + 1", "library.Spring.rest(x) * 2");
    InMemoryClasses user = compile("demo.User", calling, spring);
    assertEquals(10.0, call(user.with(spring), "demo.CompiledUser", "f", 2));
    assertStale(
        user.with(
            spring(helper, "public static double rest(double x) { return x + 4; } " + helper)),
        message("demo.User", "library.Spring", "rest(double)"));
    assertStale(user.with(spring()), message("demo.User", "library.Spring", "rest(double)"));
  }

  @Test
  void aLibraryWasNotCompiledAgainWithAnother() throws Throwable {
    InMemoryClasses spring = spring();
    InMemoryClasses beam = compile("middle.Beam", BEAM, spring);
    InMemoryClasses loaded = compile("demo.User", USER_OF_BEAM.replace("METHOD", "load"), beam);
    InMemoryClasses spanned = compile("demo.User", USER_OF_BEAM.replace("METHOD", "span"), beam);
    InMemoryClasses changed = spring("x * x", "x + x");
    assertStale(
        loaded.with(beam).with(changed), message("middle.Beam", "library.Spring", "force(double)"));
    // the changed method is not in what this one uses
    assertEquals(4.0, call(spanned.with(beam).with(changed), "demo.CompiledUser", "f", 2));
    InMemoryClasses again = compile("middle.Beam", BEAM, changed);
    assertStale(
        loaded.with(again).with(changed), message("demo.User", "middle.Beam", "load(double)"));
    assertEquals(4.0, call(spanned.with(again).with(changed), "demo.CompiledUser", "f", 2));
  }

  /** The class without its compute methods, beside a model, since there is one that matters. */
  private static Map<String, String> noModel() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("library.Other", SPRING.replace("Spring", "Other"));
    files.put("library.Spring", SPRING.replaceAll("@(Model|Compute|Differentiable)", ""));
    return files;
  }

  private static final String MISSING =
      "demo.User was compiled with another version of a model that it uses; compile demo.User"
          + " again. What is missing: ";

  @Test
  void theLibraryIsNoModelAnyMore() throws Throwable {
    InMemoryClasses user = compile("demo.User", USER, spring());
    InMemoryClasses plain = InMemoryCompiler.compile(noModel());
    assertStale(user.with(plain), MISSING + "library/SpringFingerprints");
  }

  @Test
  void theLibraryHasNoFingerprints() throws Throwable {
    InMemoryClasses user = compile("demo.User", USER, spring());
    Map<String, String> files = noModel();
    files.put("library.SpringFingerprints", "package library; public class SpringFingerprints {}");
    assertStale(
        user.with(InMemoryCompiler.compile(files)),
        MISSING + "'long library.SpringFingerprints.of(java.lang.String)'");
  }

  @Test
  void theMethodIsGone() throws Throwable {
    InMemoryClasses user = compile("demo.User", USER, spring());
    assertStale(user.with(spring("double force(double", "double force(float")), STALE);
  }

  @Test
  void aModelThatOtherPackagesDoNotSeeIsNotAskedFor() throws Throwable {
    String hidden =
        """
        package library;

        import dev.kiln.annotation.*;

        @Model
        class Hidden {
          @Compute
          public double twice(double x) {
            return 2 * x;
          }
        }
        """;
    Map<String, String> library = new LinkedHashMap<>();
    library.put("library.Hidden", hidden);
    library.put("library.Shown", "package library; public class Shown extends Hidden {}");
    InMemoryClasses old = InMemoryCompiler.compile(library);
    old.writeTo(folder);
    String source = SUBCLASS.replace("library.Spring", "library.Shown");
    InMemoryClasses user = compile("demo.User", source);
    assertEquals(4.0, call(user.with(old), "demo.CompiledUser", "twice", 2));
  }
}
