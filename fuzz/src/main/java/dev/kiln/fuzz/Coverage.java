package dev.kiln.fuzz;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Nodes;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import java.util.Map;
import java.util.TreeMap;

/** How often programs contained each construct, and their graphs each operation. */
final class Coverage {
  private final Map<String, Integer> constructs = new TreeMap<>();
  private final Map<String, Integer> operations = new TreeMap<>();

  /** From constructs to how many of them there were. */
  Map<String, Integer> constructs() {
    return constructs;
  }

  /** From operations to how often graphs apply them. */
  Map<String, Integer> operations() {
    return operations;
  }

  void add(Coverage other) {
    other.constructs.forEach((name, count) -> constructs.merge(name, count, Integer::sum));
    other.operations.forEach((name, count) -> operations.merge(name, count, Integer::sum));
  }

  void add(Program program) {
    Nodes.visit(
        program,
        node -> {
          if (node instanceof Expression || node instanceof Statement) {
            constructs.merge(node.getClass().getSimpleName() + detail(node), 1, Integer::sum);
          }
        });
  }

  private static String detail(Object node) {
    if (node instanceof Expression.Infix infix) {
      return " " + infix.operator();
    }
    if (node instanceof Expression.Assignment assignment) {
      return " " + assignment.operator();
    }
    if (node instanceof Statement.Switch choice) {
      return choice.hasArrows() ? " with arrows" : " with colons";
    }
    if (node instanceof Expression.SwitchValue choice) {
      return choice.hasArrows() ? " with arrows" : " with colons";
    }
    if (node instanceof Statement.Break exit) {
      return exit.label().isEmpty() ? "" : " with label";
    }
    if (node instanceof Statement.Continue exit) {
      return exit.label().isEmpty() ? "" : " with label";
    }
    return "";
  }

  void add(Graph graph) {
    add(graph.entry().body());
    for (Function function : graph.functions()) {
      add(function.body());
    }
  }

  private void add(Block block) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        operations.merge(apply.definition().name(), 1, Integer::sum);
      }
      operation.blocks().forEach(this::add);
    }
  }
}
