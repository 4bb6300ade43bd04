package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static dev.kiln.processor.KilnProcessorTest.COUNTER;
import static dev.kiln.processor.KilnProcessorTest.generated;
import static dev.kiln.processor.KilnProcessorTest.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of the processor do. */
class ProcessorOptionsTest {
  @Test
  void graphsAreDumpedAfterEachPass(@TempDir Path directory) throws IOException {
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .withOptions("-Akiln.dump=" + directory, "-Akiln.verify")
            .compile(COUNTER);
    assertThat(compilation).succeeded();
    Set<String> names = names(directory);
    assertTrue(names.contains("Counter.count.01-lower.txt"), names.toString());
    assertFalse(Files.readString(directory.resolve("Counter.count.01-lower.txt")).isBlank());
  }

  @Test
  void passesAreLeftOut(@TempDir Path directory) throws IOException {
    assertThat(compileWith("-Akiln.dump=" + directory, "-Akiln.passes=-inline")).succeeded();
    Set<String> names = names(directory);
    assertTrue(names.contains("Counter.count.09-dead-code.txt"), names.toString());
    assertFalse(names.contains("Counter.count.04-inline.txt"), names.toString());
  }

  @Test
  void onlyPassesThatAreNamedRunAndThoseThatAreNeeded(@TempDir Path directory) throws IOException {
    assertThat(compileWith("-Akiln.dump=" + directory, "-Akiln.passes=inline")).succeeded();
    Set<String> names = names(directory);
    assertTrue(names.contains("Counter.count.02-flatten-records.txt"), names.toString());
    assertTrue(names.contains("Counter.count.04-inline.txt"), names.toString());
    assertTrue(names.stream().noneMatch(each -> each.contains("dead-code")), names.toString());
  }

  /** Verification and dumps see the passes of every stage, under names that sort in their order. */
  @Test
  void derivativesAreDumpedAfterEachPassToo(@TempDir Path directory) throws IOException {
    JavaFileObject square =
        JavaFileObjects.forSourceLines(
            "demo.Square",
            "package demo;",
            "import dev.kiln.annotation.*;",
            "@Model class Square {",
            "  @Compute @Differentiable double square(double x) { return x * x; }",
            "}");
    assertThat(
            Compiler.javac()
                .withProcessors(new KilnProcessor())
                .withOptions("-Akiln.dump=" + directory)
                .compile(square))
        .succeeded();
    assertEquals(
        List.of(
            "Square.square.01-lower.txt",
            "Square.square.02-flatten-records.txt",
            "Square.square.03-decode-values.txt",
            "Square.square.04-inline.txt",
            "Square.square.05-branches.txt",
            "Square.square.06-unroll.txt",
            "Square.square.07-scalars.txt",
            "Square.square.08-simplify.txt",
            "Square.square.09-read-transposed.txt",
            "Square.square.10-dead-code.txt",
            "Square.square.11-reverse.inline.txt",
            "Square.square.12-reverse.lower-exits.txt",
            "Square.square.13-reverse.dead-code.txt",
            "Square.square.14-reverse.common-subexpressions.txt",
            "Square.square.15-reverse.squared-lengths.txt",
            "Square.square.16-reverse.alternating-updates.txt",
            "Square.square.17-reverse.running-extrema.txt",
            "Square.square.23-emitted.forget-derivatives.txt",
            "Square.square.24-emitted.common-tensors.txt",
            "Square.square.25-emitted.inner-loops.txt",
            "Square.square.26-emitted.step-last.txt",
            "Square.square.27-emitted.fuse.txt",
            "Square.square.28-emitted.recycle.txt",
            "Square.square.29-emitted.split.txt",
            "Square.squareGradient.18-reversed.dead-code.txt",
            "Square.squareGradient.19-reversed.plain-products.txt",
            "Square.squareGradient.20-derivative.simplify.txt",
            "Square.squareGradient.21-derivative.read-transposed.txt",
            "Square.squareGradient.22-derivative.dead-code.txt",
            "Square.squareGradient.30-emitted.forget-derivatives.txt",
            "Square.squareGradient.31-emitted.common-tensors.txt",
            "Square.squareGradient.32-emitted.inner-loops.txt",
            "Square.squareGradient.33-emitted.step-last.txt",
            "Square.squareGradient.34-emitted.fuse.txt",
            "Square.squareGradient.35-emitted.recycle.txt",
            "Square.squareGradient.36-emitted.split.txt"),
        names(directory).stream().sorted().toList());
  }

  @Test
  void timingsAreSaidForEachPass() {
    Compilation compilation = compileWith("-Akiln.timing");
    assertThat(compilation).succeeded();
    assertThat(compilation).hadNoteContaining("time by part");
    assertThat(compilation).hadNoteContaining("flatten-records");
    assertThat(compilation).hadNoteContaining("front end");
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    refusesOption(
        "-Akiln.passes=-inlining",
        "[KILN-904] the option -Akiln.passes names 'inlining'. Instead: name some of"
            + " flatten-records, decode-values, inline, branches, unroll, scalars, simplify,"
            + " read-transposed, dead-code, reverse.inline, reverse.lower-exits, reverse.dead-code,"
            + " reverse.common-subexpressions, reverse.squared-lengths,"
            + " reverse.alternating-updates, reverse.running-extrema,"
            + " reversed.dead-code, reversed.plain-products, before-forward.squared-lengths,"
            + " forward.dead-code, forward.common-subexpressions, forward.dead-copies,"
            + " forward.plain-products, jacobian.dead-code, batch.dead-code, derivative.simplify,"
            + " derivative.read-transposed, derivative.dead-code, shared.dead-code,"
            + " emitted.forget-derivatives, emitted.common-tensors, emitted.inner-loops,"
            + " emitted.step-last, emitted.fuse, emitted.recycle, emitted.split,"
            + " session.common-tensors, session.inner-loops.");
    refusesOption(
        "-Akiln.passes=-flatten-records",
        "[KILN-904] the option -Akiln.passes leaves out flatten-records. Instead: run it: generated"
            + " code requires it.");
    refusesOption(
        "-Akiln.passes=inline,-dead-code",
        "[KILN-904] the option -Akiln.passes names both passes to run and passes to leave out."
            + " Instead: name those to run, or those to leave out, each with a - before it.");
    refusesOption(
        "-Akiln.graphs=xml",
        "[KILN-904] the option -Akiln.graphs is 'xml'. Instead: use code, text or none.");
  }

  @Test
  void graphsAreKeptAsText() {
    Compilation compilation = compileWith("-Akiln.graphs=text");
    assertThat(compilation).succeeded();
    String graphs =
        generated(compilation).entrySet().stream()
            .filter(each -> each.getKey().endsWith("CounterGraphs"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    assertTrue(graphs.contains("GraphParser.parse"), graphs);
    assertFalse(graphs.contains("GraphBuilder"), graphs);
  }

  /** javac would take longer for code that builds so many graphs than for all else of the model. */
  @Test
  void graphsOfManyMethodsAreKeptAsText() {
    assertTrue(graphsOf(10).contains("GraphBuilder"));
    String many = graphsOf(150);
    assertTrue(many.contains("GraphParser.parse"), many);
    assertFalse(many.contains("GraphBuilder"), many);
  }

  private static String graphsOf(int methods) {
    StringBuilder model = new StringBuilder("@dev.kiln.annotation.Model public class Many {\n");
    for (int i = 0; i < methods; i++) {
      model.append(
          """
          @dev.kiln.annotation.Compute
          public double f%d(double x) {
            return x * x * x * x + x * x * x + x * x + x + 1;
          }
          """
              .formatted(i));
    }
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .compile(JavaFileObjects.forSourceString("Many", model + "}"));
    return generated(compilation).entrySet().stream()
        .filter(each -> each.getKey().endsWith("ManyGraphs"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static void refusesOption(String option, String message) {
    Compilation compilation = compileWith(option);
    assertThat(compilation).failed();
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining(message);
  }

  private static Compilation compileWith(String... options) {
    return Compiler.javac()
        .withProcessors(new KilnProcessor())
        .withOptions((Object[]) options)
        .compile(COUNTER);
  }
}
