package dev.kiln.graph.text;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints graphs in the DOT language of Graphviz: a node for each operation, a cluster for each
 * block.
 */
public final class DotPrinter {
  private final StringBuilder text = new StringBuilder();
  private final Map<Value, String> nodes = new HashMap<>();
  private int next;
  private int depth = 1;

  private DotPrinter() {}

  /** The graph in DOT. */
  public static String print(Graph graph) {
    DotPrinter printer = new DotPrinter();
    printer.text.append("digraph ").append(GraphPrinter.quoted(graph.name())).append(" {\n");
    printer.function(graph.entry());
    graph.functions().forEach(printer::function);
    return printer.text.append("}\n").toString();
  }

  private void function(Function function) {
    nodes.clear();
    block(function.name(), function.body());
  }

  private void block(String title, Block block) {
    line("subgraph cluster_" + next++ + " {");
    depth++;
    line("label=" + GraphPrinter.quoted(title));
    for (Value parameter : block.parameters()) {
      String node = node(GraphPrinter.name(parameter) + ": " + parameter.type(), "ellipse");
      nodes.put(parameter, node);
    }
    block.operations().forEach(this::operation);
    String end = block.terminator().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    edges(block.terminator().operands(), node(end, "plaintext"));
    depth--;
    line("}");
  }

  private void operation(Operation operation) {
    String name =
        operation instanceof Operation.Apply apply
            ? apply.definition().name()
            : operation.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    StringBuilder label = new StringBuilder(name);
    operation
        .results()
        .forEach(r -> label.append(' ').append(GraphPrinter.name(r)).append(": ").append(r.type()));
    String node = node(label.toString(), "box");
    edges(operation.operands(), node);
    List<Block> blocks = operation.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      block(title(operation, i), blocks.get(i));
    }
    operation.results().forEach(result -> nodes.put(result, node));
  }

  private static String title(Operation operation, int block) {
    if (operation instanceof Operation.If) {
      return block == 0 ? "then" : "else";
    }
    if (operation instanceof Operation.Loop loop) {
      return loop.label() + (block == 0 ? ": condition" : ": body");
    }
    return operation instanceof Operation.Scope scope ? scope.label() : "block";
  }

  private void edges(List<Value> from, String to) {
    for (Value value : from) {
      line(nodes.get(value) + " -> " + to);
    }
  }

  private String node(String label, String shape) {
    String node = "n" + next++;
    line(node + " [shape=" + shape + ", label=" + GraphPrinter.quoted(label) + "]");
    return node;
  }

  private void line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
