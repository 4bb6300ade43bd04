package dev.kiln.processor.frontend;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import com.sun.source.util.Trees;
import dev.kiln.annotation.Model;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.read.ModelReader;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** The graphs of a model's methods as the front end makes them, before any pass. */
final class LoweredGraphs extends AbstractProcessor {
  private final List<String> graphs = new ArrayList<>();

  private LoweredGraphs() {}

  private static final Pattern POSITION = Pattern.compile(" @ \"[^\"]*\" \\d+ \\d+");

  static void assertLowers(String members, String functions) {
    assertEquals(functions, of(members));
  }

  /** The functions of the only method of a model with these members, without positions. */
  private static String of(String members) {
    LoweredGraphs lowered = new LoweredGraphs();
    Compilation compilation =
        Compiler.javac()
            .withProcessors(lowered)
            .compile(
                JavaFileObjects.forSourceString(
                    "demo.Sample",
                    "package demo;\nimport dev.kiln.annotation.*;\nimport dev.kiln.tensor.*;\n"
                        + "@Model class Sample {\n"
                        + members
                        + "\n}\n"));
    assertThat(compilation).succeeded();
    String graph = POSITION.matcher(String.join("", lowered.graphs)).replaceAll("");
    return graph.substring(graph.indexOf("  function"), graph.lastIndexOf('}')).indent(-2);
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(Model.class.getName());
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    SourceAccess sources =
        SourceAccess.of(
            processingEnv.getElementUtils(),
            processingEnv.getTypeUtils(),
            Trees.instance(processingEnv));
    for (TypeElement type : ElementFilter.typesIn(round.getElementsAnnotatedWith(Model.class))) {
      ModelReader.Reading reading = ModelReader.read(sources, type);
      for (ComputeMethod method : reading.model().methods()) {
        Lowering lowering =
            MethodLowering.lower(
                sources,
                new ModelGraphs(sources, (of, graph, derivative) -> Optional.empty()),
                reading.model(),
                method);
        graphs.add(GraphPrinter.print(lowering.graph().orElseThrow()));
      }
    }
    return false;
  }
}
