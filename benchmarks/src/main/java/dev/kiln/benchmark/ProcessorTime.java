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
import java.util.function.ToDoubleFunction;
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
 * take turns, so that a busy machine slows all of them alike; with {@code -Dcpu=true} the time is
 * that of the compiling thread alone, which other programs slow less.
 */
public final class ProcessorTime {
  private static final int METHODS = 50;
  private static final int WARM_UPS = 25;
  private static final int WARM_ROUNDS = 25;
  private static final int COLD_ROUNDS = 7;

  private static final String MILLISECONDS = "%-38s%10.0f%10.1f%n";
  private static final String RATIO = "%-38s%10.2f%10.2f%n";

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

  /** The milliseconds of a compilation, and those of them that pass inside the processor. */
  private record Times(double all, double processor) {
    /** The processor beside javac, which all else is. */
    double ratio() {
      return processor / (all - processor);
    }
  }

  /** Measures; with the name of a way and a folder of generated code, that way once. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      Times times = measure(Way.valueOf(arguments[0]), sources(Path.of(arguments[1])));
      System.out.println(times.all() + " " + times.processor());
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

  private static void report(Map<Way, List<Times>> cold, Map<Way, List<Times>> warm) {
    System.out.printf("%d methods, ms%34s%10s%n", METHODS, "cold", "warm");
    for (Way way : Way.values()) {
      row(MILLISECONDS, way.description, cold, warm, all -> median(all.get(way)));
    }
    row(
        MILLISECONDS,
        "  of that inside the processor",
        cold,
        warm,
        all -> median(all.get(Way.ALL), Times::processor));
    row(
        RATIO,
        "inside the processor / rest",
        cold,
        warm,
        all -> middle(all.get(Way.ALL).stream().map(Times::ratio).toList()));
    ratio("everything / model and generated", cold, warm, Way.ALL, Way.GENERATED);
    ratio("processor only / model", cold, warm, Way.PROCESSOR_ONLY, Way.MODEL);
    ratio("everything / model", cold, warm, Way.ALL, Way.MODEL);
  }

  /** The median over the rounds of the ratio in each: what slows a round slows both parts. */
  private static void ratio(
      String name, Map<Way, List<Times>> cold, Map<Way, List<Times>> warm, Way way, Way base) {
    row(RATIO, name, cold, warm, all -> ratio(all.get(way), all.get(base)));
  }

  private static double ratio(List<Times> way, List<Times> base) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < way.size(); i++) {
      ratios.add(way.get(i).all() / base.get(i).all());
    }
    return middle(ratios);
  }

  private static void row(
      String format,
      String name,
      Map<Way, List<Times>> cold,
      Map<Way, List<Times>> warm,
      ToDoubleFunction<Map<Way, List<Times>>> value) {
    System.out.printf(
        Locale.ROOT, format, name, value.applyAsDouble(cold), value.applyAsDouble(warm));
  }

  private static Map<Way, List<Times>> warm(List<JavaFileObject> generated) throws IOException {
    Map<Way, List<Times>> times = new EnumMap<>(Way.class);
    for (int i = -WARM_UPS; i < WARM_ROUNDS; i++) {
      for (Way way : Way.values()) {
        Times each = measure(way, generated);
        if (i >= 0) {
          times.computeIfAbsent(way, key -> new ArrayList<>()).add(each);
        }
      }
    }
    return times;
  }

  private static Map<Way, List<Times>> cold(Path folder) throws IOException, InterruptedException {
    Map<Way, List<Times>> times = new EnumMap<>(Way.class);
    for (int i = 0; i < COLD_ROUNDS; i++) {
      for (Way way : Way.values()) {
        times.computeIfAbsent(way, key -> new ArrayList<>()).add(inFreshProcess(way, folder));
      }
    }
    return times;
  }

  private static Times inFreshProcess(Way way, Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcpu=" + Boolean.getBoolean("cpu"),
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
    String[] times = output.strip().split(" ", -1);
    return new Times(Double.parseDouble(times[0]), Double.parseDouble(times[1]));
  }

  private static double median(List<Times> times) {
    return median(times, Times::all);
  }

  private static double median(List<Times> times, ToDoubleFunction<Times> part) {
    return middle(times.stream().map(part::applyAsDouble).toList());
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static Times measure(Way way, List<JavaFileObject> generated) throws IOException {
    Path output = Files.createTempDirectory("processor-time");
    try {
      return compile(way, generated, output);
    } finally {
      delete(output);
    }
  }

  private static Times compile(Way way, List<JavaFileObject> generated, Path output)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> sources = new ArrayList<>();
    sources.add(source("Many.java", ManyMethods.source(METHODS)));
    if (way.withGenerated) {
      sources.addAll(generated);
    }
    Stopwatch inside = new Stopwatch();
    Stopwatch all = new Stopwatch();
    all.start();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, files, null, way.options, null, sources);
      task.setProcessors(
          way.processes() ? List.of(new TimedProcessor(processor(), inside)) : List.of());
      if (!task.call()) {
        throw new IllegalStateException("the model does not compile");
      }
    }
    all.stop();
    return new Times(all.milliseconds(), inside.milliseconds());
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
