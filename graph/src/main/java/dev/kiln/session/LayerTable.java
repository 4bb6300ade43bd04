package dev.kiln.session;

import dev.kiln.array.NdArray;
import dev.kiln.graph.Block;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The layers of a graph as a table for people: a line for each part of the model that has
 * parameters, in the order in which the graph uses them, with the shape of what comes out of it and
 * how many numbers its parameters are.
 *
 * <p>What comes out of a layer is the last value that is computed from a parameter of the layer and
 * from something else, such as {@code x.matmul(weight).add(bias)}.
 */
public final class LayerTable {
  private static final String MODEL = "(model)";

  private final Graph graph;
  private final Map<String, Dim> sizes = new HashMap<>();
  private final Map<String, Layer> layers = new LinkedHashMap<>();

  /** The parameters that a value is a form of: itself, transposed, reshaped, as another dtype. */
  private final Map<Value, Set<String>> forms = new HashMap<>();

  /** What is known of a layer so far. */
  private record Layer(ValueType output, Dim numbers) {}

  private LayerTable(Graph graph, Feeds state) {
    this.graph = graph;
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      bind(graph.inputType(i), state.values().get(input.name()));
      if (input.kind() == Graph.Kind.PARAMETER) {
        forms.put(graph.entry().parameters().get(i), Set.of(input.name()));
      }
    }
    follow(graph.entry().body());
  }

  /**
   * The table of a graph.
   *
   * @param state the parameters, as {@code FooGraphs.stateOf(model)} gives them: the sizes that
   *     they determine are numbers in the table, others are names as in the graph
   */
  public static String of(Graph graph, Feeds state) {
    return new LayerTable(graph, state).text();
  }

  private void bind(ValueType type, Object value) {
    if (type instanceof TensorType tensor && value instanceof NdArray array) {
      for (int axis = 0; axis < tensor.rank(); axis++) {
        int size = array.shape().size(axis);
        tensor.dims().get(axis).name().ifPresent(name -> sizes.put(name, Dim.of(size)));
      }
    }
  }

  private void follow(Block block) {
    for (Operation operation : block.operations()) {
      Set<String> used = new LinkedHashSet<>();
      boolean isForm = !operation.operands().isEmpty();
      for (Value operand : operation.operands()) {
        Set<String> of = forms.getOrDefault(operand, Set.of());
        isForm &= !of.isEmpty();
        used.addAll(of);
      }
      for (Value result : operation.results()) {
        boolean hasBlocks = !operation.blocks().isEmpty();
        if (isForm && !hasBlocks) {
          forms.put(result, used);
        } else if (!hasBlocks) {
          used.forEach(parameter -> layers.put(layer(parameter), output(parameter, result)));
        }
      }
      operation.blocks().forEach(this::follow);
    }
  }

  private Layer output(String parameter, Value result) {
    Layer known = layers.get(layer(parameter));
    return new Layer(result.type(), known == null ? numbers(layer(parameter)) : known.numbers());
  }

  private static String layer(String parameter) {
    int dot = parameter.lastIndexOf('.');
    return dot < 0 ? MODEL : parameter.substring(0, dot);
  }

  /** How many numbers the parameters of a layer are. */
  private Dim numbers(String layer) {
    Dim sum = Dim.of(0);
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      boolean isOwn = input.kind() == Graph.Kind.PARAMETER && layer(input.name()).equals(layer);
      if (isOwn && graph.inputType(i) instanceof TensorType tensor) {
        Dim product = Dim.of(1);
        for (Dim dim : tensor.withSizes(sizes).dims()) {
          product = product.times(dim);
        }
        sum = sum.plus(product);
      } else if (isOwn && graph.inputType(i).isFloating()) {
        sum = sum.plus(Dim.of(1));
      }
    }
    return sum;
  }

  private String text() {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"layer", "output", "parameters"});
    Dim all = Dim.of(0);
    for (Map.Entry<String, Layer> each : layers.entrySet()) {
      ValueType type = each.getValue().output();
      ValueType shown = type instanceof TensorType tensor ? tensor.withSizes(sizes) : type;
      Dim numbers = each.getValue().numbers();
      rows.add(new String[] {each.getKey(), shown.toString(), numbers.toString()});
      all = all.plus(numbers);
    }
    rows.add(new String[] {"all", "", all.toString()});
    int[] widths = new int[3];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    String format = "%-" + widths[0] + "s  %-" + widths[1] + "s  %" + widths[2] + "s";
    return rows.stream()
        .map(row -> format.formatted((Object[]) row).stripTrailing() + "\n")
        .collect(Collectors.joining());
  }
}
