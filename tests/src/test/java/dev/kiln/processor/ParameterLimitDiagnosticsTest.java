package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Java methods take 255 values at most, where a double or a long counts twice. */
class ParameterLimitDiagnosticsTest {
  private static final String LIMIT =
      " values, more than Java allows (255, where a double or a long counts twice).";

  private static Compilation compile(String members) {
    JavaFileObject model =
        JavaFileObjects.forSourceString(
            "demo.Wide",
            "package demo;\nimport dev.kiln.annotation.*;\n@Model public class Wide {\n"
                + members
                + "}\n");
    return javac()
        .withProcessors(new KilnProcessor())
        .withOptions("-Akiln.warnings=off")
        .compile(model);
  }

  private static String numbered(int count, String prefix, String separator) {
    return IntStream.range(0, count)
        .mapToObj(i -> prefix + i)
        .collect(Collectors.joining(separator));
  }

  private static String parameters(String type, int count) {
    return "@Parameter " + type + " " + numbered(count, "w", ", ") + ";\n";
  }

  private static void assertRefused(String members, int line, int column, String what) {
    Compilation compilation = compile(members);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining("[KILN-127] " + what + LIMIT)
        .inFile(compilation.errors().get(0).getSource())
        .onLine(line)
        .atColumn(column);
  }

  private static String gradient(String type, int count) {
    return parameters(type, count)
        + "@Compute @Differentiable double f() { return "
        + numbered(count, "w", " + ")
        + "; }\n";
  }

  @Test
  void aGradientHasAComponentForEachInput() {
    assertRefused(gradient("double", 127), 5, 33, "the record FGradient would take 128");
    assertThat(compile(gradient("double", 126))).succeededWithoutWarnings();
    assertRefused(gradient("float", 253), 5, 33, "the record FGradient would take 254");
    assertThat(compile(gradient("float", 252))).succeededWithoutWarnings();
  }

  private static String tangents(int count) {
    return "@Compute @Differentiable(modes = Differentiable.Mode.JVP) double f("
        + numbered(count, "double x", ", ")
        + ") { return "
        + numbered(count, "x", " + ")
        + "; }\n";
  }

  @Test
  void forwardModeTakesATangentForEachArgument() {
    assertRefused(tangents(64), 4, 66, "fJvp would take 128");
    assertThat(compile(tangents(63))).succeededWithoutWarnings();
  }

  private static String recursive(int count) {
    return parameters("double", count)
        + "@Compute double f(int n) { return n == 0 ? 0 : sum(n); }\n"
        + "double sum(int n) { return n == 0 ? 1 : sum(n - 1) * ("
        + numbered(count, "w", " + ")
        + "); }\n";
  }

  @Test
  void aMethodThatCallsItselfIsPassedTheFieldsThatItReads() {
    assertRefused(recursive(128), 5, 17, "the compiled code of sum would take 129");
    assertThat(compile(recursive(126))).succeededWithoutWarnings();
  }
}
