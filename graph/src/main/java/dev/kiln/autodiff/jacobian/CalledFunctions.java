package dev.kiln.autodiff.jacobian;

import dev.kiln.graph.Function;
import dev.kiln.graph.GraphBuilder;
import java.util.HashSet;
import java.util.Set;

/** The functions that code under construction calls; their names differ, also across graphs. */
final class CalledFunctions {
  private final GraphBuilder graph;
  private final Set<String> added = new HashSet<>();
  private final Set<String> taken;

  CalledFunctions(GraphBuilder graph) {
    this(graph, new HashSet<>());
  }

  private CalledFunctions(GraphBuilder graph, Set<String> taken) {
    this.graph = graph;
    this.taken = taken;
  }

  /** Those of another graph, whose functions are added to this one when it is built. */
  CalledFunctions of(GraphBuilder other) {
    return new CalledFunctions(other, taken);
  }

  void add(Function function) {
    taken.add(function.name());
    if (added.add(function.name())) {
      graph.function(function);
    }
  }

  /** A name that no function has. */
  String fresh(String name) {
    String fresh = name;
    while (!taken.add(fresh)) {
      fresh += "_";
    }
    return fresh;
  }
}
