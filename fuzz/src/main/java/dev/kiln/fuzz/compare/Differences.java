package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.Inputs;
import dev.kiln.fuzz.run.LoadedProgram;
import dev.kiln.fuzz.trace.BranchTrace;
import dev.kiln.testkit.run.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Finite differences of the plain Java. They are only believed where the program takes the same
 * branches at all points that they are made of, and where those of several step sizes agree.
 * Operations on tensors do not tell their branches; where there are any, the differences to either
 * side must agree too, but for a gap that shrinks with the step as that of a smooth function does.
 */
final class Differences {
  /**
   * Their ratios are no powers of two, so that what is rounded to float looks as rough as it is.
   */
  private static final List<Double> STEPS = List.of(1e-4, 0.45e-4, 0.19e-4);

  private static final double SMOOTH = 1e-6;
  private static final double TOLERANCE = 1e-4;

  /** A number that a call leads to. */
  interface Quantity {
    double of(Object result, Object model, LoadedProgram.Call arguments);
  }

  /** What differences say of a derivative. */
  enum Answer {
    RIGHT,
    WRONG,
    /** The program takes other branches nearby. */
    BRANCHES,
    /** Those of several steps do not agree, or cannot tell. */
    ROUGH
  }

  private final LoadedProgram program;
  private final int call;
  private final Map<String, Object> direction;
  private double best;

  /**
   * Differences of one call.
   *
   * @param program the program as it is instrumented
   * @param direction for each input that is moved, by how much
   */
  Differences(LoadedProgram program, int call, Map<String, Object> direction) {
    this.program = program;
    this.call = call;
    this.direction = direction;
  }

  /** The derivative as differences have it. */
  double value() {
    return best;
  }

  /** Whether the derivative of a quantity of the result is right. */
  Answer check(Slope actual, Quantity quantity) {
    List<Point> points = new ArrayList<>();
    points.add(point(0, quantity));
    for (double step : STEPS) {
      points.add(point(step, quantity));
      points.add(point(-step, quantity));
    }
    return check(actual, points);
  }

  /**
   * Whether the derivative of something else that the method leads to is right.
   *
   * @param quantity what it is after so many steps in the direction
   */
  Answer check(Slope actual, DoubleUnaryOperator quantity) {
    List<Point> points = new ArrayList<>();
    points.add(point(0, quantity));
    for (double step : STEPS) {
      points.add(point(step, quantity));
      points.add(point(-step, quantity));
    }
    return check(actual, points);
  }

  private Answer check(Slope actual, List<Point> points) {
    Point at = points.get(0);
    List<Double> central = new ArrayList<>();
    List<Double> gap = new ArrayList<>();
    for (int i = 0; i < STEPS.size(); i++) {
      double step = STEPS.get(i);
      Point above = points.get(2 * i + 1);
      Point below = points.get(2 * i + 2);
      if (!above.trace().equals(at.trace()) || !below.trace().equals(at.trace())) {
        return Answer.BRANCHES;
      }
      central.add((above.value() - below.value()) / (2 * step));
      gap.add(Math.abs(above.value() - 2 * at.value() + below.value()) / step);
    }
    best = central.get(2) + (central.get(2) - central.get(1)) / 3;
    double size = Math.max(1 + actual.scale(), Math.abs(best));
    boolean converges =
        Math.abs(central.get(0) - central.get(1)) <= SMOOTH * size
            && Math.abs(central.get(1) - central.get(2)) <= SMOOTH * size;
    boolean isSmooth = at.trace().isComplete() || shrinks(gap, size) && !isHidden(at, actual);
    if (!converges || !isSmooth) {
      return Answer.ROUGH;
    }
    if (Math.abs(best - actual.value()) <= TOLERANCE * size) {
      return Answer.RIGHT;
    }
    return isLost(at, best - actual.value()) ? Answer.ROUGH : Answer.WRONG;
  }

  private static boolean shrinks(List<Double> gap, double size) {
    return gap.get(1) <= 0.6 * gap.get(0) + SMOOTH * size
        && gap.get(2) <= 0.6 * gap.get(1) + SMOOTH * size;
  }

  /** A number that is rounded to float on the way stays as it is for small steps. */
  private static boolean isHidden(Point at, Slope actual) {
    return Math.abs(actual.value()) * STEPS.get(2) < Math.ulp((float) at.value());
  }

  /** Beside a value so large, what slopes differ by is no more than its rounding. */
  private static boolean isLost(Point at, double difference) {
    return Math.abs(difference) * STEPS.get(2) < 8 * Math.ulp(at.value());
  }

  /** What the plain method gives, and the way to it. */
  private record Point(double value, BranchTrace trace) {}

  private Point point(double step, DoubleUnaryOperator quantity) {
    Point way = point(step, (result, model, arguments) -> 0);
    return Double.isNaN(way.value()) ? way : new Point(quantity.applyAsDouble(step), way.trace());
  }

  /**
   * All inputs are moved along the direction. The value is NaN where the method throws, and where
   * an input is so large that rounding takes the step.
   */
  private Point point(double step, Quantity quantity) {
    Object model = program.newPlain();
    LoadedProgram.Call arguments = program.call(call);
    Inputs inputs = new Inputs(program, model, arguments);
    direction.forEach((name, towards) -> inputs.move(name, towards, step));
    double[] value = {Double.NaN};
    BranchTrace trace =
        BranchTrace.of(
            () -> {
              try {
                Object result =
                    Invocation.of(
                        program.declared(arguments.method()), model, arguments.arguments());
                value[0] = quantity.of(result, model, arguments);
              } catch (RuntimeException | AssertionError e) {
                // the value says so
              }
            });
    return new Point(inputs.haveLostSteps() ? Double.NaN : value[0], trace);
  }
}
