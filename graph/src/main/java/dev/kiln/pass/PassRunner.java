package dev.kiln.pass;

import dev.kiln.graph.Graph;
import java.util.List;
import java.util.Set;

/**
 * Runs the passes of a stage. Nothing else runs passes; so whatever is to be done with each of them
 * (dump, verify, time) is done by an observer of this.
 */
public final class PassRunner {

  /** Looks at graphs after each pass. */
  @FunctionalInterface
  public interface Observer {
    /**
     * A pass is through.
     *
     * @param nanoseconds how long it took
     */
    void after(Pass pass, Graph graph, long nanoseconds);
  }

  private static final PassRunner UNOBSERVED =
      new PassRunner(Set.of(), (pass, graph, nanoseconds) -> {});

  private final Set<String> leftOut;
  private final Observer observer;

  /**
   * Runs all passes but some.
   *
   * @param leftOut their names; none of them is needed
   * @throws IllegalArgumentException if there is no such pass, or if it is needed
   */
  public PassRunner(Set<String> leftOut, Observer observer) {
    for (String name : leftOut) {
      if (Passes.all().stream().noneMatch(pass -> pass.name().equals(name) && !pass.isNeeded())) {
        throw new IllegalArgumentException("no pass '" + name + "' that can be left out");
      }
    }
    this.leftOut = Set.copyOf(leftOut);
    this.observer = observer;
  }

  /** Runs all passes, and nobody looks. */
  public static PassRunner unobserved() {
    return UNOBSERVED;
  }

  /** The graph after the passes of a stage. */
  public Graph run(Stage stage, Graph graph) {
    Graph result = graph;
    for (Pass pass : passes(stage)) {
      long start = System.nanoTime();
      result = pass.transform().apply(result);
      observer.after(pass, result, System.nanoTime() - start);
    }
    return result;
  }

  private List<Pass> passes(Stage stage) {
    return Passes.of(stage).stream().filter(pass -> !leftOut.contains(pass.name())).toList();
  }
}
