package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Java in the documentation compiles with the processor, and runs. A block with {@code class}
 * is a file, with the usual imports unless it states its own; one that begins with an annotation
 * has members of a model; any other has statements, which run after those before them. What the
 * text takes for granted is in {@link #GIVEN}.
 */
class DocumentationSamplesTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** Of a class that is no part of a text in a test. */
  private static final Pattern DECLARATION =
      Pattern.compile("^(?!assertThat|String)[^\"]*\\bclass \\w+");

  private static final String IMPORTS =
      """
      package demo;
      import dev.kiln.annotation.*;
      import dev.kiln.annotation.Differentiable.Mode;
      import dev.kiln.autodiff.*;
      import dev.kiln.batch.*;
      import dev.kiln.graph.Graph;
      import dev.kiln.graph.GraphBuilder;
      import dev.kiln.kernel.Parallelism;
      import dev.kiln.nn.*;
      import dev.kiln.op.Term;
      import dev.kiln.session.*;
      import dev.kiln.tensor.*;
      import dev.kiln.testkit.*;
      import dev.kiln.type.*;
      import java.util.List;
      import java.util.function.*;
      import org.junit.jupiter.api.Test;
      import static dev.kiln.testkit.ModelAssertions.*;
      """;

  private static final String GIVEN =
      """
      Newton model = new Newton();
      Tensor x = Tensor.of(new float[] {1.5f, -0.5f});
      """;

  /** A differentiable method that calls the one with a rule of its own. */
  private static final String USE =
      "@Compute @Differentiable double used(double a) { return root(a) * a; }\n";

  private static final String POINTS =
      """
      Page model = new Page();
      CompiledPage compiled = new CompiledPage();
      double[] x = {0.6, -1.3};
      double[] v = {0.5, 2};
      double[] u = {-1, 0.25, 3};
      """;

  /** For each method that the page shows without a check. */
  private static final String CHECKS =
      """
      GradCheck.at(2.0, model::used).gradient(compiled.usedGradient(2.0).a());
      // the step that is not differentiated is 1 / (1 + 0.5 * 0.5) = 0.8
      GradCheck.at(0.5, p -> p * p * 0.8).gradient(compiled.scaledLossGradient(0.5).x());
      Tensor at = Tensor.of(new float[] {0.5f, -2});
      GradCheck.at(at, p -> p.tanh().sum()).gradient(compiled.signsGradient(at).x());
      GradCheck.at(0.3, p -> model.swing(p, 200)).gradient(compiled.swingGradient(0.3, 200).angle());
      GradCheck.at(2.0, p -> model.cooled(p, 1.5)).gradient(compiled.cooledGradient(2.0, 1.5).heat());
      GradCheck.at(x, p -> model.simulate(p.clone(), 5))
          .gradient(compiled.simulateGradient(x.clone(), 5).state());
      GradCheck.at(v, p -> model.loss(p, x, u, 0.1)).gradient(compiled.lossGradient(v, x, u, 0.1).weights());
      """;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/guide.md", "docs/testing-your-models.md"})
  void samplesRun(String file) throws Exception {
    List<String> blocks = blocks(file);
    Sources sources = new Sources();
    StringBuilder statements = new StringBuilder();
    for (String block : blocks) {
      if (DECLARATION.matcher(block).find()) {
        String name = block.replaceFirst("(?s).*?\\bclass (\\w+).*", "$1");
        sources.file("demo." + name, block.startsWith("package demo;") ? block : IMPORTS + block);
      } else {
        statements.append("{\n").append(block).append("}\n");
      }
    }
    assertEquals("ran", run(sources, (file.equals("docs/guide.md") ? GIVEN : "") + statements));
  }

  private static Object run(Sources sources, String statements) throws Exception {
    sources.file(
        "demo.Samples",
        IMPORTS
            + "final class Samples {\n  static void run() throws Exception {\n"
            + statements
            + "  }\n}\n");
    return sources.run("Samples.run();\nreturn \"ran\";\n");
  }

  /**
   * The members of models that the page on derivatives shows are one model; what each of its
   * differentiable methods of numbers gives as its gradient is compared with differences.
   */
  @Test
  void derivativesAreAsDocumented() throws Exception {
    assertEquals("ran", runPage("docs/derivatives.md", USE, POINTS, CHECKS));
  }

  /** As above; the page has assertions of its own. */
  @Test
  void batchesAreAsDocumented() throws Exception {
    assertEquals("ran", runPage("docs/batching.md", "", "", ""));
  }

  private static Object runPage(String page, String more, String before, String after)
      throws Exception {
    StringBuilder members = new StringBuilder();
    StringBuilder statements = new StringBuilder();
    for (String block : blocks(page)) {
      if (block.startsWith("@")) {
        members.append(block);
      } else {
        statements.append("{\n").append(block).append("}\n");
      }
    }
    Sources sources =
        new Sources()
            .file("demo.Page", IMPORTS + "@Model\nclass Page {\n" + members + more + "}\n");
    return run(sources, before + statements + after);
  }

  @Test
  void everyBlockOfJavaIsOfAKnownKind() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "docs"))) {
      List<String> withJava = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = "docs/" + file.getFileName();
        if (!blocks(name).isEmpty()) {
          withJava.add(name);
        }
      }
      assertEquals(
          List.of(
              "docs/adding-a-pass.md",
              "docs/adding-an-operation.md",
              "docs/batching.md",
              "docs/data.md", // checked by DataPageTest of the module data
              "docs/derivatives-inside-models.md", // checked by InnerDerivativePageTest
              "docs/derivatives.md",
              "docs/generated-code.md", // checked by GeneratedCodePageTest
              "docs/guide.md",
              "docs/layers.md", // checked by LayersTest of the module nn
              "docs/testing-your-models.md",
              "docs/training.md", // checked by TrainingPageTest of the module nn
              "docs/weights.md"), // checked by WeightsPageTest of the module formats
          withJava,
          "files with samples that this test knows");
    }
  }

  /** The tutorials show definitions of the tree: each block is in the file that it is from. */
  @ParameterizedTest
  @ValueSource(strings = {"docs/adding-an-operation.md", "docs/adding-a-pass.md"})
  void excerptsAreInTheTree(String file) throws IOException {
    StringBuilder tree = new StringBuilder();
    for (String module : List.of("runtime", "graph")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path each : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          tree.append(normalised(Files.readString(each)));
        }
      }
    }
    for (String block : blocks(file)) {
      assertEquals(true, tree.indexOf(normalised(block)) >= 0, block);
    }
  }

  private static String normalised(String code) {
    return code.replaceAll("\\s+", "");
  }

  private static List<String> blocks(String file) throws IOException {
    Matcher matcher =
        BLOCK.matcher(Files.readString(Path.of("..").resolve(file)).replace("\r\n", "\n"));
    List<String> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }
}
