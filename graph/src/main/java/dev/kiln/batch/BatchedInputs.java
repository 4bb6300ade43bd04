package dev.kiln.batch;

import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.SelectionOps;
import dev.kiln.op.SliceOps;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.Dim;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of the graph of a batch, and those of one example. A record that has a leading axis is
 * an array of records, which has an input more than the record: it tells which elements are there.
 */
final class BatchedInputs {
  private final GraphBuilder builder;
  private final Graph graph;
  private final Batch batch;
  private final Dim size;

  /** The inputs by their names in the graph for one example. */
  private final Map<String, Term> terms = new LinkedHashMap<>();

  /** Those of them that have a leading axis. */
  private final Set<String> batched = new LinkedHashSet<>();

  /** Which elements of arrays that were records are there. */
  private final List<Term> present = new ArrayList<>();

  /** One input for each argument with a leading axis, by the name of the argument. */
  private final Map<String, Term> witnesses = new LinkedHashMap<>();

  BatchedInputs(GraphBuilder builder, Graph graph, Batch batch, Dim size) {
    this.builder = builder;
    this.graph = graph;
    this.batch = batch;
    this.size = size;
    batch.arguments().forEach(this::addArgument);
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      if (input.kind() == Graph.Kind.ARGUMENT && !terms.containsKey(input.name())) {
        addBatched(input.name(), input.name(), graph.inputType(i));
      } else if (batch.fields().containsKey(input.name())) {
        addBatched(input.name(), batch.fields().get(input.name()), graph.inputType(i));
      }
    }
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      if (!terms.containsKey(input.name())) {
        terms.put(input.name(), builder.input(input.name(), graph.inputType(i), input.kind()));
      }
    }
  }

  private void addArgument(Batch.Argument argument) {
    boolean isBatched = batch.over().contains(argument.name());
    ValueType type = isBatched ? BatchedTypes.of(argument.type(), size) : argument.type();
    Set<String> ofExample = new LinkedHashSet<>();
    RecordLeaf.of(argument.name(), argument.type(), false)
        .forEach(leaf -> ofExample.add(leaf.path()));
    for (RecordLeaf leaf : RecordLeaf.of(argument.name(), type, false)) {
      Term term = builder.input(leaf.path(), CodedType.decoded(leaf.type()));
      if (isBatched) {
        witnesses.putIfAbsent(argument.name(), term);
      }
      if (!ofExample.contains(leaf.path())) {
        present.add(term);
      } else {
        terms.put(leaf.path(), term);
        if (isBatched) {
          batched.add(leaf.path());
        }
      }
    }
  }

  private void addBatched(String name, String called, ValueType type) {
    Term term = builder.input(called, BatchedTypes.of(type, size));
    terms.put(name, term);
    batched.add(name);
    witnesses.put(called, term);
  }

  /** Whether a tensor has a leading axis. */
  boolean hasTensor() {
    return batched.stream().anyMatch(each -> terms.get(each).type() instanceof TensorType);
  }

  /**
   * Adds the checks that all have as many examples; gives their number.
   *
   * @param position of the method
   */
  Term requireSameNumber(SourcePosition position) {
    List<String> names = new ArrayList<>(witnesses.keySet());
    if (names.isEmpty()) {
      throw new IllegalArgumentException(graph.name() + " has no input with a leading axis");
    }
    String first = names.get(0);
    Term examples = builder.name("examples", length(witnesses.get(first)));
    for (String other : names.subList(1, names.size())) {
      Value expected = builder.value(examples);
      Value actual = builder.value(length(witnesses.get(other)));
      Value equal = builder.value(examples.equalTo(builder.term(actual)));
      builder
          .block()
          .ifElse(
              equal,
              List.of(),
              (block, none) -> new Terminator.Yield(List.of()),
              (block, none) ->
                  new Terminator.Throw(
                      "java.lang.IllegalArgumentException",
                      List.of(
                          batch.name() + ": " + first + " has ",
                          " examples, but " + other + " has ",
                          ""),
                      List.of(expected, actual),
                      position));
    }
    return examples;
  }

  private Term length(Term term) {
    return term.type() instanceof TensorType
        ? term.apply(
            SliceOps.DIMENSION, Attributes.of("axis", new Attribute.Integer(0)), List.of(term))
        : term.apply(ArrayOps.ARRAY_LENGTH, Attributes.NONE, List.of(term));
  }

  /** Adds what takes the inputs of one example, in the order of the graph for it. */
  List<Term> of(Term example) {
    for (Term each : present) {
      Value isPresent = builder.value(load(each, example));
      builder.block().perform(CheckOps.REQUIRE_NON_NULL, Attributes.NONE, List.of(isPresent));
    }
    List<Term> inputs = new ArrayList<>();
    for (Graph.Input input : graph.inputs()) {
      Term term = terms.get(input.name());
      inputs.add(batched.contains(input.name()) ? load(term, example) : term);
    }
    return inputs;
  }

  private static Term load(Term all, Term example) {
    return all.apply(
        all.type() instanceof ArrayType ? ArrayOps.ARRAY_LOAD : SelectionOps.GET,
        Attributes.NONE,
        List.of(all, example));
  }
}
