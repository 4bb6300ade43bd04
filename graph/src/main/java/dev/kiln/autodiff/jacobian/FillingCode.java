package dev.kiln.autodiff.jacobian;

import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.op.Term;
import java.util.List;

/**
 * The function that {@link Filling} builds, as the loops over rows and columns see it.
 *
 * @param differentiated the method that is differentiated
 * @param graph what the code goes to
 * @param inputs the arguments of the method in it
 * @param contents what the arguments hold at first
 * @param functions those that it calls
 */
record FillingCode(
    Differentiated differentiated,
    GraphBuilder graph,
    List<Term> inputs,
    Contents contents,
    CalledFunctions functions) {

  /** What calls a derivative of the method, under the name of the method and the suffix. */
  Callee callee(Graph derivative, String suffix) {
    derivative.functions().forEach(functions::add);
    String name = functions.fresh(differentiated.primal().name() + suffix);
    return new Callee(graph, derivative, name, contents);
  }
}
