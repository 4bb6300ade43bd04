package dev.kiln.autodiff.jacobian;

import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.Term;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Attributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What arrays hold at one point of a graph, to be put back any number of times. */
final class Contents {
  private final ElementLoops loops;

  /** A stack with the contents of each array. */
  private final Map<Term, Term> stacks = new LinkedHashMap<>();

  /** Takes the contents of the arrays at the current point. */
  Contents(GraphBuilder graph, List<Term> arrays) {
    this.loops = new ElementLoops(graph);
    for (Term array : arrays) {
      Attributes attributes = StackOps.attributes(array.type(), "a Jacobian keeps its arguments");
      Value stack = graph.block().apply("contents", StackOps.STACK_NEW, attributes, List.of());
      stacks.put(array, graph.term(stack));
      loops.perform(StackOps.STACK_PUSH_ALL, graph.term(stack), array);
    }
  }

  /** Puts the contents back at the current point. */
  void restore() {
    stacks.forEach(
        (array, stack) -> {
          loops.perform(StackOps.STACK_POP_ALL, stack, array);
          loops.perform(StackOps.STACK_PUSH_ALL, stack, array);
        });
  }
}
