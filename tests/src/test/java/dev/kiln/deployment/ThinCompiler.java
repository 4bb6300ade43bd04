package dev.kiln.deployment;

import dev.kiln.annotation.Model;
import dev.kiln.fuzz.run.MemoryFile;
import dev.kiln.fuzz.run.MemoryFiles;
import dev.kiln.graph.Graph;
import dev.kiln.processor.KilnProcessor;
import dev.kiln.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles models as a project does that depends on some of Kiln's modules. */
final class ThinCompiler {
  /** What a deployed program depends on. */
  static final List<Path> RUNTIME = List.of(place(Model.class), place(Tensor.class));

  /** What a program depends on that runs graphs. */
  static final List<Path> GRAPH =
      Stream.concat(RUNTIME.stream(), Stream.of(place(Graph.class))).toList();

  private ThinCompiler() {}

  /**
   * What the compiler made of the sources.
   *
   * @param errors the messages of errors
   * @param classes from class names to class files
   * @param generated from class names to sources
   */
  record Result(List<String> errors, Map<String, byte[]> classes, Map<String, String> generated) {}

  /** Compiles sources by class name with the processor and these libraries on the class path. */
  static Result compile(Map<String, String> sources, List<Path> libraries, String... options)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    String path =
        libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    List<String> all = new ArrayList<>(List.of("--release", "17", "-Akiln.warnings=off"));
    all.addAll(List.of("-cp", path));
    all.addAll(List.of(options));
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(MemoryFile.source(name, text)));
    try (StandardJavaFileManager standard =
            compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8);
        MemoryFiles files = new MemoryFiles(standard)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, files, diagnostics, all, null, units);
      task.setProcessors(List.of(new KilnProcessor()));
      task.call();
      List<String> errors =
          diagnostics.getDiagnostics().stream()
              .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
              .map(each -> each.getMessage(Locale.ROOT))
              .toList();
      return new Result(errors, files.classes(), files.generatedSources());
    }
  }

  /** The jar or the folder that a class comes from. */
  static Path place(Class<?> member) {
    try {
      return Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
