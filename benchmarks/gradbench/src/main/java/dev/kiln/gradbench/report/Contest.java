package dev.kiln.gradbench.report;

import dev.kiln.gradbench.eval.Eval;
import dev.kiln.gradbench.eval.Evaluation;
import java.util.Optional;

/**
 * One row of the report: an input, and who evaluates it.
 *
 * @param eval the name of the eval
 * @param size the size of the input
 * @param objective the generated objective
 * @param derivative the generated derivative
 * @param byHand the derivative written by hand, where there is one
 * @param figures what the suite's C++ takes
 */
record Contest(
    String eval,
    String size,
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
        eval.prepare(objective, input),
        eval.prepare(derivative, input),
        byHand.map(hand -> hand.prepare(derivative, input)),
        figures);
  }
}
