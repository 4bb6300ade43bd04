package dev.kiln.robustness;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import com.sun.management.ThreadMXBean;
import dev.kiln.processor.KilnProcessor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long methods, deep nesting, many models. */
class LargeModelsTest {
  @Test
  void aMethodMayHaveTenThousandLines() {
    StringBuilder body = new StringBuilder("int count = n;\n");
    for (int i = 0; i < 10_000; i++) {
      body.append(i % 100 == 99 ? "if (n > " + i + ") { count++; }\n" : "count++;\n");
    }
    assertThat(compile(method("int", "int n", body + "return count;"))).succeeded();
  }

  @Test
  void aMethodMayCallAThousandMethods() {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      members.append("double m%d(double x) { return x * %d.5; }\n".formatted(i, i));
    }
    StringBuilder body = new StringBuilder("double sum = 0;\n");
    for (int i = 0; i < 1000; i++) {
      body.append("sum += m" + i + "(x);\n");
    }
    assertThat(compile(model(members + compute("double", "double x", body + "return sum;"))))
        .succeeded();
  }

  /** Where javac alone copes, Kiln does, or says at the method that it is nested too deeply. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x | 400  | (      | x        | + 1)
          x | 1500 | (      | x        | + 1)
          x | 1500 |        | x        | + x
          x | 5000 |        | x        | + x
          x | 1000 | f2(    | x        | )
          x | 1500 | x > 0 ? x : | x   |
          x | 1500 | -      | x        |
          x | 1500 | (double) | x      |
          """)
  void expressionsMayBeNested(String ignored, int depth, String before, String core, String after) {
    String expression =
        (before == null ? "" : before + " ").repeat(depth)
            + core
            + (after == null ? "" : " " + after).repeat(depth);
    String helper = "double f2(double x) { return x * 0.5; }\n";
    checkDeep(model(helper + compute("double", "double x", "return " + expression + ";")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200  | if (x > 0) {                   | }
          1000 | if (x > 0) {                   | }
          1000 | {                              | }
          1000 | if (x > 3) { x--; } else       |
          200  | while (x > 1) { x /= 2;        | }
          800  | while (x > 1) { x /= 2;        | }
          300  | for (int i# = 0; i# < 2; i#++) { | }
          500  | l#: do {                       | if (x > 5) { break l#; } } while (x > 7);
          500  | switch ((int) x) { case 1:     | break; default: x--; }
          """)
  void statementsMayBeNested(int depth, String before, String after) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      body.append(before.replace("#", "" + i)).append('\n');
    }
    body.append("x = x * 0.5;\n");
    for (int i = depth - 1; i >= 0 && after != null; i--) {
      body.append(after.replace("#", "" + i)).append('\n');
    }
    checkDeep(model(compute("double", "double x", body + "return x;")));
  }

  private static void checkDeep(String source) {
    Compilation alone =
        onLargeStack(
            () -> Compiler.javac().withOptions("-proc:none").compile(file("demo.Large", source)));
    assertThat(alone).succeeded();
    Compilation compilation = onLargeStack(() -> compile(source));
    for (Diagnostic<? extends JavaFileObject> error : compilation.errors()) {
      String message = error.getMessage(Locale.ROOT);
      assertTrue(message.contains("nested too deeply"), message);
      assertTrue(error.getLineNumber() > 2, message);
    }
    assertTrue(compilation.errors().size() <= 1);
  }

  /** The stack of javac's own main thread. */
  private static Compilation onLargeStack(Supplier<Compilation> compilation) {
    Compilation[] result = new Compilation[1];
    Throwable[] failure = new Throwable[1];
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                result[0] = compilation.get();
              } catch (RuntimeException | Error e) {
                failure[0] = e;
              }
            },
            "javac",
            8L << 20);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure[0] != null) {
      throw new AssertionError("javac failed", failure[0]);
    }
    return result[0];
  }

  /** What a compilation allocates stands for its time, which no test may depend on. */
  @Test
  void fiveHundredModelsCostFiveTimesAHundred() {
    allocation(100); // loads classes
    double hundred = allocation(100);
    double fiveHundred = allocation(500);
    assertEquals(5, fiveHundred / hundred, 0.75);
  }

  /** A pass that looks into nested blocks from each block around them took minutes for 1000. */
  @Test
  void deeplyNestedBlocksCostLessThanTheSquareOfTheirDepth() {
    nestedAllocation(50); // loads classes
    double fifty = nestedAllocation(50);
    double fourHundred = nestedAllocation(400);
    assertTrue(
        fourHundred / fifty < 16, () -> fourHundred / fifty + " times for 8 times the depth");
  }

  private static long nestedAllocation(int depth) {
    String body = "if (x > 0) { x--;\n".repeat(depth) + "}".repeat(depth);
    long[] allocated = new long[1];
    assertThat(
            onLargeStack(
                () -> {
                  ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                  long before = threads.getCurrentThreadAllocatedBytes();
                  Compilation compilation =
                      compile(method("double", "double x", body + "return x;"));
                  allocated[0] = threads.getCurrentThreadAllocatedBytes() - before;
                  return compilation;
                }))
        .succeeded();
    return allocated[0];
  }

  private static long allocation(int models) {
    List<JavaFileObject> files = new ArrayList<>();
    for (int i = 0; i < models; i++) {
      String name = "Model" + i;
      files.add(
          file(
              "demo." + name,
              "package demo;\nimport dev.kiln.annotation.*;\n@Model class "
                  + name
                  + " {\n@Parameter double rate = 2;\n"
                  + compute("double", "double x", "while (x > 1) { x *= rate - 1.5; } return x;")
                  + "}\n"));
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Compilation compilation = Compiler.javac().withProcessors(new KilnProcessor()).compile(files);
    assertThat(compilation).succeeded();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Compilation compile(String source) {
    return Compiler.javac().withProcessors(new KilnProcessor()).compile(file("demo.Large", source));
  }

  private static JavaFileObject file(String name, String source) {
    return JavaFileObjects.forSourceString(name, source);
  }

  private static String method(String type, String parameters, String body) {
    return model(compute(type, parameters, body));
  }

  private static String model(String members) {
    return "package demo;\nimport dev.kiln.annotation.*;\n@Model class Large {\n" + members + "}\n";
  }

  private static String compute(String type, String parameters, String body) {
    return "@Compute " + type + " f(" + parameters + ") {\n" + body + "\n}\n";
  }
}
