package dev.kiln.agreement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.spi.ModelLines;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.InMemoryClasses;
import dev.kiln.testkit.run.Invocation;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The stack trace of what fails names the line of the model in each mode: plain Java, whose own
 * lines are the measure, compiled code, and sessions.
 */
class ModelTraceTest {
  private static final String MODEL =
      """
      package demo;

      import dev.kiln.annotation.*;
      import dev.kiln.tensor.Tensor;

      @Model
      public class Traced {
        final Part part = new Part();

        @Compute @Differentiable(modes = {Differentiable.Mode.GRADIENT, Differentiable.Mode.JVP})
        public double guard(double x) {
          double y = x * x;
          if (y > 4) {
            throw new IllegalArgumentException("too large: " + y);
          }
          return y;
        }

        @Compute @Differentiable
        public double index(double[] a, int n) {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            a[i] = a[i]
                * 2;

            sum += a[i];
          }
          return sum;
        }

        @Compute
        public int divided(int e, int n) {
          int sum = 0;
          while (n > 0) {
            n--;
            sum += 10 / n;
          }

          return sum;
        }

        @Compute
        public int returned(int x) {
          int y = x - 1;

          return 7 / y;
        }

        @Compute
        public int recursive(int n) {
          if (n == 0) {
            return 1
                / n;
          }
          return recursive(n - 1) + 1;
        }

        @Compute
        public double nested(double x) {
          double y = part.scaled(x);
          return y + 1;
        }

        @Compute
        public void asserted(int x) {
          assert x > 0 : "x is " + x;
        }

        @Compute
        public Tensor row(@Shape("n, 3") Tensor x, int i) {
          Tensor doubled = x.multiply(2);
          return doubled
              .get(i);
        }

        @Compute
        public Tensor counted(@Shape(value = "n", dtype = DType.INT32) Tensor x, double step) {
          Tensor doubled = x.multiply(2);
          return doubled.add(step);
        }

        @Compute
        public Tensor taken(@Shape("n, 3") Tensor x, int k) {
          return x.get(k);
        }

        @Compute @Differentiable
        public double added(double[] a, double[] b) {

          for (int i = 0; i < a.length; i++) {
            a[i] += b[i] * a[i];
          }
          return a[0];
        }
      }
      """;

  private static final String PART =
      """
      package demo;

      import dev.kiln.annotation.*;

      @Model
      public class Part {
        @Compute
        public double scaled(double x) {
          double[] a = new double[3];
          int i = (int) x;
          a[0] = 7;
          return a[i];
        }
      }
      """;

  private static final Tensor COUNTS = Tensor.zeros(DType.INT32, 4);

  private static InMemoryClasses classes;

  @BeforeAll
  static void compile() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("demo.Traced", MODEL);
    files.put("demo.Part", PART);
    classes = InMemoryCompiler.compile(files, List.of("-g"));
  }

  private static Throwable failure(String type, String method, Object... arguments) {
    return assertThrows(
        Throwable.class,
        () -> {
          Object model = classes.loadClass(type).getDeclaredConstructor().newInstance();
          invoke(model.getClass(), method, model, arguments);
        });
  }

  private static Object invoke(Class<?> type, String name, Object receiver, Object... arguments)
      throws Throwable {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && !Invocation.isStaticForm(method)) {
        try {
          return method.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      }
    }
    throw new NoSuchMethodException(name);
  }

  private static Throwable sessionFailure(String method, Map<String, Object> feeds) {
    return assertThrows(
        Throwable.class,
        () -> {
          Graph graph = (Graph) invoke(classes.loadClass("demo.TracedGraphs"), method, null);
          try (Session session = new Session(graph)) {
            Feeds fed = Feeds.none();
            for (Map.Entry<String, Object> each : feeds.entrySet()) {
              fed = fed.and(each.getKey(), each.getValue());
            }
            session.run(fed);
          }
        });
  }

  /** The first line of a model in the trace, such as {@code Traced.java:14}. */
  private static Optional<String> place(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(each -> List.of("Traced.java", "Part.java").contains(each.getFileName()))
        .findFirst()
        .map(each -> each.getFileName() + ":" + each.getLineNumber());
  }

  private static void assertSame(Throwable plain, Throwable other, String mode) {
    assertEquals(plain.getClass(), other.getClass(), mode);
    assertEquals(plain.getMessage(), other.getMessage(), mode);
    assertEquals(place(plain), place(other), mode);
    assertTrue(place(plain).isPresent());
  }

  private static void assertBegins(String place, Throwable failure) {
    StackTraceElement first = failure.getStackTrace()[0];
    assertEquals(place, first.getFileName() + ":" + first.getLineNumber());
  }

  private static void check(String method, Map<String, Object> feeds) {
    Object[] arguments = feeds.values().stream().map(ModelTraceTest::copy).toArray();
    Throwable plain = failure("demo.Traced", method, arguments);
    arguments = feeds.values().stream().map(ModelTraceTest::copy).toArray();
    assertSame(plain, failure("demo.CompiledTraced", method, arguments), "compiled");
    assertSame(plain, sessionFailure(method, feeds), "session");
  }

  private static Object copy(Object value) {
    return value instanceof double[] array ? array.clone() : value;
  }

  private static Map<String, Object> feeds(Object... namesAndValues) {
    Map<String, Object> feeds = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      feeds.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return feeds;
  }

  @Test
  void everyModeNamesTheLine() {
    check("guard", feeds("x", 3.0));
    check("index", feeds("a", new double[2], "n", 3));
    check("divided", feeds("e", 1, "n", 2));
    check("returned", feeds("x", 1));
    check("nested", feeds("x", 5.0));
    check("asserted", feeds("x", -1));
  }

  /** Java's line of an expression of several lines is that of its operator, or of its begin. */
  @Test
  void expressionsOfSeveralLinesAreNamedByOneOfThem() {
    Throwable compiled = failure("demo.CompiledTraced", "recursive", 3);
    Throwable session = sessionFailure("recursive", feeds("n", 3));
    assertTrue(List.of("Traced.java:52", "Traced.java:53").contains(place(compiled).get()));
    assertEquals(place(compiled), place(session));
    Tensor x = Tensor.ones(2, 3);
    compiled = failure("demo.CompiledTraced", "row", x, 4);
    session = sessionFailure("row", feeds("x", x, "i", 4));
    assertTrue(List.of("Traced.java:72", "Traced.java:73").contains(place(compiled).get()));
    assertEquals(place(compiled), place(session));
  }

  @Test
  void callersAreNamedToo() {
    List<Integer> lines =
        Arrays.stream(failure("demo.CompiledTraced", "recursive", 2).getStackTrace())
            .filter(each -> "Traced.java".equals(each.getFileName()))
            .map(StackTraceElement::getLineNumber)
            .toList();
    assertEquals(List.of(55, 55), lines.subList(1, 3));
    lines =
        Arrays.stream(sessionFailure("recursive", feeds("n", 2)).getStackTrace())
            .filter(each -> "Traced.java".equals(each.getFileName()))
            .map(StackTraceElement::getLineNumber)
            .toList();
    assertEquals(List.of(55, 55), lines.subList(1, 3));
  }

  @Test
  void derivativesNameTheLine() {
    assertEquals(
        Optional.of("Traced.java:14"), place(failure("demo.CompiledTraced", "guardGradient", 3.0)));
    assertEquals(
        Optional.of("Traced.java:14"), place(failure("demo.CompiledTraced", "guardJvp", 3.0, 1.0)));
    assertEquals(
        Optional.of("Traced.java:14"), place(sessionFailure("guardGradient", feeds("x", 3.0))));
    Throwable index = failure("demo.CompiledTraced", "indexGradient", new double[1], 2);
    assertTrue(place(index).get().matches("Traced.java:2[2-6]"), place(index).get());
  }

  @Test
  void checksAtEntryLeadToTheMethod() {
    Throwable compiled = failure("demo.CompiledTraced", "row", Tensor.ones(2, 4), 0);
    assertEquals(
        "row: 'x' is f32[n, 3], not f32[2, 4]: size 3 expected along axis 1 (Traced.java:71)",
        compiled.getMessage());
    assertBegins("Traced.java:71", compiled);
    Throwable session = sessionFailure("row", feeds("x", Tensor.ones(2, 4), "i", 0));
    assertEquals(compiled.getMessage(), session.getMessage());
    assertBegins("Traced.java:71", session);
  }

  @Test
  void messagesOfKilnTellTheLine() {
    check("counted", feeds("x", COUNTS, "step", 0.5));
    check("taken", feeds("x", Tensor.ones(2, 3), "k", 2));
    Throwable plain = failure("demo.Traced", "counted", COUNTS, 0.5);
    assertTrue(plain.getMessage().endsWith(" (Traced.java:79)"), plain.getMessage());
  }

  @Test
  void tracesBeginWithTheModel() {
    assertBegins("Traced.java:79", failure("demo.CompiledTraced", "counted", COUNTS, 0.5));
    assertBegins("Traced.java:79", sessionFailure("counted", feeds("x", COUNTS, "step", 0.5)));
    assertBegins("Traced.java:14", sessionFailure("guard", feeds("x", 3.0)));
    assertBegins("Traced.java:36", sessionFailure("divided", feeds("e", 1, "n", 2)));
    assertBegins("Traced.java:36", failure("demo.CompiledTraced", "divided", 1, 2));
  }

  @Test
  void refusalsTellTheLine() {
    double[] both = new double[2];
    Throwable compiled = failure("demo.CompiledTraced", "addedGradient", both, both);
    assertTrue(
        compiled.getMessage().endsWith("; pass a copy (Traced.java:90)"), compiled.getMessage());
    assertBegins("Traced.java:90", compiled);
  }

  /** A failure that passes through compiled code of several models is told once. */
  @Test
  void aFailureThatWasToldIsLeftAlone() {
    ModelLines lines = new ModelLines("demo.Foo", "demo.CompiledFoo", "Foo.java,1:9,");
    Throwable failure = new IllegalOperandException("misfit");
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("dev.kiln.kernel.tensor.Layouts", "f", "Layouts.java", 3),
          new StackTraceElement("demo.CompiledFoo", "f", "CompiledFoo.java", 1),
          new StackTraceElement("dev.kiln.spi.CompiledCall", "f", "CompiledCall.java", 1),
          new StackTraceElement("demo.Main", "main", "Main.java", 1)
        });
    for (int i = 0; i < 2; i++) {
      assertEquals(failure, assertThrows(Throwable.class, () -> lines.failure(failure)));
      assertEquals("misfit (Foo.java:9)", failure.getMessage());
      assertEquals(5, failure.getStackTrace().length);
      assertBegins("Foo.java:9", failure);
    }
  }

  @Test
  void aTraceThatCannotBeWrittenIsLeftAlone() {
    Error error =
        new Error("full", null, false, false) {
          private static final long serialVersionUID = 1L;
        };
    ModelLines lines = new ModelLines("demo.Foo", "demo.CompiledFoo", "Foo.java,1:1,");
    assertEquals(error, assertThrows(Error.class, () -> lines.failure(error)));
    assertEquals(0, error.getStackTrace().length);
    assertNull(error.getCause());
  }
}
