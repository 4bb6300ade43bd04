package dev.kiln.gradbench.eval;

import java.util.Map;
import java.util.function.Function;

/**
 * One eval of the suite: functions that take the same input.
 *
 * @param name the name of the suite's module
 * @param inputType what the functions take; JSON names in {@code snake_case} become its components
 * @param functions by the suite's names, what prepares each function for an input
 */
public record Eval<I>(
    String name, Class<I> inputType, Map<String, Function<I, Evaluation>> functions) {

  /**
   * Prepares a function for an input.
   *
   * @throws IllegalArgumentException if the eval has no such function
   */
  public Evaluation prepare(String function, I input) {
    Function<I, Evaluation> prepare = functions.get(function);
    if (prepare == null) {
      throw new IllegalArgumentException(
          "module " + name + " has no function " + function + "; it has " + functions.keySet());
    }
    return prepare.apply(input);
  }
}
