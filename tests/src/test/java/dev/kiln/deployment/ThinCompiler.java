package dev.kiln.deployment;

import dev.kiln.annotation.Model;
import dev.kiln.graph.Graph;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Build;
import dev.kiln.testkit.run.ModelCompiler;
import dev.kiln.testkit.run.Problem;
import dev.kiln.testkit.run.SourceFile;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  static Result compile(Map<String, String> sources, List<Path> libraries, String... options) {
    String path =
        libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    List<String> all = new ArrayList<>(List.of("--release", "17", "-Akiln.warnings=off"));
    all.addAll(List.of("-cp", path));
    all.addAll(List.of(options));
    List<SourceFile> files =
        sources.entrySet().stream()
            .map(each -> new SourceFile(each.getKey(), "", each.getValue()))
            .toList();
    Build build = new ModelCompiler(all).compile(files);
    return new Result(
        build.errors().stream().map(Problem::message).toList(),
        build.classes().classes(),
        build.classes().generatedSources());
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
