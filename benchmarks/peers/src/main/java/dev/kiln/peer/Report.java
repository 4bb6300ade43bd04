package dev.kiln.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the workloads in all libraries in turn, and writes the figures as pages. */
@Command(
    name = "kiln-peers",
    mixinStandardHelpOptions = true,
    description = "Measures Kiln beside PyTorch and ONNX Runtime, each with one thread.")
public final class Report implements Callable<Integer> {
  @Option(
      names = "--workloads",
      split = ",",
      description = "Which to measure, such as MLP_1,CHAIN_4K; all without it.")
  private List<Workload> workloads = List.of(Workload.values());

  @Option(names = "--vectors", description = "Run Kiln's kernels on the Vector API.")
  private boolean vectors;

  @Option(names = "--forks", description = "How many JVMs for each (${DEFAULT-VALUE}).")
  private int forks = 2;

  @Option(names = "--seconds", description = "The time of an iteration (${DEFAULT-VALUE}).")
  private double seconds = 1;

  @Option(names = "--iterations", description = "After as many to warm up (${DEFAULT-VALUE}).")
  private int iterations = 5;

  @Option(names = "--check", description = "Compare the results only.")
  private boolean checkOnly;

  @Option(names = "--to", description = "The folder of the pages (${DEFAULT-VALUE}).")
  private Path folder = Path.of("target", "peers");

  /** Runs the command. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Report()).execute(arguments));
  }

  @Override
  public Integer call() throws RunnerException, IOException {
    Map<Workload, List<Library.Name>> able = check();
    if (checkOnly) {
      return 0;
    }
    Map<Workload, Map<Library.Name, Double>> times = new EnumMap<>(Workload.class);
    for (Map.Entry<Workload, List<Library.Name>> each : able.entrySet()) {
      times.put(each.getKey(), measure(each.getKey(), each.getValue()));
    }
    Figures figures = new Figures(times, vectors);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("peers.md"), figures.markdown(), StandardCharsets.UTF_8);
    Files.writeString(folder.resolve("peers.html"), figures.html(), StandardCharsets.UTF_8);
    System.out.println(figures.markdown());
    return 0;
  }

  /** Who can do what, after a comparison of the results. */
  private Map<Workload, List<Library.Name>> check() {
    Map<Workload, List<Library.Name>> able = new EnumMap<>(Workload.class);
    for (Library.Name name : Library.Name.values()) {
      try (Library library = name.open()) {
        for (Workload workload : workloads) {
          library
              .prepare(workload)
              .ifPresent(
                  task -> {
                    PeerBenchmark.checkAgainstKiln(workload, task.result());
                    able.computeIfAbsent(workload, key -> new ArrayList<>()).add(name);
                  });
        }
      }
    }
    System.out.println("The results agree: " + able);
    return able;
  }

  private Map<Library.Name, Double> measure(Workload workload, List<Library.Name> able)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(PeerBenchmark.class.getName())
            .param("workload", workload.name())
            .param("library", able.stream().map(Enum::name).toArray(String[]::new))
            .forks(forks)
            .warmupIterations(iterations)
            .warmupTime(TimeValue.milliseconds((long) (1000 * seconds)))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.milliseconds((long) (1000 * seconds)))
            .threads(1);
    if (vectors) {
      options.jvmArgsAppend("--add-modules", "jdk.incubator.vector");
    }
    Map<Library.Name, Double> times = new EnumMap<>(Library.Name.class);
    for (RunResult result : new Runner(options.build()).run()) {
      Library.Name name = Library.Name.valueOf(result.getParams().getParam("library"));
      double[] each =
          result.getBenchmarkResults().stream()
              .flatMap(fork -> fork.getIterationResults().stream())
              .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
              .sorted()
              .toArray();
      times.put(name, Arrays.stream(each).skip(each.length / 2).findFirst().orElseThrow());
    }
    return times;
  }
}
