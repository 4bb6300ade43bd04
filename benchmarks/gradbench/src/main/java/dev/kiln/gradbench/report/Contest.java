package dev.kiln.gradbench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.gradbench.eval.Eval;
import dev.kiln.gradbench.eval.Evaluation;
import dev.kiln.gradbench.protocol.Json;
import java.util.Optional;

/**
 * One row of the report: an input, and who evaluates it.
 *
 * @param eval the name of the eval
 * @param size the size of the input
 * @param input the input as the suite writes it, without what only the suite's own tools want
 * @param objectiveName the suite's name of the objective
 * @param derivativeName the suite's name of the derivative
 * @param objective the generated objective
 * @param derivative the generated derivative
 * @param byHand the derivative written by hand, where there is one
 * @param figures what the suite's C++ took once
 */
record Contest(
    String eval,
    String size,
    ObjectNode input,
    String objectiveName,
    String derivativeName,
    Evaluation objective,
    Evaluation derivative,
    Optional<Evaluation> byHand,
    Figures figures) {

  /** A contest of the functions with the given names. */
  static <I> Contest of(
      Eval<I> eval,
      Optional<Eval<I>> byHand,
      String objective,
      String derivative,
      String size,
      I input,
      Figures figures) {
    return new Contest(
        eval.name(),
        size,
        Json.mapper().valueToTree(input),
        objective,
        derivative,
        eval.prepare(objective, input),
        eval.prepare(derivative, input),
        byHand.map(hand -> hand.prepare(derivative, input)),
        figures);
  }
}
