package dev.kiln.op.pytorch;

import dev.kiln.annotation.DType;
import java.util.List;
import java.util.function.Function;

/**
 * An operation that is compared with PyTorch's.
 *
 * @param name that of Kiln's method
 * @param dtypes those of the operands, one for each case in turn
 * @param tolerance of the results
 * @param slopes the tolerance of the derivatives; null where they are not compared
 * @param draw chooses operands at random
 */
record Comparison(
    String name,
    List<DType> dtypes,
    Tolerance tolerance,
    Tolerance slopes,
    Function<Draw, Case> draw) {

  /** Results only. */
  static Comparison of(
      String name, List<DType> dtypes, Tolerance tolerance, Function<Draw, Case> draw) {
    return new Comparison(name, dtypes, tolerance, null, draw);
  }

  /** Results and derivatives, in both floating-point dtypes. */
  static Comparison smooth(
      String name, Tolerance tolerance, Tolerance slopes, Function<Draw, Case> draw) {
    return new Comparison(name, Draw.FLOATS, tolerance, slopes, draw);
  }

  boolean differentiable() {
    return slopes != null;
  }
}
