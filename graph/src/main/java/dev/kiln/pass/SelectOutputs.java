package dev.kiln.pass;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Keeps some of the outputs of a graph, in a given order, and what they need. */
public final class SelectOutputs {
  private SelectOutputs() {}

  /**
   * The graph with the given outputs only.
   *
   * @throws IllegalArgumentException if there is no such output
   */
  public static Graph run(Graph graph, List<String> outputs) {
    List<Integer> kept = new ArrayList<>();
    for (String output : outputs) {
      int index = graph.outputs().indexOf(output);
      if (index < 0) {
        throw new IllegalArgumentException(graph.name() + " has no output '" + output + "'");
      }
      kept.add(index);
    }
    Function copy = new Selector(kept).copy(graph.entry());
    List<ValueType> types = kept.stream().map(graph.entry().resultTypes()::get).toList();
    Function entry = new Function(copy.name(), copy.body(), types);
    return EliminateDeadCode.run(
        new Graph(graph.name(), graph.inputs(), outputs, entry, graph.functions()));
  }

  private static final class Selector extends GraphCopier {
    private final List<Integer> kept;

    Selector(List<Integer> kept) {
      this.kept = kept;
    }

    @Override
    protected Terminator copyTerminator(Terminator terminator, BlockBuilder target) {
      Terminator copy = super.copyTerminator(terminator, target);
      if (copy instanceof Terminator.Return exit) {
        List<Value> results = kept.stream().map(exit.operands()::get).toList();
        return new Terminator.Return(results);
      }
      return copy;
    }
  }
}
