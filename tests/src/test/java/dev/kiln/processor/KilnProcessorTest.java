package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the processor behaves towards the compiler, build tools and other processors. */
class KilnProcessorTest {
  static final JavaFileObject COUNTER =
      JavaFileObjects.forSourceString(
          "demo.Counter",
          """
          package demo;
          import dev.kiln.annotation.*;
          @Model
          public class Counter {
            @Parameter double step = 1;
            @Compute @Differentiable
            public double count(double from, int times) {
              for (int i = 0; i < times; i++) { from += step; }
              return from;
            }
          }
          """);

  @Test
  void aModelGivesFiveClasses() {
    assertEquals(
        Set.of(
            "demo/CompiledCounter",
            "demo/CounterFingerprints",
            "demo/CounterGraphs",
            "demo/CounterParameters",
            "demo/CounterSerializedGraphs"),
        generated(compile(COUNTER)).keySet());
  }

  @Test
  void aModelInTheDefaultPackageGivesFiveClasses() {
    JavaFileObject plain =
        JavaFileObjects.forSourceString(
            "Plain",
            """
            @dev.kiln.annotation.Model
            class Plain {
              @dev.kiln.annotation.Compute int twice(int x) { return x + x; }
            }
            """);
    assertEquals(
        Set.of(
            "CompiledPlain",
            "PlainFingerprints",
            "PlainGraphs",
            "PlainParameters",
            "PlainSerializedGraphs"),
        generated(compile(plain)).keySet());
  }

  @Test
  void aModelWithAMistakeGivesStubsAndTheOthersAreCompiled(@TempDir Path directory)
      throws IOException {
    JavaFileObject wrong =
        JavaFileObjects.forSourceString(
            "demo.Wrong",
            """
            package demo;
            import dev.kiln.annotation.*;
            @Model class Wrong {
              @Compute int right(int x) { return x; }
              @Compute int wrong(String x) { return 0; }
            }
            """);
    JavaCompiler.CompilationTask task =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                new StringWriter(),
                null,
                null,
                List.of("-d", directory.toString()),
                null,
                List.of(wrong, COUNTER));
    task.setProcessors(List.of(new KilnProcessor()));
    assertFalse(task.call());
    assertEquals(
        Set.of(
            "CompiledCounter.java",
            "CompiledWrong.java",
            "CounterFingerprints.java",
            "CounterGraphs.java",
            "CounterParameters.java",
            "CounterSerializedGraphs.java",
            "WrongFingerprints.java",
            "WrongGraphs.java",
            "WrongParameters.java"),
        names(directory.resolve("demo")));
    assertTrue(
        Files.readString(directory.resolve("demo/CompiledWrong.java"))
            .contains("  CompiledWrong() {"));
  }

  @Test
  void theSameInputGivesTheSameBytes() {
    assertEquals(generated(compile(COUNTER)), generated(compile(COUNTER)));
  }

  @Test
  void theOutputDoesNotDependOnOtherFiles() {
    JavaFileObject other =
        JavaFileObjects.forSourceString(
            "demo.Another",
            """
            package demo;
            @dev.kiln.annotation.Model public class Another {
              @dev.kiln.annotation.Compute int same(int x) { return x; }
            }
            """);
    Map<String, String> together = generated(compile(other, COUNTER));
    assertTrue(together.entrySet().containsAll(generated(compile(COUNTER)).entrySet()));
  }

  @Test
  void aModelWaitsForTypesThatAnotherProcessorGenerates() {
    JavaFileObject model =
        JavaFileObjects.forSourceString(
            "demo.Late",
            """
            package demo;
            import dev.kiln.annotation.*;
            @Model public class Late {
              @Compute public double sum(Pair pair) { return pair.first() + pair.second(); }
            }
            """);
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor(), new PairGenerator())
            .compile(model, COUNTER);
    assertThat(compilation).succeeded();
    assertThat(compilation).generatedSourceFile("demo.CompiledLate");
  }

  @Test
  void aModelWaitsForTheTypesOfItsNestedModels() {
    JavaFileObject outer =
        JavaFileObjects.forSourceString(
            "demo.Outer",
            """
            package demo;
            import dev.kiln.annotation.*;
            @Model public class Outer {
              Inner inner = new Inner();
              @Compute public double use(double x) { return inner.sum(x); }
            }
            """);
    JavaFileObject inner =
        JavaFileObjects.forSourceString(
            "demo.Inner",
            """
            package demo;
            import dev.kiln.annotation.*;
            @Model public class Inner {
              @Parameter double w = 1;
              Pair pair;
              @Compute public double sum(double x) { return w * x; }
            }
            """);
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor(), new PairGenerator())
            .compile(outer, inner);
    assertThat(compilation).succeeded();
    assertThat(compilation).generatedSourceFile("demo.CompiledOuter");
  }

  @Test
  void aSwitchWithoutADefaultIsReportedByTheCompilerAlone() {
    JavaFileObject model =
        JavaFileObjects.forSourceString(
            "demo.Choice",
            """
            package demo;
            import dev.kiln.annotation.*;
            @Model public class Choice {
              @Compute public int f(int x) {
                return switch (x) { case 0: yield 10; case 1: x++; case 2: yield x; };
              }
            }
            """);
    Compilation compilation = compiler().compile(model);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining("does not cover all").inFile(model).onLine(5);
  }

  @Test
  void aTypeThatNeverComesIsReportedByTheCompilerAlone() {
    JavaFileObject model =
        JavaFileObjects.forSourceString(
            "demo.Lost",
            """
            package demo;
            import dev.kiln.annotation.*;
            @Model public class Lost {
              @Compute public double sum(Missing missing) { return 1; }
            }
            """);
    Compilation compilation = compiler().compile(model);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining("class Missing").inFile(model).onLine(4);
  }

  @Test
  void otherPartsOfAModelMayMentionWhatIsGenerated() {
    JavaFileObject model =
        JavaFileObjects.forSourceString(
            "demo.Self",
            """
            package demo;
            import dev.kiln.annotation.*;
            @Model public class Self {
              @Compute public double twice(double x) { return x + x; }
              static double check() { return new CompiledSelf().twice(2); }
              CompiledSelf compiled() { return new CompiledSelf(); }
            }
            """);
    assertThat(compiler().compile(model)).succeeded();
  }

  @Test
  void annotationsAreNotClaimed() {
    Witness witness = new Witness();
    Compilation compilation =
        Compiler.javac().withProcessors(new KilnProcessor(), witness).compile(COUNTER);
    assertThat(compilation).succeeded();
    assertTrue(witness.seen.contains("dev.kiln.annotation.Model"), witness.seen.toString());
    assertTrue(witness.seen.contains("dev.kiln.annotation.Compute"), witness.seen.toString());
  }

  /** Javac warns of annotations that no processor claims, which is the category left out above. */
  @Test
  void generatedSourcesCompileWithoutAnyWarning() {
    List<JavaFileObject> sources = new ArrayList<>(compile(COUNTER).generatedSourceFiles());
    sources.add(COUNTER);
    Compilation compilation =
        Compiler.javac().withOptions("-proc:none", "-Xlint:all", "-Werror").compile(sources);
    assertThat(compilation).succeededWithoutWarnings();
  }

  @Test
  void noSourceVersionIsTooNew() {
    assertEquals(SourceVersion.latestSupported(), new KilnProcessor().getSupportedSourceVersion());
  }

  @Test
  void gradleIsToldThatTheProcessorIsIsolating() throws IOException {
    String path = "META-INF/gradle/incremental.annotation.processors";
    try (InputStream in = KilnProcessor.class.getClassLoader().getResourceAsStream(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      assertEquals("dev.kiln.processor.KilnProcessor,isolating", text);
    }
  }

  @Test
  void theProcessorIsAService() {
    boolean found =
        ServiceLoader.load(Processor.class).stream()
            .anyMatch(provider -> provider.type() == KilnProcessor.class);
    assertTrue(found);
  }

  private static Compiler compiler() {
    return Compiler.javac().withProcessors(new KilnProcessor());
  }

  private static Compilation compile(JavaFileObject... files) {
    Compilation compilation =
        compiler().withOptions("-Xlint:all,-processing", "-Werror").compile(files);
    assertThat(compilation).succeeded();
    return compilation;
  }

  /** The names of the files in a folder. */
  static Set<String> names(Path directory) throws IOException {
    Set<String> names = new TreeSet<>();
    try (var files = Files.list(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  /** The sources that were generated, by the names of their classes. */
  static Map<String, String> generated(Compilation compilation) {
    Map<String, String> sources = new TreeMap<>();
    for (JavaFileObject file : compilation.generatedSourceFiles()) {
      String name = file.getName().replaceFirst("^/?SOURCE_OUTPUT/", "").replace(".java", "");
      try {
        sources.put(name, file.getCharContent(false).toString());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return sources;
  }

  /** Generates the record {@code demo.Pair} in the first round. */
  private static final class PairGenerator extends AbstractProcessor {
    private boolean done;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      if (!done) {
        done = true;
        try (Writer out = processingEnv.getFiler().createSourceFile("demo.Pair").openWriter()) {
          out.write("package demo; public record Pair(double first, double second) {}");
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
      return false;
    }
  }

  /** Notes the annotations that reach a processor behind Kiln's. */
  private static final class Witness extends AbstractProcessor {
    private final Set<String> seen = new TreeSet<>();

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      annotations.forEach(each -> seen.add(each.getQualifiedName().toString()));
      return false;
    }
  }
}
