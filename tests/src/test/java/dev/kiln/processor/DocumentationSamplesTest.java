package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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

  private static final String IMPORTS =
      """
      package demo;
      import dev.kiln.annotation.*;
      import dev.kiln.annotation.Differentiable.Mode;
      import dev.kiln.autodiff.*;
      import dev.kiln.check.GradCheck;
      import dev.kiln.graph.GraphBuilder;
      import dev.kiln.nn.*;
      import dev.kiln.op.Term;
      import dev.kiln.session.*;
      import dev.kiln.tensor.*;
      import java.util.List;
      """;

  private static final String GIVEN =
      """
      Newton model = new Newton();
      Tensor x = Tensor.of(new float[] {1.5f, -0.5f});
      """;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/guide.md"})
  void samplesRun(String file) throws Exception {
    List<String> blocks = blocks(file);
    Sources sources = new Sources();
    StringBuilder statements = new StringBuilder();
    for (String block : blocks) {
      if (block.contains("class ")) {
        String name = block.replaceFirst("(?s).*?\\bclass (\\w+).*", "$1");
        sources.file("demo." + name, block.startsWith("package demo;") ? block : IMPORTS + block);
      } else {
        statements.append("{\n").append(block).append("}\n");
      }
    }
    boolean usesTensors = file.equals("docs/guide.md");
    sources.file(
        "demo.Samples",
        IMPORTS
            + "final class Samples {\n  static void run() throws Exception {\n"
            + (usesTensors ? GIVEN : "")
            + statements
            + "  }\n}\n");
    assertEquals("ran", sources.run("Samples.run();\nreturn \"ran\";\n"));
  }

  @Test
  void membersOfModelsCompile() throws Exception {
    List<String> members =
        blocks("docs/derivatives.md").stream().filter(each -> each.startsWith("@")).toList();
    assertFalse(members.isEmpty());
    for (int i = 0; i < members.size(); i++) {
      String body = members.get(i).replace("{ .. }", "{ return x[0] * a * n; }");
      String use = "@Compute @Differentiable double used(double a) { return root(a) * a; }\n";
      new Sources()
          .file(
              "demo.Sample" + i,
              IMPORTS
                  + "@Model\nclass Sample"
                  + i
                  + " {\n"
                  + body
                  + (body.contains("double root(") ? use : "")
                  + "}\n")
          .compile();
    }
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
              "docs/derivatives.md",
              "docs/guide.md"),
          withJava,
          "files with samples that this test knows");
    }
  }

  /** The tutorials show definitions of the tree: each block is in the file that it is from. */
  @ParameterizedTest
  @ValueSource(strings = {"docs/adding-an-operation.md", "docs/adding-a-pass.md"})
  void excerptsAreInTheTree(String file) throws IOException {
    StringBuilder tree = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("..", "runtime", "src", "main", "java"))) {
      for (Path each : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        tree.append(normalised(Files.readString(each)));
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
