package dev.kiln.testkit;

import dev.kiln.autodiff.Gradients;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.report.ReverseReport.Kind;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.opentest4j.AssertionFailedError;

/** Assertions on a graph, with all functions that it calls. */
public final class GraphAssert {
  private final String method;
  private final Graph graph;
  private final Supplier<Optional<Graph>> gradient;

  GraphAssert(String method, Graph graph, Supplier<Optional<Graph>> gradient) {
    this.method = method;
    this.graph = graph;
    this.gradient = gradient;
  }

  /** The graph itself. */
  public Graph graph() {
    return graph;
  }

  /** The graph in its text form, such as for {@link GeneratedAssert#asGolden()}. */
  public GeneratedAssert asText() {
    return new GeneratedAssert(graph.name(), ".graph", GraphPrinter.print(graph));
  }

  /** An operation of the catalogue is in it, such as {@code matmul}. */
  public GraphAssert contains(String operation) {
    if (!counts().containsKey(operation)) {
      throw failure("to contain '" + operation + "', but its operations are " + operations());
    }
    return this;
  }

  /** An operation of the catalogue is not in it. */
  public GraphAssert doesNotContain(String operation) {
    if (counts().containsKey(operation)) {
      throw failure("not to contain '" + operation + "', but its operations are " + operations());
    }
    return this;
  }

  /** There is no loop. */
  public GraphAssert hasNoLoop() {
    List<String> loops = new ArrayList<>();
    for (Operation each : all()) {
      if (each instanceof Operation.Loop) {
        loops.add(each.position().isKnown() ? "at " + each.position() : "at an unknown place");
      }
    }
    if (!loops.isEmpty()) {
      throw failure("to have no loop, but there is one " + String.join(" and one ", loops));
    }
    return this;
  }

  /** No function is called: all that the method calls is compiled into it. */
  public GraphAssert hasNoCall() {
    List<String> calls = new ArrayList<>();
    for (Operation each : all()) {
      if (each instanceof Operation.Call call) {
        calls.add(call.function());
      }
    }
    if (!calls.isEmpty()) {
      throw failure("to call nothing, but it calls " + String.join(", ", calls));
    }
    return this;
  }

  /** Its gradient saves nothing in iterations of loops: memory does not grow with these. */
  public GraphAssert savesNothingPerIteration() {
    List<String> saved = saved(true);
    if (!saved.isEmpty()) {
      throw new AssertionFailedError(
          "expected the gradient of "
              + method
              + " to save nothing per iteration, but it saves\n"
              + String.join("\n", saved));
    }
    return this;
  }

  /** Its gradient saves nothing at all: what it needs is at hand, or computed again. */
  public GraphAssert savesNothing() {
    List<String> saved = saved(false);
    if (!saved.isEmpty()) {
      throw new AssertionFailedError(
          "expected the gradient of "
              + method
              + " to save nothing, but it saves\n"
              + String.join("\n", saved));
    }
    return this;
  }

  /** What is saved, a line for each, and the line of the source that it is for. */
  private List<String> saved(boolean perIteration) {
    Graph derived =
        gradient
            .get()
            .orElseThrow(
                () -> new AssertionFailedError(method + " has no gradient; write @Differentiable"));
    List<String> wrt = derived.outputs().subList(1, derived.outputs().size());
    List<String> lines = new ArrayList<>();
    for (ReverseReport.Section section : Gradients.explain(graph, wrt).functions()) {
      for (ReverseReport.Item item : section.items()) {
        boolean grows = !item.loops().isEmpty() && item.kind() != Kind.CHECKPOINTED;
        if (item.kind().isKept() && (grows || !perIteration)) {
          lines.add("  " + text(item));
        }
      }
    }
    return lines.stream().distinct().toList();
  }

  private static String text(ReverseReport.Item item) {
    StringBuilder text = new StringBuilder(item.subject());
    if (item.position().isKnown()) {
      text.append(" (").append(item.position()).append(')');
    }
    text.append(item.size().isEmpty() ? "" : ", " + item.size());
    if (!item.loops().isEmpty()) {
      SourcePosition loop = item.loops().get(item.loops().size() - 1);
      text.append(", per iteration of the loop at ").append(loop);
    }
    return item.reason().isEmpty() ? text.toString() : text + ": " + item.reason();
  }

  private AssertionFailedError failure(String expectation) {
    return new AssertionFailedError(
        "expected the graph of " + method + " " + expectation + "\n" + GraphPrinter.print(graph));
  }

  private String operations() {
    List<String> texts = new ArrayList<>();
    counts().forEach((name, count) -> texts.add(count == 1 ? name : name + " (" + count + ")"));
    return texts.isEmpty() ? "none" : String.join(", ", texts);
  }

  /** How often each operation of the catalogue is in it. */
  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Operation each : all()) {
      if (each instanceof Operation.Apply apply) {
        counts.merge(apply.definition().name(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private List<Operation> all() {
    List<Operation> all = new ArrayList<>();
    collect(graph.entry().body(), all);
    for (Function each : graph.functions()) {
      collect(each.body(), all);
    }
    return all;
  }

  private static void collect(Block block, List<Operation> all) {
    for (Operation each : block.operations()) {
      all.add(each);
      each.blocks().forEach(nested -> collect(nested, all));
    }
  }
}
