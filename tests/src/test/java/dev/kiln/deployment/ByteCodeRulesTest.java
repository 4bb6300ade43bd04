package dev.kiln.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.Model;
import dev.kiln.example.Digits;
import dev.kiln.graph.Graph;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is deployed names all that it uses in its byte code, so that a shrinker, {@code jlink}, an
 * archive of classes and a compiler of native images see all of it without being told.
 */
class ByteCodeRulesTest {
  /** Classes that find code by name, make code, or leave Java. */
  private static final Pattern FORBIDDEN_TYPE =
      Pattern.compile(
          "java\\.lang\\.(reflect|invoke|foreign|instrument|module)\\..*"
              + "|(sun|com\\.sun|jdk)\\..*"
              + "|java\\.util\\.ServiceLoader"
              + "|java\\.security\\.AccessController"
              + "|java\\.beans\\..*|javax\\..*");

  /** Members that do, of classes that are harmless else. */
  private static final Pattern FORBIDDEN_MEMBER =
      Pattern.compile(
          "java\\.lang\\.Class\\.(forName|newInstance|get(Declared|Enclosing|Record|Permitted)?"
              + "(Methods?|Fields?|Constructors?|Classes|Annotations?|Components|Subclasses)"
              + "|getAnnotationsByType|getEnumConstants|getClassLoader|getModule|getResource.*)"
              + "|java\\.lang\\.ClassLoader\\..*|java\\.lang\\.Thread\\.(get|set)ContextClassLoader"
              + "|java\\.lang\\.(System|Runtime)\\.(load|loadLibrary|mapLibraryName)");

  /**
   * The three that javac writes for lambdas, concatenation and records. Their arguments name all
   * members in the class file, so nothing is looked up by a name that is made at run time: tools
   * rewrite them as other calls, and native images contain them.
   */
  private static final Set<String> ALLOWED_BOOTSTRAPS =
      Set.of(
          "java.lang.invoke.LambdaMetafactory.metafactory",
          "java.lang.invoke.StringConcatFactory.makeConcatWithConstants",
          "java.lang.runtime.ObjectMethods.bootstrap");

  /** The one choice at start: {@code InnerLoops} asks whether the module of the Vector API is. */
  private static final String VECTORS = "dev.kiln.kernel.InnerLoops";

  private static final Set<String> ALLOWED_TO_VECTORS =
      Set.of(
          "java.lang.Class.getModule",
          "java.lang.Module.addReads",
          "java.lang.module.Configuration",
          "java.lang.module.ResolvedModule");

  /** They are loaded where the Vector API is, which no deployed program has to have. */
  private static final Set<String> VECTOR_LOOPS =
      Set.of(
          "dev.kiln.kernel.VectorLoops",
          "dev.kiln.kernel.VectorProducts",
          "dev.kiln.kernel.elementwise.VectorFunctions");

  @Test
  void theRuntimeKeepsTheRules() throws IOException {
    List<ByteCode> runtime = classes(ThinCompiler.place(Tensor.class));
    assertTrue(runtime.size() > 100, "classes found: " + runtime.size());
    assertEquals(List.of(), violations(runtime));
  }

  /** For a switch over an enum of another file javac makes a class, of 700 bytes in the jar. */
  @Test
  void noClassOfTheRuntimeIsATableForSwitches() throws IOException {
    List<String> tables =
        classes(ThinCompiler.place(Tensor.class)).stream()
            .map(ByteCode::name)
            .filter(name -> name.matches(".*\\$\\d+"))
            .toList();
    assertEquals(List.of(), tables);
  }

  @Test
  void theAnnotationsKeepTheRules() throws IOException {
    assertEquals(List.of(), violations(classes(ThinCompiler.place(Model.class))));
  }

  @Test
  void generatedClassesKeepTheRules() throws IOException {
    ThinCompiler.Result result =
        ThinCompiler.compile(ThinModels.SOURCES, ThinCompiler.GRAPH, "-Akiln.verify");
    List<ByteCode> generated =
        result.classes().entrySet().stream()
            .filter(each -> isGenerated(each.getKey(), result.generated().keySet()))
            .map(each -> ByteCode.of(each.getValue()))
            .toList();
    assertTrue(generated.size() > 8, "classes found: " + generated.size());
    assertEquals(List.of(), violations(generated));
  }

  @Test
  void theExamplesGeneratedClassesKeepTheRules() throws IOException {
    List<ByteCode> generated =
        classes(ThinCompiler.place(Digits.class)).stream()
            .filter(each -> each.name().matches(".*\\.(Compiled\\w+|\\w+(Graphs|Parameters)).*"))
            .toList();
    assertTrue(generated.size() > 5, "classes found: " + generated.size());
    assertEquals(List.of(), violations(generated));
  }

  /** Whether or not graphs are generated as well. */
  @ParameterizedTest
  @ValueSource(strings = {"code", "text", "none"})
  void compiledModelsDoNotReachTheGraphs(String graphs) throws IOException {
    Set<String> forbidden = new TreeSet<>();
    classes(ThinCompiler.place(Graph.class)).forEach(each -> forbidden.add(each.name()));
    ThinCompiler.Result result =
        ThinCompiler.compile(ThinModels.SOURCES, ThinCompiler.GRAPH, "-Akiln.graphs=" + graphs);
    for (String name : result.generated().keySet()) {
      if (name.endsWith("Graphs") && !name.endsWith("SerializedGraphs")) {
        forbidden.add(name);
      }
    }
    assertEquals(graphs.equals("none"), !forbidden.contains("demo.NetGraphs"));
    result
        .classes()
        .forEach(
            (name, file) -> {
              if (!forbidden.contains(name)) {
                Set<String> reached = new TreeSet<>(ByteCode.of(file).types());
                reached.retainAll(forbidden);
                assertEquals(Set.of(), reached, name);
              }
            });
  }

  /** The rules find what they are about. */
  @Test
  void violationsAreFound() throws IOException {
    String source =
        """
        package demo;

        class Wrong {
          static native void call();

          static void all() throws Exception {
            Class.forName("demo.Right");
            System.loadLibrary("right");
            String.class.getMethod("length").invoke("");
            java.util.ServiceLoader.load(Runnable.class);
            java.lang.invoke.MethodHandles.lookup();
            java.lang.reflect.Proxy.getProxyClass(null);
            Thread.currentThread().getContextClassLoader().loadClass("demo.Right");
          }
        }
        """;
    ThinCompiler.Result result =
        ThinCompiler.compile(Map.of("demo.Wrong", source), ThinCompiler.RUNTIME);
    assertEquals(List.of(), result.errors());
    List<String> found = violations(List.of(ByteCode.of(result.classes().get("demo.Wrong"))));
    for (String each :
        List.of(
            "native method call",
            "java.lang.Class.forName",
            "java.lang.System.loadLibrary",
            "java.lang.Class.getMethod",
            "java.lang.reflect.Method",
            "java.util.ServiceLoader",
            "java.lang.invoke.MethodHandles",
            "java.lang.reflect.Proxy",
            "java.lang.Thread.getContextClassLoader",
            "java.lang.ClassLoader.loadClass")) {
      assertTrue(found.contains("demo.Wrong: " + each), each + " is not in " + found);
    }
  }

  private static boolean isGenerated(String type, Set<String> generated) {
    int nested = type.indexOf('$');
    return generated.contains(nested < 0 ? type : type.substring(0, nested));
  }

  private static List<String> violations(List<ByteCode> classes) {
    List<String> violations = new ArrayList<>();
    for (ByteCode each : classes) {
      if (VECTOR_LOOPS.contains(each.name())) {
        continue;
      }
      Consumer<String> report = what -> violations.add(each.name() + ": " + what);
      each.natives().forEach(name -> report.accept("native method " + name));
      Predicate<String> isAllowed =
          name -> each.name().equals(VECTORS) && ALLOWED_TO_VECTORS.contains(name);
      each.types().stream()
          .filter(FORBIDDEN_TYPE.asMatchPredicate().and(isAllowed.negate()))
          .forEach(report);
      each.members().stream()
          .filter(FORBIDDEN_MEMBER.asMatchPredicate().and(isAllowed.negate()))
          .forEach(report);
      each.bootstraps().stream().filter(name -> !ALLOWED_BOOTSTRAPS.contains(name)).forEach(report);
    }
    return violations;
  }

  private static List<ByteCode> classes(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return classesIn(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return classesIn(jar.getPath("/"));
    }
  }

  private static List<ByteCode> classesIn(Path root) throws IOException {
    List<ByteCode> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        if (!file.endsWith("module-info.class")) {
          classes.add(ByteCode.of(Files.readAllBytes(file)));
        }
      }
    }
    return classes;
  }
}
