package dev.kiln.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * Compiles a model of 50 methods in four ways, and prints how long each takes: cold, as the first
 * compilation of a fresh JVM (the median of several), and warm, in one JVM after many. The ways
 * take turns, so that a busy machine slows all of them alike.
 */
public final class ProcessorTime {
  private static final int METHODS = 50;
  private static final int WARM_UPS = 25;
  private static final int WARM_ROUNDS = 25;
  private static final int COLD_ROUNDS = 5;

  private ProcessorTime() {}

  /** A way to compile the model. */
  private enum Way {
    MODEL("javac, model alone", List.of(), false),
    PROCESSOR_ONLY("with the processor, -proc:only", List.of("-proc:only"), false),
    GENERATED("javac, model and generated code", List.of(), true),
    ALL("with the processor, everything", List.of(), false);

    private final String description;
    private final List<String> options;
    private final boolean withGenerated;

    Way(String description, List<String> options, boolean withGenerated) {
      this.description = description;
      this.options = options;
      this.withGenerated = withGenerated;
    }

    boolean processes() {
      return this == PROCESSOR_ONLY || this == ALL;
    }
  }

  /** Measures; with the name of a way and a folder of generated code, that way once. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      List<JavaFileObject> generated = sources(Path.of(arguments[1]));
      System.out.println(milliseconds(Way.valueOf(arguments[0]), generated));
      return;
    }
    Path folder = Files.createTempDirectory("processor-time-generated");
    try {
      compile(Way.PROCESSOR_ONLY, List.of(), folder);
      report(cold(folder), warm(sources(folder)));
    } finally {
      delete(folder);
    }
  }

  private static void report(Map<Way, Double> cold, Map<Way, Double> warm) {
    System.out.printf("%d methods, ms%34s%10s%n", METHODS, "cold", "warm");
    for (Way way : Way.values()) {
      System.out.printf(
          Locale.ROOT, "%-38s%10.0f%10.1f%n", way.description, cold.get(way), warm.get(way));
    }
    ratio("processor only / model", cold, warm, Way.PROCESSOR_ONLY, Way.MODEL);
    ratio("everything / model", cold, warm, Way.ALL, Way.MODEL);
    ratio("everything / model and generated", cold, warm, Way.ALL, Way.GENERATED);
  }

  private static void ratio(
      String name, Map<Way, Double> cold, Map<Way, Double> warm, Way way, Way base) {
    System.out.printf(
        Locale.ROOT,
        "%-38s%10.2f%10.2f%n",
        name,
        cold.get(way) / cold.get(base),
        warm.get(way) / warm.get(base));
  }

  private static Map<Way, Double> warm(List<JavaFileObject> generated) throws IOException {
    Map<Way, List<Double>> times = new EnumMap<>(Way.class);
    for (int i = -WARM_UPS; i < WARM_ROUNDS; i++) {
      for (Way way : Way.values()) {
        double time = milliseconds(way, generated);
        if (i >= 0) {
          times.computeIfAbsent(way, key -> new ArrayList<>()).add(time);
        }
      }
    }
    return medians(times);
  }

  private static Map<Way, Double> cold(Path folder) throws IOException, InterruptedException {
    Map<Way, List<Double>> times = new EnumMap<>(Way.class);
    for (int i = 0; i < COLD_ROUNDS; i++) {
      for (Way way : Way.values()) {
        double time = inFreshProcess(way, folder);
        times.computeIfAbsent(way, key -> new ArrayList<>()).add(time);
      }
    }
    return medians(times);
  }

  private static double inFreshProcess(Way way, Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ProcessorTime.class.getName(),
                way.name(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(way + " failed");
    }
    return Double.parseDouble(output.strip());
  }

  private static Map<Way, Double> medians(Map<Way, List<Double>> times) {
    Map<Way, Double> medians = new EnumMap<>(Way.class);
    times.forEach(
        (way, each) -> {
          List<Double> sorted = each.stream().sorted().toList();
          medians.put(way, sorted.get(sorted.size() / 2));
        });
    return medians;
  }

  private static double milliseconds(Way way, List<JavaFileObject> generated) throws IOException {
    Path output = Files.createTempDirectory("processor-time");
    try {
      return compile(way, generated, output);
    } finally {
      delete(output);
    }
  }

  private static double compile(Way way, List<JavaFileObject> generated, Path output)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> sources = new ArrayList<>();
    sources.add(source("Many.java", ManyMethods.source(METHODS)));
    if (way.withGenerated) {
      sources.addAll(generated);
    }
    long start = System.nanoTime();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, files, null, way.options, null, sources);
      task.setProcessors(way.processes() ? List.of(processor()) : List.of());
      if (!task.call()) {
        throw new IllegalStateException("the model does not compile");
      }
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** A new one each time, as a build has it. */
  private static Processor processor() {
    return ServiceLoader.load(Processor.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> each.getClass().getName().startsWith("dev.kiln."))
        .findFirst()
        .orElseThrow();
  }

  private static List<JavaFileObject> sources(Path folder) throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.sorted().toList()) {
        sources.add(source(each.getFileName().toString(), Files.readString(each)));
      }
    }
    return sources;
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(URI.create("memory:///" + name), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
