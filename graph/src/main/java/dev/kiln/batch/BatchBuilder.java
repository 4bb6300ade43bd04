package dev.kiln.batch;

import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.Term;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.Dim;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.TensorType;
import java.util.List;

/**
 * Builds the graph of a batch: checks that all arguments have as many examples, and a loop that
 * calls the graph for one example.
 *
 * <pre>
 * double[] fBatch(double[] x) {
 *   int examples = x.length;
 *   double[] result = new double[examples];
 *   for (int example = 0; example &lt; examples; example++) {
 *     result[example] = f(x[example]);
 *   }
 *   return result;
 * }
 * </pre>
 */
final class BatchBuilder {
  private final Graph graph;
  private final Batch batch;
  private final Dim size;
  private final GraphBuilder builder;

  BatchBuilder(Graph graph, Batch batch) {
    this.graph = graph;
    this.batch = batch;
    this.size = Batching.size(graph);
    this.builder = new GraphBuilder(batch.name());
  }

  Graph build() {
    SourcePosition position = position();
    builder.block().at(position);
    BatchedInputs inputs = new BatchedInputs(builder, graph, batch, size);
    Term examples = inputs.requireSameNumber(position);
    if (returnsTensors() && !inputs.hasTensor()) {
      throw new UnsizedBatchException(
          graph.name() + " returns a tensor, but no tensor that it takes has a leading axis");
    }
    BatchedResults results = new BatchedResults(builder, graph, batch, size, examples);
    String called = addFunctions();
    List<Slot> slots =
        graph.entry().resultTypes().stream().map(type -> new Slot("", type)).toList();
    builder.whileLoop(
        carried -> carried.get(0).less(examples),
        carried -> {
          Term example = carried.get(0);
          note(example);
          List<Value> operands = inputs.of(example).stream().map(builder::value).toList();
          List<Value> values = builder.block().call(called, slots, operands);
          results.store(example, values.stream().map(builder::term).toList());
          return List.of(example.add(builder.constant(1)));
        },
        builder.name("example", builder.constant(0)));
    note(builder.constant(-1));
    results.addOutputs();
    return builder.build();
  }

  private void note(Term example) {
    List<Value> operands = List.of(builder.value(example));
    builder.block().perform(CheckOps.EXAMPLE, Attributes.NONE, operands);
  }

  private boolean returnsTensors() {
    return graph.entry().resultTypes().stream().anyMatch(TensorType.class::isInstance);
  }

  /** Adds the functions of the graph; gives the name of that for one example. */
  private String addFunctions() {
    List<String> taken = graph.functions().stream().map(Function::name).toList();
    String name = AddedNames.unused(graph.name() + "Example", taken);
    Function entry = graph.entry();
    builder.function(new Function(name, entry.body(), entry.resultTypes()));
    graph.functions().forEach(builder::function);
    return name;
  }

  /** Where the method begins. */
  private SourcePosition position() {
    return graph.entry().body().operations().stream()
        .map(Operation::position)
        .filter(SourcePosition::isKnown)
        .findFirst()
        .orElse(SourcePosition.UNKNOWN);
  }
}
