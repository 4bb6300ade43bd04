package dev.kiln.testkit.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles sources with Kiln's processor without touching the disk.
 *
 * @param options for the compiler
 * @param library what stands before the class path of the tests; empty where nothing does
 */
public record ModelCompiler(List<String> options, String library) {
  private static final String PROCESSOR = "dev.kiln.processor.KilnProcessor";

  public ModelCompiler {
    options = List.copyOf(options);
  }

  /** Compiles with options. */
  public ModelCompiler(List<String> options) {
    this(options, "");
  }

  /**
   * Compiles.
   *
   * @throws IllegalStateException if there is no compiler, or no processor
   */
  public Build compile(List<SourceFile> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("tests of models need a JDK: this JVM has no Java compiler");
    }
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> all = new ArrayList<>(List.of("-cp", classPath()));
    all.addAll(options);
    Map<String, SourceFile> byPath = new HashMap<>();
    List<JavaFileObject> units = new ArrayList<>();
    for (SourceFile each : sources) {
      byPath.put("/" + each.path(), each);
      units.add(MemoryFile.source(each.className(), each.header() + each.text()));
    }
    try (StandardJavaFileManager standard =
            compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8);
        MemoryFiles files = new MemoryFiles(standard)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, files, diagnostics, all, null, units);
      task.setProcessors(List.of(processor()));
      boolean succeeded = task.call();
      List<Problem> problems =
          diagnostics.getDiagnostics().stream().map(each -> problem(each, byPath)).toList();
      InMemoryClasses classes = new InMemoryClasses(files.classes(), files.generatedSources());
      return new Build(succeeded, problems, classes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That of the tests, on whichever path they run. */
  private String classPath() {
    return Stream.of(
            library,
            System.getProperty("java.class.path", ""),
            System.getProperty("jdk.module.path", ""))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** A new one, found as compilers find it: its module exports nothing. */
  private static Processor processor() {
    return ServiceLoader.load(Processor.class, ModelCompiler.class.getClassLoader()).stream()
        .filter(each -> each.type().getName().equals(PROCESSOR))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Kiln's processor is not on the class path of the tests: kiln-testkit brings"
                        + " kiln-processor with it, unless the build leaves it out"))
        .get();
  }

  private static Problem problem(
      Diagnostic<? extends JavaFileObject> diagnostic, Map<String, SourceFile> sources) {
    String message = diagnostic.getMessage(Locale.ROOT);
    JavaFileObject file = diagnostic.getSource();
    if (file == null) {
      return Problem.of(diagnostic.getKind(), "", 0, 0, message, "");
    }
    String name = file.getName();
    SourceFile source = sources.get(name);
    long line = diagnostic.getLineNumber();
    long column = diagnostic.getColumnNumber();
    if (source != null && line == 1) {
      column -= source.header().length();
    }
    String text = source == null ? "" : source.line(line);
    return Problem.of(
        diagnostic.getKind(), name.replaceFirst("^/", ""), line, column, message, text);
  }
}
