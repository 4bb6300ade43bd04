package dev.kiln.autodiff.prepare;

import dev.kiln.graph.Graph;
import dev.kiln.pass.CommonSubexpressions;
import dev.kiln.pass.EliminateDeadCode;
import dev.kiln.pass.Inline;
import dev.kiln.pass.LowerExits;

/** The form of a graph that reverse mode takes. */
public final class PreparedPrimal {
  private PreparedPrimal() {}

  /** The same program without early exits and without what derivatives need not look at. */
  public static Graph of(Graph graph) {
    Graph plain =
        CommonSubexpressions.run(EliminateDeadCode.run(LowerExits.run(Inline.run(graph))));
    return RunningExtrema.run(plain);
  }
}
