package dev.kiln.train;

import dev.kiln.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/**
 * L-BFGS (Nocedal and Wright, Numerical Optimization, 2006, algorithm 7.5): minimises a smooth
 * function of all parameters, whose whole gradient is computed in each step. For fits of up to some
 * thousands of examples it takes far fewer steps than gradient descent.
 *
 * @param memory how many earlier steps the curvature is estimated from; 10 is usual
 * @param iterations how many steps it makes at most
 * @param tolerance it ends where no element of the gradient is larger
 */
public record Lbfgs(int memory, int iterations, double tolerance) {
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int TRIALS = 60;

  /** A function of parameters by their names. */
  @FunctionalInterface
  public interface Objective {
    /** Its value and its derivatives. */
    Slope at(Map<String, Tensor> parameters);
  }

  /** A value, and the derivatives with respect to parameters by their names. */
  public record Slope(double value, Map<String, Tensor> gradients) {}

  /**
   * Where it ended.
   *
   * @param parameters the parameters of the least value
   * @param value the least value
   * @param iterations how many steps were made
   * @param converged whether the gradient is as small as was asked for
   */
  public record Result(
      Map<String, Tensor> parameters, double value, int iterations, boolean converged) {}

  /** Checks the settings. */
  public Lbfgs {
    if (memory < 1 || iterations < 0 || !(tolerance >= 0)) {
      throw new IllegalArgumentException(
          "memory is at least 1, iterations and tolerance at least 0: %d, %d, %s"
              .formatted(memory, iterations, tolerance));
    }
  }

  /** A step s = x' - x, and the change y of the gradient by it. */
  private record Pair(double[] s, double[] y, double rho) {}

  /** A point with its value and its gradient. */
  private record Point(double[] x, double value, double[] gradient) {}

  /**
   * Minimises a function, from the given parameters on. It ends early where no step along the
   * direction makes the value smaller, as at the limit of the precision.
   *
   * @throws IllegalArgumentException if the gradients do not have the names and shapes of the
   *     parameters
   */
  public Result minimize(Map<String, Tensor> parameters, Objective objective) {
    FlatParameters flat = new FlatParameters(parameters);
    Point at = point(flat, objective, flat.numbers(parameters));
    Deque<Pair> pairs = new ArrayDeque<>();
    int iteration = 0;
    while (iteration < iterations && largest(at.gradient()) > tolerance) {
      double[] direction = direction(at.gradient(), pairs);
      Point next = search(flat, objective, at, direction, pairs.isEmpty());
      if (next == null) {
        break;
      }
      double[] s = difference(next.x(), at.x());
      double[] y = difference(next.gradient(), at.gradient());
      double curvature = dot(s, y);
      if (curvature > 0) {
        pairs.addFirst(new Pair(s, y, 1 / curvature));
      }
      if (pairs.size() > memory) {
        pairs.removeLast();
      }
      at = next;
      iteration++;
    }
    boolean converged = largest(at.gradient()) <= tolerance;
    return new Result(flat.tensors(at.x()), at.value(), iteration, converged);
  }

  private static Point point(FlatParameters flat, Objective objective, double[] x) {
    Slope slope = objective.at(flat.tensors(x));
    return new Point(x, slope.value(), flat.numbers(slope.gradients()));
  }

  /** Minus the inverse Hessian that the pairs give times the gradient, by algorithm 7.4. */
  private static double[] direction(double[] gradient, Deque<Pair> pairs) {
    double[] q = gradient.clone();
    double[] alphas = new double[pairs.size()];
    int i = 0;
    for (Pair pair : pairs) { // the latest first
      alphas[i] = pair.rho() * dot(pair.s(), q);
      addTo(q, -alphas[i++], pair.y());
    }
    if (!pairs.isEmpty()) {
      Pair latest = pairs.getFirst();
      scale(q, 1 / (latest.rho() * dot(latest.y(), latest.y())));
    }
    for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
      Pair pair = oldest.next();
      addTo(q, alphas[--i] - pair.rho() * dot(pair.y(), q), pair.s());
    }
    scale(q, -1);
    return q;
  }

  /**
   * A point along the direction that meets the conditions of Wolfe, by bisection (Lewis and
   * Overton, 2013, algorithm 2.6); null where none is found.
   */
  private static Point search(
      FlatParameters flat, Objective objective, Point at, double[] direction, boolean isFirst) {
    double slope = dot(at.gradient(), direction);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    // without an estimate of the curvature, the first step is one of length 1 at most
    double step = isFirst ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
    for (int trial = 0; trial < TRIALS; trial++) {
      double[] x = at.x().clone();
      addTo(x, step, direction);
      Point next = point(flat, objective, x);
      if (!(next.value() <= at.value() + DECREASE * step * slope)) { // also where it is NaN
        high = step;
      } else if (dot(next.gradient(), direction) < CURVATURE * slope) {
        low = step;
      } else {
        return next;
      }
      step = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
    }
    return null;
  }

  private static double largest(double[] numbers) {
    double largest = 0;
    for (double each : numbers) {
      largest = Math.max(largest, Math.abs(each));
    }
    return largest;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = a.clone();
    addTo(difference, -1, b);
    return difference;
  }

  private static void addTo(double[] sum, double factor, double[] term) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * term[i];
    }
  }

  private static void scale(double[] numbers, double factor) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] *= factor;
    }
  }
}
