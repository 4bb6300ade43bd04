package dev.kiln.op.pytorch;

import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One call.
 *
 * @param expression PyTorch's, of the operands x, y, z, u, v and w
 * @param function Kiln's
 */
record Case(String expression, Function<Tensor[], List<Tensor>> function, List<Tensor> operands) {
  static Case of(String expression, UnaryOperator<Tensor> function, Tensor x) {
    return new Case(expression, p -> List.of(function.apply(p[0])), List.of(x));
  }

  static Case of(String expression, BinaryOperator<Tensor> function, Tensor x, Tensor y) {
    return new Case(expression, p -> List.of(function.apply(p[0], p[1])), List.of(x, y));
  }

  static Case ofAll(String expression, Function<Tensor[], Tensor> function, Tensor... operands) {
    return new Case(expression, p -> List.of(function.apply(p)), List.of(operands));
  }

  static Case several(
      String expression, Function<Tensor[], List<Tensor>> function, Tensor... operands) {
    return new Case(expression, function, List.of(operands));
  }

  /** A truth value in Python. */
  static String python(boolean value) {
    return value ? "True" : "False";
  }

  /**
   * What Kiln gives: results, then the derivatives of the sum of their products with cotangents.
   */
  Outcome run(Draw draw, boolean differentiable) {
    Tensor[] given = operands.toArray(Tensor[]::new);
    try (Tape tape = Tape.open()) {
      List<Tensor> results = function.apply(given);
      List<Tensor> answers = new ArrayList<>(results);
      List<Tensor> cotangents = new ArrayList<>();
      if (differentiable) {
        Tensor sum = Tensor.zeros(results.get(0).dtype());
        for (Tensor result : results) {
          Tensor cotangent = draw.cotangent(result);
          cotangents.add(cotangent);
          sum = sum.add(result.multiply(cotangent).sum());
        }
        Tensor[] sources =
            operands.stream().filter(x -> x.dtype().isFloating()).toArray(Tensor[]::new);
        answers.addAll(tape.gradient(sum, sources));
      }
      return new Outcome(this, cotangents, answers, results.size());
    }
  }

  @Override
  public String toString() {
    return expression + " of " + operands.stream().map(x -> x.array().typeText()).toList();
  }

  /** What came of a case: results and derivatives. */
  record Outcome(Case of, List<Tensor> cotangents, List<Tensor> answers, int results) {}
}
