package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that was refused compiles once it is corrected, over what is in the output folders. */
class CorrectedModelTest {
  private static final String RECORD = "demo/CompiledArea$SizeGradient";

  @TempDir private Path folder;

  private Path sources;
  private Path classes;
  private Path generated;

  private void writeModel(String body) throws IOException {
    Files.writeString(
        sources.resolve("Area.java"),
        "package demo; import dev.kiln.annotation.*;\n"
            + "@Model public class Area {\n"
            + "  @Compute @Differentiable public double size(double x, double y) { return "
            + body
            + "; }\n}\n");
  }

  /** What the compiler says; nothing where it compiles. */
  private String compile(boolean readsGenerated) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = generated + java.io.File.pathSeparator + sources.getParent();
    List<String> options = new ArrayList<>(List.of("-implicit:class", "-nowarn"));
    options.addAll(List.of("-d", classes.toString(), "-s", generated.toString()));
    options.addAll(List.of("-sourcepath", readsGenerated ? path : sources.getParent().toString()));
    String libraries = System.getProperty("java.class.path");
    options.addAll(List.of("-cp", classes + java.io.File.pathSeparator + libraries));
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> all = Files.list(sources)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              said,
              files,
              null,
              options,
              null,
              files.getJavaFileObjectsFromPaths(all.sorted().toList()));
      task.setProcessors(List.of(new KilnProcessor()));
      return task.call() ? "" : said.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aModelThatWasRefusedCompilesAgain(boolean readsGenerated) throws IOException {
    sources = Files.createDirectories(folder.resolve("sources/demo"));
    classes = Files.createDirectory(folder.resolve("classes"));
    generated = Files.createDirectory(folder.resolve("generated"));
    Files.writeString(
        sources.resolve("User.java"),
        "package demo; class User { CompiledArea.SizeGradient last; }\n");
    writeModel("x * y");
    assertEquals("", compile(readsGenerated));
    assertTrue(Files.exists(classes.resolve(RECORD + ".class")));
    writeModel("x * Math.random()");
    String said = compile(readsGenerated);
    assertTrue(said.contains("KILN-203") && said.contains("1 error"), said);
    if (Runtime.version().feature() < 23) {
      assertFalse(Files.exists(classes.resolve(RECORD + ".class")), "the class file of the record");
    }
    writeModel("Math.sin(x) * y");
    assertEquals("", compile(readsGenerated));
    assertTrue(Files.exists(classes.resolve(RECORD + ".class")));
  }
}
