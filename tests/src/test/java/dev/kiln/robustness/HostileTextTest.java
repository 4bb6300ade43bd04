package dev.kiln.robustness;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import dev.kiln.graph.Graph;
import dev.kiln.graph.text.DotPrinter;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.processor.KilnProcessor;
import dev.kiln.processor.Sources;
import java.io.IOException;
import java.net.URI;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of users' goes into comments and strings of generated code, and stays text. */
class HostileTextTest {
  /** Ends of comments, escapes, placeholders of JavaPoet and of format strings. */
  private static final String HOSTILE =
      "*/ \\\\u002a/ \\\\u000a \\\" $L $T $$ $[ %s %n {0} ${x} \\\\ \\t \\n \\0 \\ud800 \u00fc \u2028";

  @Test
  void messagesAreTheSameInCompiledCode() throws Exception {
    Object messages =
        new Sources()
            .demo(
                "Line",
                """
                @Model public class Line {
                  @Compute @Differentiable public double f(double x) {
                    if (x > 0) { throw new IllegalStateException("HOSTILE" + x + "HOSTILE"); }
                    assert x < -1 : "HOSTILE";
                    return x * x;
                  }
                }
                """
                    .replace("HOSTILE", HOSTILE))
            .run(
                """
                StringBuilder messages = new StringBuilder();
                for (Line model : List.of(new Line(), new CompiledLine())) {
                  try { model.f(1); } catch (IllegalStateException e) {
                    messages.append(e.getMessage()).append("|");
                  }
                }
                try { new CompiledLine().fGradient(1); } catch (IllegalStateException e) {
                  messages.append(e.getMessage()).append("|");
                }
                try {
                  new dev.kiln.session.Session(LineGraphs.f()).run(
                      dev.kiln.session.Feeds.of("x", 1.0));
                } catch (IllegalStateException e) { messages.append(e.getMessage()).append("|"); }
                return messages.toString();
                """);
    String message =
        "*/ \\u002a/ \\u000a \" $L $T $$ $[ %s %n {0} ${x} \\ \t \n \0 \ud800 \u00fc \u2028";
    String one = message + 1.0 + message + "|";
    assertEquals(one.repeat(4), messages);
  }

  /** On Windows, every path has backslashes, and one before a u begins an escape. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:\\users\\unit\\Line.java",
        "a\\u000astatic int injected;\\u000a.java",
        "a\nstatic int injected;\n.java",
        "*/ static int injected; /*.java",
        "$L$T%s.java"
      })
  void namesOfFilesStayInTheirComments(String name) throws IOException {
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("memory:///Line.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public String getName() {
            return name;
          }

          @Override
          public boolean isNameCompatible(String simpleName, Kind kind) {
            return !simpleName.equals("module-info");
          }

          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return """
                import dev.kiln.annotation.*;
                @Model class Line {
                  @Compute double f(double x) {
                    while (x > 1) { x /= 2; }
                    return x;
                  }
                }
                """;
          }
        };
    Compilation compilation = Compiler.javac().withProcessors(new KilnProcessor()).compile(file);
    assertThat(compilation).succeeded();
    for (JavaFileObject generated : compilation.generatedSourceFiles()) {
      String text = generated.getCharContent(true).toString();
      assertFalse(text.lines().anyMatch(line -> line.startsWith("static int injected")), text);
      assertFalse(text.contains("\\u000astatic"), text);
    }
  }

  @Test
  void namesInGraphsAreQuoted() {
    String name = "\\\"] \\u000a } {rank=same \\u0000 */";
    Graph graph =
        GraphParser.parse(
            "graph \"%s\" { input \"%s\" argument outputs (\"%s\")".formatted(name, name, name)
                + " function \"%s\"(%%0.\"%s\": f64) -> (f64) { return(%%0.\"%s\") } }"
                    .formatted(name, name, name));
    assertEquals(graph, GraphParser.parse(GraphPrinter.print(graph)));
    assertFalse(DotPrinter.print(graph).lines().anyMatch(line -> line.startsWith(" } {rank")));
  }
}
