package dev.kiln.autodiff.jacobian;

import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.Term;
import java.util.List;

/**
 * A graph that another graph, built around it, calls many times on the same arguments, which hold
 * the same each time.
 */
final class Callee {
  private final GraphBuilder outer;
  private final Function function;
  private final Contents contents;

  /**
   * @param name of the function
   * @param contents of the arguments that the graph writes
   */
  Callee(GraphBuilder outer, Graph graph, String name, Contents contents) {
    this.outer = outer;
    this.function = new Function(name, graph.entry().body(), graph.entry().resultTypes());
    this.contents = contents;
    outer.function(function);
  }

  List<Term> call(List<Term> arguments) {
    contents.restore();
    List<Slot> slots = function.resultTypes().stream().map(type -> new Slot("", type)).toList();
    List<Value> values = arguments.stream().map(outer::value).toList();
    return outer.block().call(function.name(), slots, values).stream().map(outer::term).toList();
  }
}
