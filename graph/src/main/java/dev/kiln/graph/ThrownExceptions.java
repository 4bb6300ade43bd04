package dev.kiln.graph;

import java.util.ArrayList;
import java.util.List;

/** The exceptions that the code of a graph throws, wherever it is. */
public final class ThrownExceptions {
  private final List<Terminator.Throw> found = new ArrayList<>();

  private ThrownExceptions() {}

  /** Those of a graph and of all that it calls. */
  public static List<Terminator.Throw> of(Graph graph) {
    ThrownExceptions exceptions = new ThrownExceptions();
    exceptions.collect(graph.entry().body());
    graph.functions().forEach(each -> exceptions.collect(each.body()));
    return exceptions.found;
  }

  private void collect(Block block) {
    for (Operation operation : block.operations()) {
      operation.blocks().forEach(this::collect);
    }
    if (block.terminator() instanceof Terminator.Throw end) {
      found.add(end);
    }
  }
}
