package dev.kiln.fuzz.run;

import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.ProgramText;
import dev.kiln.processor.KilnProcessor;
import dev.kiln.testkit.run.MemoryFile;
import dev.kiln.testkit.run.MemoryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles many programs at once, each in a package of its own. Programs with errors are left out
 * and the others compiled again. Not for several threads at a time.
 */
public final class BatchCompiler implements AutoCloseable {
  private static final String PREFIX = "fuzz.p";

  /**
   * With few modules there are few in which javac looks for each name. The table of names that
   * javac otherwise keeps from compilation to compilation overflows after some 90,000 programs, and
   * javac then runs for ever.
   */
  private static final List<String> OPTIONS =
      List.of(
          "-proc:full",
          "-nowarn",
          "-XDignore.symbol.file",
          "-XDuseUnsharedTable",
          "-parameters",
          "--limit-modules=java.base,java.compiler",
          "-Akiln.verify=true",
          "-Akiln.warnings=off");

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final StandardJavaFileManager standard =
      compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);

  /** What became of one program: its classes, or the first error. */
  public record Outcome(Optional<LoadedProgram> loaded, String error) {}

  /** A main model and the files of its program. */
  private record Source(String name, Map<String, String> files) {}

  /** Whether a program is correct Java, apart from what Kiln would say. */
  public boolean isJava(Program program) {
    List<JavaFileObject> units = new ArrayList<>();
    ProgramText.files(program).forEach((name, text) -> units.add(unit(PREFIX + 0, name, text)));
    String path = System.getProperty("java.class.path");
    List<String> options = List.of("-proc:none", "-nowarn", "-cp", path);
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    return compiler.getTask(null, memoryFiles(), diagnostics, options, null, units).call();
  }

  /**
   * Compiles programs; the results are in their order.
   *
   * @param options of the processor, such as {@code -Akiln.graphs=text}
   */
  public List<Outcome> compile(List<Program> programs, List<String> options) {
    return compileSources(
        programs.stream()
            .map(program -> new Source(program.name(), ProgramText.files(program)))
            .toList(),
        options);
  }

  /** Compiles a program from one file with all its classes; see {@link ProgramText#file}. */
  public Outcome compile(String model, String file) {
    return compileSources(List.of(new Source(model, ProgramText.split(model, file))), List.of())
        .get(0);
  }

  /** Programs are never found on a path: what javac knows of them is in memory. */
  private MemoryFiles memoryFiles() {
    return new MemoryFiles(standard, packageName -> packageName.startsWith("fuzz."));
  }

  private List<Outcome> compileSources(List<Source> sources, List<String> more) {
    Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
    Map<Integer, Source> left = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      left.put(i, sources.get(i));
    }
    while (!left.isEmpty()) {
      Map<Integer, String> errors = attempt(left, outcomes, more);
      errors.forEach((index, error) -> outcomes.put(index, new Outcome(Optional.empty(), error)));
      left.keySet().removeAll(outcomes.keySet());
    }
    List<Outcome> ordered = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      ordered.add(outcomes.get(i));
    }
    return ordered;
  }

  /** The errors by program; where there are none, the outcomes are complete. */
  private Map<Integer, String> attempt(
      Map<Integer, Source> sources, Map<Integer, Outcome> outcomes, List<String> more) {
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach(
        (index, each) ->
            each.files().forEach((name, text) -> units.add(unit(PREFIX + index, name, text))));
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    MemoryFiles files = memoryFiles();
    List<String> options = new ArrayList<>(OPTIONS);
    if (Runtime.version().feature() < 21) {
      options.remove("-proc:full");
    }
    options.addAll(more);
    options.addAll(List.of("-cp", System.getProperty("java.class.path")));
    JavaCompiler.CompilationTask task =
        compiler.getTask(null, files, diagnostics, options, null, units);
    task.setProcessors(List.of(new KilnProcessor()));
    boolean succeeded = task.call();
    Map<Integer, String> errors = errors(diagnostics);
    if (succeeded) {
      Map<Integer, Map<String, byte[]>> classes = byProgram(files.classes());
      sources.forEach(
          (index, source) -> {
            var own = classes.getOrDefault(index, Map.of());
            var loaded = new LoadedProgram(PREFIX + index, source.name(), own);
            boolean isComplete = own.containsKey(PREFIX + index + "." + source.name() + "Graphs");
            outcomes.put(
                index,
                isComplete
                    ? new Outcome(Optional.of(loaded), "")
                    : new Outcome(Optional.empty(), "nothing was generated"));
          });
      return errors;
    }
    if (errors.isEmpty()) {
      throw new IllegalStateException("javac failed: " + diagnostics.getDiagnostics());
    }
    return errors;
  }

  /**
   * One source file.
   *
   * @param root the package of the program
   * @param name of the class below it
   */
  private static MemoryFile unit(String root, String name, String text) {
    int dot = name.lastIndexOf('.');
    String packageName = dot < 0 ? root : root + "." + name.substring(0, dot);
    String source = "package " + packageName + ";\n\n" + text.replace(Program.PACKAGE, root);
    return MemoryFile.source(root + "." + name, source);
  }

  private static Map<Integer, String> errors(DiagnosticCollector<JavaFileObject> diagnostics) {
    Map<Integer, String> errors = new LinkedHashMap<>();
    for (Diagnostic<? extends JavaFileObject> each : diagnostics.getDiagnostics()) {
      String text = each.getMessage(Locale.ROOT);
      // a warning, after which a model is not compiled
      boolean isLeftOut = text.contains("KILN-903");
      boolean counts = each.getKind() == Diagnostic.Kind.ERROR || isLeftOut;
      if (counts && each.getSource() != null) {
        String path = each.getSource().getName();
        errors.putIfAbsent(index(path), "line " + each.getLineNumber() + ": " + text);
      }
    }
    return errors;
  }

  /** The number of the program that a path or class name belongs to. */
  private static int index(String path) {
    String name = path.replace('/', '.');
    String rest = name.substring(name.indexOf(PREFIX) + PREFIX.length());
    return Integer.parseInt(rest.substring(0, rest.indexOf('.')));
  }

  private static Map<Integer, Map<String, byte[]>> byProgram(Map<String, byte[]> classes) {
    Map<Integer, Map<String, byte[]>> grouped = new LinkedHashMap<>();
    classes.forEach(
        (name, bytes) ->
            grouped.computeIfAbsent(index(name), key -> new LinkedHashMap<>()).put(name, bytes));
    return grouped;
  }

  @Override
  public void close() {
    try {
      standard.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
