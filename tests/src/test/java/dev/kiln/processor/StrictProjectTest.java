package dev.kiln.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.palantir.javapoet.JavaFile;
import dev.kiln.annotation.Model;
import dev.kiln.graph.Graph;
import dev.kiln.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ordinary compiler with {@code -Xlint:all -Werror}, on each JDK that is installed. */
class StrictProjectTest {
  private static final Map<String, String> PROJECT =
      Map.of(
          "Numbers",
          """
          package demo;
          import dev.kiln.annotation.Compute;
          import dev.kiln.annotation.Differentiable;
          import dev.kiln.annotation.Differentiable.Mode;
          import dev.kiln.annotation.Model;
          import dev.kiln.annotation.Parameter;
          /** Scalars, arrays and all modes. */
          @Model public class Numbers {
            @Parameter double a = 1;
            @Parameter float b = 2;
            /** A model. */
            public Numbers() {}
            /** A number. @param x a number @param y numbers @return a number */
            @Compute @Differentiable(modes = {
                Mode.GRADIENT, Mode.HESSIAN, Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN_DIAGONAL})
            public double number(double x, double[] y) {
              double sum = 0;
              for (int i = 0; i < y.length; i++) { sum += a * x * y[i] * y[i] + b; }
              return sum;
            }
            /** Numbers. @param x numbers @param n a number @return numbers */
            @Compute @Differentiable(modes = {Mode.JVP, Mode.VJP, Mode.JACOBIAN})
            public double[] numbers(double[][] x, int n) {
              double[] result = new double[n];
              for (int i = 0; i < n; i++) { result[i] = fall(x[i], i) * a; }
              return result;
            }
            static double fall(double[] x, int n) { return n <= 0 ? x[0] : x[0] * fall(x, n - 1); }
          }
          """,
          "Layer",
          """
          package demo;
          import dev.kiln.annotation.Compute;
          import dev.kiln.annotation.Differentiable;
          import dev.kiln.annotation.Model;
          import dev.kiln.annotation.Parameter;
          import dev.kiln.annotation.Shape;
          import dev.kiln.tensor.Tensor;
          /** Tensors. */
          @Model public class Layer {
            @Parameter @Shape("n, m") Tensor w;
            /** A model. @param n a size @param m a size */
            public Layer(int n, int m) { w = Tensor.zeros(n, m); }
            /** A loss. @param x a tensor @return a scalar */
            @Compute @Differentiable @Shape("")
            public Tensor loss(@Shape("batch, n") Tensor x) { return x.matmul(w).tanh().square().mean(); }
          }
          """,
          "Whole",
          """
          package demo;
          import dev.kiln.annotation.Compute;
          import dev.kiln.annotation.Differentiable;
          import dev.kiln.annotation.Model;
          import dev.kiln.annotation.Shape;
          import dev.kiln.tensor.Tensor;
          /** Nested models, records and arrays of them. */
          @Model public class Whole {
            /** A point. @param x a number @param y a number */
            public record Point(double x, double y) {}
            Layer layer = new Layer(2, 3);
            /** A model. */
            public Whole() {}
            /** A loss. @param x a tensor @return a scalar */
            @Compute @Differentiable @Shape("")
            public Tensor loss(@Shape("batch, 2") Tensor x) { return layer.loss(x).add(1); }
            /** A centre. @param points points @return a point */
            @Compute public Point centre(Point[] points) {
              double x = 0;
              double y = 0;
              for (Point each : points) { x += each.x(); y += each.y(); }
              return new Point(x / points.length, y / points.length);
            }
          }
          """,
          "Reviewed",
          """
          package demo;
          /** An annotation of the user's own. */
          @Reviewed public @interface Reviewed {}
          """);

  private static final String WITNESS =
      """
      package other;
      import java.util.Set;
      import javax.annotation.processing.*;
      import javax.lang.model.SourceVersion;
      import javax.lang.model.element.TypeElement;
      @SupportedAnnotationTypes("*")
      public class Witness extends AbstractProcessor {
        @Override public SourceVersion getSupportedSourceVersion() { return SourceVersion.latest(); }
        @Override public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
          processingEnv.getMessager().printMessage(
              javax.tools.Diagnostic.Kind.NOTE, "witness of " + round.getRootElements());
          return false;
        }
      }
      """;

  @TempDir private Path folder;

  /** The JDKs at hand: the one that runs, and those that {@code .ci/run} finds as well. */
  static List<Path> jdks() throws IOException {
    List<Path> jdks = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    Optional.ofNullable(System.getenv("JAVA_HOME_25")).map(Path::of).ifPresent(jdks::add);
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> all = Files.list(installed)) {
        all.filter(each -> each.getFileName().toString().contains("-25-")).forEach(jdks::add);
      }
    }
    return jdks.stream()
        .filter(each -> Files.exists(each.resolve("bin/javac")))
        .distinct()
        .toList();
  }

  private static String path(Class<?>... classes) {
    return Arrays.stream(classes)
        .map(each -> new File(each.getProtectionDomain().getCodeSource().getLocation().getPath()))
        .map(File::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static final String LIBRARY = path(Model.class, Tensor.class, Graph.class);
  private static final String PROCESSOR =
      path(KilnProcessor.class, Model.class, Tensor.class, Graph.class, JavaFile.class);

  private String javac(Path jdk, Map<String, String> sources, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/javac").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-d", Files.createDirectories(folder.resolve("classes")).toString()));
    Path directory = Files.createDirectories(folder.resolve("sources"));
    for (Map.Entry<String, String> each : sources.entrySet()) {
      Path file = directory.resolve(each.getKey() + ".java");
      command.add(Files.writeString(file, each.getValue()).toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() == 0 ? output : "failed: " + output;
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void modelsOfAllKindsGiveNoWarning(Path jdk) throws Exception {
    assertEquals(
        "",
        javac(jdk, PROJECT, "-Xlint:all", "-Werror", "-cp", LIBRARY, "-processorpath", PROCESSOR));
  }

  /** The annotations of test frameworks, for example. */
  @ParameterizedTest
  @MethodSource("jdks")
  void sourcesWithoutModelsGiveNoWarning(Path jdk) throws Exception {
    Map<String, String> sources = Map.of("Reviewed", PROJECT.get("Reviewed"));
    assertEquals(
        "",
        javac(jdk, sources, "-Xlint:all", "-Werror", "-cp", LIBRARY, "-processorpath", PROCESSOR));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void processorsForAllAnnotationsRunBesideKiln(Path jdk) throws Exception {
    assertEquals("", javac(jdk, Map.of("Witness", WITNESS), "-proc:none"));
    Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
    Files.writeString(services.resolve("javax.annotation.processing.Processor"), "other.Witness\n");
    String both = PROCESSOR + File.pathSeparator + folder.resolve("classes");
    String said = javac(jdk, PROJECT, "-cp", LIBRARY, "-processorpath", both);
    assertTrue(said.contains("witness of [demo."), said);
    assertTrue(said.contains("Numbers"), said);
    assertTrue(said.contains("demo.CompiledNumbers"), said);
  }
}
