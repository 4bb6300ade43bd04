package dev.kiln.agreement;

import dev.kiln.fuzz.run.MemoryFile;
import dev.kiln.fuzz.run.MemoryFiles;
import dev.kiln.processor.KilnProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources with the processor, strictly, without touching the disk. */
final class InMemoryCompiler {
  /**
   * Every warning is an error, in generated sources too. The names of parameters are kept, since
   * sessions are fed by name.
   */
  private static final List<String> STRICT =
      List.of(lint(), "-Werror", "-parameters", "-Akiln.verify=true", "-Akiln.warnings=off");

  /**
   * Since JDK 20 javac warns of compound assignments that narrow, which some programs are about;
   * what Kiln generates has no such assignment.
   */
  private static String lint() {
    String lint = "-Xlint:all,-processing";
    return Runtime.version().feature() >= 20 ? lint + ",-lossy-conversions" : lint;
  }

  private InMemoryCompiler() {}

  /**
   * Compiles and loads.
   *
   * @param sources from qualified class names to files
   * @throws CompilationFailure with the diagnostics
   */
  static InMemoryClasses compile(Map<String, String> sources) throws IOException {
    return compile(sources, "", List.of());
  }

  /** As above, with more options. */
  static InMemoryClasses compile(Map<String, String> sources, List<String> more)
      throws IOException {
    return compile(sources, "", more);
  }

  /**
   * Compiles and loads code that uses classes of an earlier compilation.
   *
   * @param library a folder with class files
   */
  static InMemoryClasses compile(Map<String, String> sources, Path library) throws IOException {
    return compile(sources, library + File.pathSeparator, List.of());
  }

  private static InMemoryClasses compile(
      Map<String, String> sources, String classPath, List<String> more) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options = new ArrayList<>(STRICT);
    options.addAll(more);
    options.add("-cp");
    options.add(classPath + System.getProperty("java.class.path"));
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(MemoryFile.source(name, text)));
    try (StandardJavaFileManager standard =
            compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8);
        MemoryFiles files = new MemoryFiles(standard)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, files, diagnostics, options, null, units);
      task.setProcessors(List.of(new KilnProcessor()));
      if (!task.call()) {
        throw new CompilationFailure(diagnostics.getDiagnostics());
      }
      return new InMemoryClasses(files.classes(), files.generatedSources());
    }
  }

  /** The sources do not compile. */
  static final class CompilationFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    CompilationFailure(List<?> diagnostics) {
      super(text(diagnostics));
    }

    private static String text(List<?> diagnostics) {
      StringBuilder text = new StringBuilder();
      diagnostics.forEach(each -> text.append(each).append('\n'));
      return text.toString();
    }
  }
}
