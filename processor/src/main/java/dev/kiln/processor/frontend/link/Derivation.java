package dev.kiln.processor.frontend.link;

import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.DerivativeName;
import java.util.Optional;

/** Derives the graphs of methods, for code that calls their derivatives. */
public interface Derivation {
  /**
   * The derivative, as the static method that is generated for it: a graph that takes the arguments
   * of the method and what else the derivative takes, and then the fields that the method reads. It
   * returns what the static method returns: a record, one value or nothing.
   *
   * @param source the method as the front end leaves it
   * @return empty where {@code @Differentiable} does not ask for it
   * @throws Refusal if there is no such derivative
   */
  Optional<Graph> derive(ComputeMethod method, Graph source, DerivativeName derivative);
}
