package dev.kiln.autodiff.reverse.callee;

import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A graph to be reversed.
 *
 * @param graph as {@link dev.kiln.pass.Stage#BEFORE_REVERSE} leaves it
 * @param ownDerivatives what makes the derivatives of functions that are not reversed operation by
 *     operation, by the functions' names
 * @param threaded by the names of functions, how many of their first arguments are threaded
 * @param made the names of functions that the graph had as parts of others before
 * @param notes what there is to say to the user of how it was prepared
 */
public record PrimalProgram(
    Graph graph,
    Map<String, CalleeTransform.Maker> ownDerivatives,
    Map<String, Integer> threaded,
    Set<String> made,
    List<ReverseReport.Item> notes) {

  /** A graph all of whose functions are reversed operation by operation. */
  public static PrimalProgram of(Graph graph, List<ReverseReport.Item> notes) {
    return new PrimalProgram(graph, Map.of(), Map.of(), Set.of(), List.copyOf(notes));
  }

  /** The derivative with those of the functions {@link #made} that it calls. */
  public Graph withoutUncalled(Graph derivative) {
    if (made.isEmpty()) {
      return derivative;
    }
    Map<String, Function> functions =
        derivative.functions().stream().collect(Collectors.toMap(Function::name, each -> each));
    Set<String> called = new HashSet<>();
    Deque<Function> pending = new ArrayDeque<>();
    pending.push(derivative.entry());
    while (!pending.isEmpty()) {
      calls(pending.pop().body())
          .filter(called::add)
          .forEach(name -> pending.push(functions.get(name)));
    }
    Predicate<Function> kept = each -> !made.contains(each.name()) || called.contains(each.name());
    return derivative.withFunctions(derivative.functions().stream().filter(kept).toList());
  }

  private static Stream<String> calls(Block block) {
    return block.operations().stream()
        .flatMap(
            each ->
                each instanceof Operation.Call call
                    ? Stream.of(call.function())
                    : each.blocks().stream().flatMap(PrimalProgram::calls));
  }
}
