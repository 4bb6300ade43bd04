package dev.kiln.benchmarks;

import dev.kiln.processor.KilnProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * How long the processor takes on a model with 50 methods, beside javac's own time for the same
 * sources: the model alone without the processor, and with it. Medians after a warm-up.
 */
public final class ProcessorTime {
  private static final int METHODS = 50;
  private static final int RUNS = 15;
  private static final int WARM_UP = 10;

  private ProcessorTime() {}

  /** Prints the times and their ratio. */
  public static void main(String[] arguments) {
    List<Double> plain = new ArrayList<>();
    List<Double> processed = new ArrayList<>();
    for (int i = 0; i < WARM_UP + RUNS; i++) {
      double without = compile(false);
      double with = compile(true);
      if (i >= WARM_UP) {
        plain.add(without);
        processed.add(with);
      }
    }
    double without = median(plain);
    double with = median(processed);
    System.out.printf(
        "javac alone on the model and its generated sources: %.1f ms%n"
            + "javac with the processor on the model: %.1f ms%nratio: %.2f%n",
        without, with, with / without);
  }

  private static double median(List<Double> times) {
    double[] sorted = times.stream().mapToDouble(time -> time).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Compiles the model; without the processor, together with the sources that it generated. */
  private static double compile(boolean process) {
    try {
      Path output = Files.createTempDirectory("kiln");
      List<String> options =
          new ArrayList<>(List.of("-d", output.toString(), "-proc:none", "-nowarn"));
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      List<JavaFileObject> sources = new ArrayList<>(List.of(source("Many", model())));
      if (process) {
        options.remove("-proc:none");
      } else {
        sources.addAll(generated(compiler));
      }
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, null, null, options, null, sources);
      if (process) {
        task.setProcessors(List.of(new KilnProcessor()));
      }
      long start = System.nanoTime();
      if (!task.call()) {
        throw new IllegalStateException("the model does not compile");
      }
      double time = (System.nanoTime() - start) / 1e6;
      delete(output);
      return time;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sources that the processor makes of the model. */
  private static List<JavaFileObject> generated(JavaCompiler compiler) throws IOException {
    Path output = Files.createTempDirectory("kiln");
    JavaCompiler.CompilationTask task =
        compiler.getTask(
            null,
            null,
            null,
            List.of("-d", output.toString(), "-proc:only"),
            null,
            List.of(source("Many", model())));
    task.setProcessors(List.of(new KilnProcessor()));
    task.call();
    List<JavaFileObject> sources = new ArrayList<>();
    for (String name : List.of("CompiledMany", "ManyGraphs", "ManyParameters")) {
      sources.add(source(name, Files.readString(output.resolve(name + ".java"))));
    }
    delete(output);
    return sources;
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static String model() {
    StringBuilder text =
        new StringBuilder(
            """
            import dev.kiln.annotation.Compute;
            import dev.kiln.annotation.Model;
            @Model
            public class Many {
            """);
    for (int i = 0; i < METHODS; i++) {
      text.append(
          """
            @Compute
            public double method%d(double[] x, int n) {
              double sum = %d;
              for (int i = 0; i < n; i++) {
                if (x[i] < 0) {
                  continue;
                }
                double y = x[i] * x[i] + Math.sin(sum);
                while (y > 1) {
                  y = y / 2 - 0.1;
                  if (y < -3) {
                    break;
                  }
                }
                sum += y > 0.5 ? y : -y;
              }
              return sum;
            }
          """
              .formatted(i, i));
    }
    return text.append("}\n").toString();
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
