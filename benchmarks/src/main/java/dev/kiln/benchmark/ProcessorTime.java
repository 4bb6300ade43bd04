package dev.kiln.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles a model of 50 methods with and without the processor, in turn, and prints the medians
 * and their ratio. What the processor generates is compiled too, and counted.
 */
public final class ProcessorTime {
  private static final int METHODS = 50;
  private static final int WARM_UPS = 15;
  private static final int ROUNDS = 25;

  private ProcessorTime() {}

  /** Measures. */
  public static void main(String[] arguments) throws IOException {
    for (int i = 0; i < WARM_UPS; i++) {
      seconds(true);
      seconds(false);
    }
    double[] with = new double[ROUNDS];
    double[] without = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      with[i] = seconds(true);
      without[i] = seconds(false);
    }
    System.out.printf(
        Locale.ROOT,
        "%d methods: %.1f ms with the processor, %.1f ms without, ratio %.2f%n",
        METHODS,
        1000 * median(with),
        1000 * median(without),
        median(with) / median(without));
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double seconds(boolean withProcessor) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path output = Files.createTempDirectory("processor-time");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      long start = System.nanoTime();
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, files, null, List.of(), null, List.of(source()));
      task.setProcessors(withProcessor ? List.of(processor()) : List.of());
      if (!task.call()) {
        throw new IllegalStateException("the model does not compile");
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      delete(output);
    }
  }

  /** A new one each time, as a build has it. */
  private static Processor processor() {
    return ServiceLoader.load(Processor.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> each.getClass().getName().startsWith("dev.kiln."))
        .findFirst()
        .orElseThrow();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static JavaFileObject source() {
    return new SimpleJavaFileObject(URI.create("memory:///Many.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return model();
      }
    };
  }

  /** Methods as models have them: loops, branches, arrays, helpers. */
  private static String model() {
    StringBuilder text =
        new StringBuilder(
            """
            import dev.kiln.annotation.Compute;
            import dev.kiln.annotation.Model;

            @Model
            public class Many {
              double scale = 0.5;

              double shrink(double x) {
                return x > 10 ? x * scale : x;
              }
            """);
    for (int i = 0; i < METHODS; i++) {
      text.append(
          """

            @Compute
            public double method%d(double[] a, int n) {
              double sum = 0;
              for (int i = 0; i < n; i++) {
                if (a[i %% a.length] < 0) {
                  continue;
                }
                sum += Math.sqrt(a[i %% a.length]) * (i + %d);
                sum = shrink(sum);
                if (sum > 1e6) {
                  return sum;
                }
              }
              double product = 1;
              while (product < sum) {
                product *= 1.5;
                sum -= n * 0.25;
              }
              return sum + product;
            }
          """
              .formatted(i, i));
    }
    return text.append("}\n").toString();
  }
}
