package dev.kiln.autodiff;

import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.StackOps;
import dev.kiln.op.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph that another graph, built around it, calls many times on the same arguments. What it
 * writes into arguments is undone after each call.
 */
final class Callee {
  private final GraphBuilder outer;
  private final Function function;

  /** Written arguments, and a stack for the contents of each. */
  private final Map<Term, Term> contents = new LinkedHashMap<>();

  /**
   * @param name of the function
   * @param written arguments that the graph may store into
   */
  Callee(GraphBuilder outer, Graph graph, String name, List<Term> written) {
    this.outer = outer;
    this.function = new Function(name, graph.entry().body(), graph.entry().resultTypes());
    outer.function(function);
    for (Term each : written) {
      Value stack =
          outer
              .block()
              .apply(
                  "contents",
                  StackOps.STACK_NEW,
                  Attributes.of("element", new Attribute.Type(each.type())),
                  List.of());
      contents.put(each, outer.term(stack));
    }
  }

  List<Term> call(List<Term> arguments) {
    ElementLoops loops = new ElementLoops(outer);
    contents.forEach((array, stack) -> loops.perform(StackOps.STACK_PUSH_ALL, stack, array));
    List<Slot> slots = function.resultTypes().stream().map(type -> new Slot("", type)).toList();
    List<Value> results =
        outer.block().call(function.name(), slots, arguments.stream().map(outer::value).toList());
    contents.forEach((array, stack) -> loops.perform(StackOps.STACK_POP_ALL, stack, array));
    List<Term> terms = new ArrayList<>();
    results.forEach(result -> terms.add(outer.term(result)));
    return terms;
  }
}
