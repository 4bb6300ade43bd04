package dev.kiln.processor.emit.entry;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.op.definition.Attribute;
import dev.kiln.type.Dim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which named sizes the functions of a graph need, for their own operations and for the functions
 * that they call. The entry binds the names; the functions are given them as further arguments.
 */
public final class FunctionSizes {
  private final Map<String, Set<String>> names = new HashMap<>();

  public FunctionSizes(Graph graph) {
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Function function : graph.functions()) {
        Set<String> own = names.computeIfAbsent(function.name(), key -> new TreeSet<>());
        int before = own.size();
        collect(function.body(), own);
        grows |= own.size() > before;
      }
    }
  }

  /** The names that the entry of a graph needs. */
  static Set<String> ofEntry(Graph graph) {
    Set<String> found = new TreeSet<>();
    new FunctionSizes(graph).collect(graph.entry().body(), found);
    return found;
  }

  /** The names that a function needs, in order. */
  public List<String> of(Function function) {
    return List.copyOf(names.get(function.name()));
  }

  private void collect(Block block, Set<String> found) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        apply.attributes().asMap().values().forEach(attribute -> collect(attribute, found));
      } else if (operation instanceof Operation.Call call) {
        found.addAll(names.getOrDefault(call.function(), Set.of()));
      }
      operation.blocks().forEach(inner -> collect(inner, found));
    }
  }

  private static void collect(Attribute attribute, Set<String> found) {
    if (attribute instanceof Attribute.Dims dims) {
      for (Dim dim : dims.dims()) {
        found.addAll(dim.names());
      }
    }
  }
}
