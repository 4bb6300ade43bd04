package dev.kiln.autodiff.entry;

import dev.kiln.graph.Graph;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.type.ArrayType;
import java.util.HashMap;
import java.util.Map;

/**
 * How users write the inputs of a graph. A component of an array of records, {@code points.x} in
 * the graph, is {@code points[].x}: the first indices come before the component.
 */
final class InputPaths {
  /** The ranks of the arrays of records, by their names. */
  private final Map<String, Integer> recordArrays = new HashMap<>();

  InputPaths(Graph graph) {
    String suffix = "." + RecordLeaf.NON_NULL;
    for (int i = 0; i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i).name();
      if (name.endsWith(suffix) && graph.inputType(i) instanceof ArrayType type) {
        recordArrays.put(name.substring(0, name.length() - suffix.length()), type.rank());
      }
    }
  }

  String of(String input) {
    StringBuilder path = new StringBuilder();
    int brackets = 0;
    int from = 0;
    for (int dot = input.indexOf('.'); dot >= 0; dot = input.indexOf('.', dot + 1)) {
      path.append(input, from, dot);
      int rank = recordArrays.getOrDefault(input.substring(0, dot), brackets);
      path.append("[]".repeat(rank - brackets));
      brackets = rank;
      from = dot;
    }
    return path.append(input.substring(from)).toString();
  }

  /** The path of the whole array. */
  static String whole(String path) {
    int bracket = path.indexOf("[]");
    return bracket < 0 ? path : path.substring(0, bracket);
  }
}
