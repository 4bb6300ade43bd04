package dev.kiln.agreement;

import dev.kiln.testkit.run.Build;
import dev.kiln.testkit.run.InMemoryClasses;
import dev.kiln.testkit.run.ModelCompiler;
import dev.kiln.testkit.run.Problem;
import dev.kiln.testkit.run.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compiles sources with the processor, strictly, without touching the disk. */
public final class InMemoryCompiler {
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
  public static InMemoryClasses compile(Map<String, String> sources) {
    return compile(sources, "", List.of());
  }

  /** As above, with more options. */
  public static InMemoryClasses compile(Map<String, String> sources, List<String> more) {
    return compile(sources, "", more);
  }

  /**
   * Compiles and loads code that uses classes of an earlier compilation.
   *
   * @param library a folder with class files
   */
  public static InMemoryClasses compile(Map<String, String> sources, Path library) {
    return compile(sources, library.toString(), List.of());
  }

  private static InMemoryClasses compile(
      Map<String, String> sources, String library, List<String> more) {
    List<String> options = Stream.concat(STRICT.stream(), more.stream()).toList();
    List<SourceFile> files =
        sources.entrySet().stream()
            .map(each -> new SourceFile(each.getKey(), "", each.getValue()))
            .toList();
    Build build = new ModelCompiler(options, library).compile(files);
    if (!build.succeeded()) {
      throw new CompilationFailure(build.problems());
    }
    return build.classes();
  }

  /** The sources do not compile. */
  public static final class CompilationFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    CompilationFailure(List<Problem> problems) {
      super(Problem.list(problems));
    }
  }
}
