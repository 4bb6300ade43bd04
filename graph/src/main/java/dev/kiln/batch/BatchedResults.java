package dev.kiln.batch;

import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The results of a batch: an array for each result of one example, or a stack of tensors, which are
 * joined at the end. The array of records that a record becomes has an array more than the record:
 * it tells which elements are there.
 */
final class BatchedResults {
  private final GraphBuilder builder;
  private final Graph graph;

  /** What gathers each output of the batched graph. */
  private final Map<String, Term> gathered = new LinkedHashMap<>();

  /** The types of these outputs. */
  private final Map<String, ValueType> types = new LinkedHashMap<>();

  /** Adds what allocates memory for the results of so many examples. */
  BatchedResults(GraphBuilder builder, Graph graph, Batch batch, Dim size, Term examples) {
    this.builder = builder;
    this.graph = graph;
    if (batch.result().isPresent()) {
      ValueType type = BatchedTypes.of(batch.result().get(), size);
      String name = RecordLeaf.hasRecords(type) ? "" : graph.outputs().get(0);
      RecordLeaf.of(name, type, false).forEach(leaf -> types.put(leaf.path(), leaf.type()));
    } else {
      for (int i = 0; i < graph.outputs().size(); i++) {
        ValueType type = BatchedTypes.of(graph.entry().resultTypes().get(i), size);
        types.put(graph.outputs().get(i), type);
      }
    }
    types.forEach(
        (name, type) -> {
          String last = name.substring(name.lastIndexOf('.') + 1);
          gathered.put(name, builder.name(last + "Batch", allocate(type, examples)));
        });
  }

  private Term allocate(ValueType type, Term examples) {
    if (type instanceof TensorType tensor) {
      TensorType row = tensor.withDims(tensor.dims().subList(1, tensor.rank()));
      return apply(StackOps.STACK_NEW, StackOps.attributes(row, "a batch keeps its results"));
    }
    return apply(ArrayOps.ARRAY_NEW, Attributes.of("type", new Attribute.Type(type)), examples);
  }

  private Term apply(OpDefinition operation, Attributes attributes, Term... operands) {
    List<Value> values = Stream.of(operands).map(builder::value).toList();
    return builder.term(builder.block().apply("", operation, attributes, values));
  }

  private void perform(OpDefinition operation, Term... operands) {
    List<Value> values = Stream.of(operands).map(builder::value).toList();
    builder.block().perform(operation, Attributes.NONE, values);
  }

  /**
   * Adds what keeps the results of one example.
   *
   * @param results in the order of the graph for it
   */
  void store(Term example, List<Term> results) {
    for (int i = 0; i < results.size(); i++) {
      Term target = gathered.get(graph.outputs().get(i));
      if (target == null) { // whether a record of tensors is there, which has no place in the batch
        perform(CheckOps.REQUIRE_NON_NULL, results.get(i));
      } else if (target.type() instanceof ArrayType) {
        perform(ArrayOps.ARRAY_STORE, target, example, results.get(i));
      } else {
        perform(StackOps.STACK_PUSH, target, results.get(i));
      }
    }
    gathered.forEach(
        (name, target) -> {
          if (!graph.outputs().contains(name)) { // a record that is always there
            perform(ArrayOps.ARRAY_STORE, target, example, builder.constant(true));
          }
        });
  }

  /** Adds what joins the results, as outputs. */
  void addOutputs() {
    gathered.forEach(
        (name, term) -> {
          boolean isTensor = types.get(name) instanceof TensorType;
          builder.output(name, isTensor ? joined(term, (TensorType) types.get(name)) : term);
        });
  }

  private Term joined(Term stack, TensorType type) {
    Attributes attributes =
        Attributes.of("dtype", new Attribute.ElementType(type.dtype()))
            .with("dims", new Attribute.Dims(type.dims()));
    return apply(StackOps.STACK_JOIN, attributes, stack);
  }
}
