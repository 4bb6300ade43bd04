package dev.kiln.batch;

import dev.kiln.graph.Graph;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is made of a graph for one example.
 *
 * @param name of the batched graph
 * @param arguments those of the method that the graph was made from, with records as they are; an
 *     argument {@code p} that is a record has the inputs {@code p.x}, {@code p.y}
 * @param over which arguments and other inputs have a leading axis; what the graph takes beside the
 *     arguments and fields of the model, such as cotangents, always has one
 * @param fields the names that inputs other than arguments get where they are in {@code over}
 * @param result the one result of the method, where it is a record; empty where the outputs of the
 *     graph are results of their own
 */
public record Batch(
    String name,
    List<Argument> arguments,
    Set<String> over,
    Map<String, String> fields,
    Optional<ValueType> result) {
  public Batch {
    arguments = List.copyOf(arguments);
    over = Set.copyOf(over);
    fields = Map.copyOf(fields);
  }

  /** An argument of a method. */
  public record Argument(String name, ValueType type) {}

  /** The batch of a graph without records, whose inputs are all arguments. */
  static Batch of(Graph graph, Set<String> over) {
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (graph.inputs().get(i).kind() == Graph.Kind.ARGUMENT) {
        arguments.add(new Argument(graph.inputs().get(i).name(), graph.inputType(i)));
      }
    }
    return new Batch(graph.name() + "Batch", arguments, over, Map.of(), Optional.empty());
  }

  /** The argument that an input of the graph is, or is a part of. */
  Optional<Argument> argument(String input) {
    return arguments.stream()
        .filter(each -> input.equals(each.name()) || input.startsWith(each.name() + "."))
        .findFirst();
  }

  /** The leaves of an argument of one example. */
  static List<RecordLeaf> leaves(Argument argument) {
    return RecordLeaf.of(argument.name(), argument.type(), false);
  }
}
