package dev.kiln.processor.emit.workspace;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.text.GraphPrinter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The functions that have a method in the class already. Graphs of one model call the same ones:
 * {@code fJacobian} and {@code fJacobianInto}, or the method and its derivatives. One method does
 * for all where the functions, all that they call and the slots of their memory are the same.
 */
public final class SharedFunctions {
  private final Map<List<String>, String> methods = new HashMap<>();

  /** The functions of one graph. */
  public final class Of {
    private final Map<String, Function> functions = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final WorkspaceAllocation workspace;

    public Of(Graph graph, WorkspaceAllocation workspace) {
      this.workspace = workspace;
      graph.functions().forEach(each -> functions.put(each.name(), each));
    }

    /** The method for a function that is there already. */
    public Optional<String> known(Function function) {
      return Optional.ofNullable(methods.get(content(function)));
    }

    public void put(Function function, String method) {
      methods.put(content(function), method);
    }

    /** All that decides what the method of a function does. */
    private List<String> content(Function function) {
      Set<String> reached = new LinkedHashSet<>();
      reach(function.name(), reached);
      List<String> content = new ArrayList<>();
      for (String each : reached) {
        content.add(
            texts.computeIfAbsent(
                each,
                name ->
                    GraphPrinter.print(functions.get(name))
                        + workspace.slotsOf(functions.get(name))));
      }
      return content;
    }

    private void reach(String name, Set<String> reached) {
      if (reached.add(name)) {
        reach(functions.get(name).body(), reached);
      }
    }

    private void reach(Block block, Set<String> reached) {
      for (Operation operation : block.operations()) {
        if (operation instanceof Operation.Call call) {
          reach(call.function(), reached);
        }
        operation.blocks().forEach(inner -> reach(inner, reached));
      }
    }
  }
}
