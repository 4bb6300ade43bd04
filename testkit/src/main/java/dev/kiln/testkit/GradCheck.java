package dev.kiln.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Compares derivatives with finite differences, in one line of a test:
 *
 * <pre>
 * GradCheck.at(x, p -&gt; model.loss(p, a)).gradient(compiled.lossGradient(x, a).x());
 * GradCheck.at(2.0, a -&gt; model.loss(x, a)).gradient(compiled.lossGradient(x, 2.0).a());
 * GradCheck.at(x, model::curve).jacobian(compiled.curveJacobian(x));
 * GradCheck.at(x, model::curve).tangent(v, compiled.curveJvp(x, v).tangent());
 * GradCheck.at(x, model::curve).pulled(u, compiled.curveVjp(x, u).x());
 * GradCheck.at(x, p -&gt; model.loss(p, a)).hessian(compiled.lossHessian(x, a));
 * GradCheck.at(x, p -&gt; model.loss(p, a)).hessianVectorProduct(v, compiled.lossHvp(x, a, v).xProduct());
 * GradCheck.at(x, p -&gt; compiled.lossGradient(p, a).x()).jacobian(compiled.lossHessian(x, a));
 * GradCheck.dotProduct(v, jvp.tangent(), u, vjp.x());
 * </pre>
 *
 * <p>Points and results are doubles, floats, arrays of them of any rank, and floating-point
 * tensors. The function gets a copy of the point each time. A check that fails throws {@link
 * GradientMismatchError}, which names the components that differ, the actual and the expected
 * numbers.
 *
 * <p>The differences are central, of two step sizes, extrapolated by Richardson's method, so that
 * their error is of the fourth power of the step. The step for an element {@code x} is {@code step
 * * max(1, |x|)}. Numbers agree if they differ by at most {@code tolerance * max(1, |expected|)}.
 * By default step and tolerance are 1e-4 and 1e-7; where the point or the result consists of
 * floats, 1e-2 and 1e-3. Choose a point away from kinks: there differences have no meaning.
 *
 * @param <X> the type of the point
 */
public final class GradCheck<X> {
  private static final double STEP = 1e-4;
  private static final double TOLERANCE = 1e-7;
  private static final double FLOAT_STEP = 1e-2;
  private static final double FLOAT_TOLERANCE = 1e-3;

  /** Differences of differences need longer steps, and are less exact. */
  private static final double SECOND = 20;

  private final X point;
  private final Function<? super X, ?> function;
  private final Object value;
  private final double step;
  private final double tolerance;

  private GradCheck(
      X point, Function<? super X, ?> function, Object value, double step, double tolerance) {
    this.point = point;
    this.function = function;
    this.value = value;
    this.step = step;
    this.tolerance = tolerance;
  }

  /**
   * A check of the derivatives of {@code function} at {@code point}.
   *
   * @throws IllegalArgumentException if the point or the result has no floating-point elements
   */
  public static <X> GradCheck<X> at(X point, Function<? super X, ?> function) {
    Object value = function.apply(Elements.with(point, Elements.of(point)));
    boolean floats = Elements.areFloats(point) || Elements.areFloats(value);
    Elements.of(value);
    return floats
        ? new GradCheck<>(point, function, value, FLOAT_STEP, FLOAT_TOLERANCE)
        : new GradCheck<>(point, function, value, STEP, TOLERANCE);
  }

  /** The same check with another relative step. */
  public GradCheck<X> withStep(double relative) {
    return new GradCheck<>(point, function, value, relative, tolerance);
  }

  /** The same check with another relative tolerance. */
  public GradCheck<X> withTolerance(double relative) {
    return new GradCheck<>(point, function, value, step, relative);
  }

  /**
   * Checks the gradient of a function whose result is one number.
   *
   * @param gradient has the structure of the point
   * @throws GradientMismatchError if it is not the derivative
   * @throws IllegalArgumentException if the result is not one number, or the structures differ
   */
  public void gradient(X gradient) {
    requireNumber("a gradient is the derivative");
    double[] actual = Elements.of(gradient);
    double[] at = Elements.of(point);
    requireCount("gradient", at.length, actual.length);
    Mismatches mismatches = new Mismatches(tolerance);
    for (int i = 0; i < at.length; i++) {
      mismatches.compare(
          "by the point" + Elements.place(point, i), actual[i], differences(unit(i))[0]);
    }
    mismatches.throwIfAny("the gradient");
  }

  /**
   * Checks a whole Jacobian.
   *
   * @param jacobian a row for each element of the result, a column for each element of the point
   * @throws GradientMismatchError if it is not the derivative
   * @throws IllegalArgumentException if the numbers of rows or columns are wrong
   */
  public void jacobian(double[][] jacobian) {
    int rows = Elements.of(value).length;
    int columns = Elements.of(point).length;
    requireCount("Jacobian, in rows,", rows, jacobian.length);
    Mismatches mismatches = new Mismatches(tolerance);
    for (int column = 0; column < columns; column++) {
      double[] expected = differences(unit(column));
      for (int row = 0; row < rows; row++) {
        requireCount("Jacobian, in columns,", columns, jacobian[row].length);
        String place =
            "of the result"
                + Elements.place(value, row)
                + " by the point"
                + Elements.place(point, column);
        mismatches.compare(place, jacobian[row][column], expected[row]);
      }
    }
    mismatches.throwIfAny("the Jacobian");
  }

  /**
   * Checks the derivative in a direction, such as a Jacobian-vector product.
   *
   * @param direction has the structure of the point
   * @param tangent has the structure of the result
   * @throws GradientMismatchError if it is not the derivative
   * @throws IllegalArgumentException if the structures differ
   */
  public void tangent(X direction, Object tangent) {
    double[] towards = Elements.of(direction);
    double[] actual = Elements.of(tangent);
    requireCount("direction", Elements.of(point).length, towards.length);
    double[] expected = differences(towards);
    requireCount("tangent", expected.length, actual.length);
    Mismatches mismatches = new Mismatches(tolerance);
    for (int i = 0; i < expected.length; i++) {
      mismatches.compare("of the result" + Elements.place(value, i), actual[i], expected[i]);
    }
    mismatches.throwIfAny("the derivative in the direction");
  }

  /**
   * Checks a cotangent that was pulled back, such as a vector-Jacobian product.
   *
   * @param cotangent has the structure of the result
   * @param pulled has the structure of the point
   * @throws GradientMismatchError if it is not the derivative
   * @throws IllegalArgumentException if the structures differ
   */
  public void pulled(Object cotangent, X pulled) {
    double[] weights = Elements.of(cotangent);
    double[] actual = Elements.of(pulled);
    requireCount("cotangent", Elements.of(value).length, weights.length);
    requireCount("pulled cotangent", Elements.of(point).length, actual.length);
    Mismatches mismatches = new Mismatches(tolerance);
    for (int i = 0; i < actual.length; i++) {
      double[] slopes = differences(unit(i));
      double expected = 0;
      for (int k = 0; k < slopes.length; k++) {
        expected += weights[k] * slopes[k];
      }
      mismatches.compare("by the point" + Elements.place(point, i), actual[i], expected);
    }
    mismatches.throwIfAny("the pulled cotangent");
  }

  /**
   * Checks the Hessian of a function whose result is one number, with differences of second order:
   * steps are 20 times as long as those of first order, the tolerance is 20 times as large.
   *
   * @param hessian a row and a column for each element of the point
   * @throws GradientMismatchError if it is not the second derivative
   * @throws IllegalArgumentException if the result is not one number, or the size is wrong
   */
  public void hessian(double[][] hessian) {
    requireNumber("a Hessian is the second derivative");
    int count = Elements.of(point).length;
    requireCount("Hessian, in rows,", count, hessian.length);
    Mismatches mismatches = new Mismatches(SECOND * tolerance);
    for (int row = 0; row < count; row++) {
      requireCount("Hessian, in columns,", count, hessian[row].length);
      for (int column = 0; column < count; column++) {
        String place =
            "by the point"
                + Elements.place(point, row)
                + " and the point"
                + Elements.place(point, column);
        double expected = secondDifference(unit(row), unit(column));
        mismatches.compare(place, hessian[row][column], expected);
      }
    }
    mismatches.throwIfAny("the Hessian");
  }

  /**
   * Checks the diagonal of a Hessian, as {@link #hessian} does.
   *
   * @param diagonal a number for each element of the point
   */
  public void hessianDiagonal(double[] diagonal) {
    requireNumber("a Hessian is the second derivative");
    requireCount("diagonal", Elements.of(point).length, diagonal.length);
    Mismatches mismatches = new Mismatches(SECOND * tolerance);
    for (int i = 0; i < diagonal.length; i++) {
      double expected = secondDifference(unit(i), unit(i));
      mismatches.compare("by the point" + Elements.place(point, i), diagonal[i], expected);
    }
    mismatches.throwIfAny("the diagonal of the Hessian");
  }

  /**
   * Checks the product of the Hessian and a direction, as {@link #hessian} does.
   *
   * @param direction has the structure of the point
   * @param product has the structure of the point
   */
  public void hessianVectorProduct(X direction, X product) {
    requireNumber("a Hessian is the second derivative");
    double[] towards = Elements.of(direction);
    double[] actual = Elements.of(product);
    requireCount("direction", Elements.of(point).length, towards.length);
    requireCount("product", towards.length, actual.length);
    Mismatches mismatches = new Mismatches(SECOND * tolerance);
    for (int i = 0; i < actual.length; i++) {
      double expected = secondDifference(unit(i), towards);
      mismatches.compare("by the point" + Elements.place(point, i), actual[i], expected);
    }
    mismatches.throwIfAny("the Hessian-vector product");
  }

  /**
   * Checks forward mode against reverse mode: for a Jacobian {@code J}, a direction {@code v} and a
   * cotangent {@code u}, the products of {@code u} with {@code J v} and of {@code J^T u} with
   * {@code v} are equal, up to 1e-10 of the sum of the magnitudes (1e-4 where there are floats).
   *
   * @param direction {@code v}
   * @param tangent {@code J v}, of the structure of the cotangent
   * @param cotangent {@code u}
   * @param pulled {@code J^T u}, of the structure of the direction
   * @throws GradientMismatchError if they are not
   */
  public static void dotProduct(Object direction, Object tangent, Object cotangent, Object pulled) {
    double[] pushed = Elements.of(tangent);
    double[] weights = Elements.of(cotangent);
    double[] steps = Elements.of(direction);
    double[] slopes = Elements.of(pulled);
    requireCount("tangent", weights.length, pushed.length);
    requireCount("pulled cotangent", steps.length, slopes.length);
    boolean floats = Elements.areFloats(tangent) || Elements.areFloats(pulled);
    double scale = 1;
    double forward = 0;
    double reverse = 0;
    for (int i = 0; i < pushed.length; i++) {
      forward += pushed[i] * weights[i];
      scale += Math.abs(pushed[i] * weights[i]);
    }
    for (int i = 0; i < steps.length; i++) {
      reverse += steps[i] * slopes[i];
      scale += Math.abs(steps[i] * slopes[i]);
    }
    if (!(Math.abs(forward - reverse) <= (floats ? 1e-4 : 1e-10) * scale)) {
      throw new GradientMismatchError(
          "forward and reverse mode contradict each other: tangent and cotangent have the product "
              + forward
              + ", direction and pulled cotangent "
              + reverse);
    }
  }

  private double[] unit(int element) {
    double[] unit = new double[Elements.of(point).length];
    unit[element] = 1;
    return unit;
  }

  /** The derivative of each element of the result in a direction. */
  private double[] differences(double[] direction) {
    double[] at = Elements.of(point);
    double size = size(at, direction);
    double[] near = central(at, direction, step * size);
    double[] far = central(at, direction, 2 * step * size);
    for (int i = 0; i < near.length; i++) {
      near[i] += (near[i] - far[i]) / 3; // Richardson: cancels the error of second order
    }
    return near;
  }

  /** That of the elements that a direction moves. */
  private static double size(double[] at, double[] direction) {
    double size = 1;
    for (int i = 0; i < at.length; i++) {
      if (direction[i] != 0) {
        size = Math.max(size, Math.abs(at[i]));
      }
    }
    return size;
  }

  /** The second derivative of a number, in two directions. */
  private double secondDifference(double[] first, double[] second) {
    double[] at = Elements.of(point);
    double one = SECOND * step * size(at, first);
    double other = SECOND * step * size(at, second);
    double near = mixed(at, first, one, second, other);
    double far = mixed(at, first, 2 * one, second, 2 * other);
    return near + (near - far) / 3; // Richardson: cancels the error of second order
  }

  private double mixed(double[] at, double[] first, double one, double[] second, double other) {
    double[] above = at.clone();
    double[] below = at.clone();
    for (int i = 0; i < at.length; i++) {
      above[i] += one * first[i];
      below[i] -= one * first[i];
    }
    return (central(above, second, other)[0] - central(below, second, other)[0]) / (2 * one);
  }

  private double[] central(double[] at, double[] direction, double by) {
    double[] above = moved(at, direction, by);
    double[] below = moved(at, direction, -by);
    for (int i = 0; i < above.length; i++) {
      above[i] = (above[i] - below[i]) / (2 * by);
    }
    return above;
  }

  private double[] moved(double[] at, double[] direction, double by) {
    double[] moved = at.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += by * direction[i];
    }
    return Elements.of(function.apply(Elements.with(point, moved)));
  }

  private void requireNumber(String what) {
    int count = Elements.of(value).length;
    if (count != 1) {
      throw new IllegalArgumentException(
          what + " of one number, but the function returns " + count + "; check its Jacobian");
    }
  }

  private static void requireCount(String what, int expected, int actual) {
    if (expected != actual) {
      throw new IllegalArgumentException(
          "expected a " + what + " of " + expected + " elements, not " + actual);
    }
  }

  /** What differs, for the message. */
  private static final class Mismatches {
    private static final int SHOWN = 5;

    private final double tolerance;
    private final List<String> texts = new ArrayList<>();
    private int compared;

    Mismatches(double tolerance) {
      this.tolerance = tolerance;
    }

    void compare(String place, double actual, double expected) {
      compared++;
      if (!(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)))) {
        texts.add("  " + place + ": is " + actual + ", finite differences give " + expected);
      }
    }

    void throwIfAny(String what) {
      if (texts.isEmpty()) {
        return;
      }
      StringBuilder message = new StringBuilder();
      message.append(what).append(" differs in ").append(texts.size());
      message.append(" of ").append(compared).append(" numbers (tolerance ");
      message.append(tolerance).append("):");
      texts.stream().limit(SHOWN).forEach(text -> message.append('\n').append(text));
      if (texts.size() > SHOWN) {
        message.append("\n  ..");
      }
      throw new GradientMismatchError(message.toString());
    }
  }
}
