package dev.kiln.example;

import dev.kiln.graph.Graph;
import dev.kiln.graph.text.DotPrinter;
import dev.kiln.graph.text.GraphPrinter;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the graph of a compute method. */
@Command(name = "graph", description = "Prints the graph of a compute method.")
final class GraphCommand implements Runnable {
  /** How a graph is written. */
  enum Format {
    TEXT,
    DOT
  }

  private static final Map<String, Supplier<Graph>> GRAPHS =
      new TreeMap<>(
          Map.of(
              "Counter.count", CounterGraphs::count,
              "Counter.countTensors", CounterGraphs::countTensors,
              "Digits.logits", DigitsGraphs::logits,
              "Digits.loss", DigitsGraphs::loss,
              "Digits.lossGradient", DigitsGraphs::lossGradient));

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.METHOD", description = "Such as Counter.count.")
  private String method;

  @Option(
      names = "--format",
      defaultValue = "TEXT",
      description = "How to write it: ${COMPLETION-CANDIDATES}.")
  private Format format;

  @Override
  public void run() {
    Supplier<Graph> graph = GRAPHS.get(method);
    if (graph == null) {
      throw new ParameterException(
          spec.commandLine(), "there is no graph " + method + "; there are " + GRAPHS.keySet());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT -> GraphPrinter.print(graph.get());
          case DOT -> DotPrinter.print(graph.get());
        });
    out.flush();
  }
}
