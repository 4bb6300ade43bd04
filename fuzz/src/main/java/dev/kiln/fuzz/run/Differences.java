package dev.kiln.fuzz.run;

import dev.kiln.fuzz.trace.BranchTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** The number that is differentiated. */
  interface Quantity {
    double of(Object result, Object model, LoadedProgram.Call arguments);
  }

  private final LoadedProgram traced;
  private final int call;
  private final Map<String, Object> direction;
  private final Quantity quantity;
  private boolean isCompared;
  private boolean isBranching;

  /**
   * Differences of one call.
   *
   * @param direction for each input that is moved, by how much
   */
  Differences(LoadedProgram program, int call, Map<String, Object> direction, Quantity quantity) {
    this.traced = program.traced();
    this.call = call;
    this.direction = direction;
    this.quantity = quantity;
  }

  /** Whether the differences were believed. */
  boolean isCompared() {
    return isCompared;
  }

  /** Whether they were not, since the program takes other branches nearby. */
  boolean isBranching() {
    return isBranching;
  }

  Optional<Disagreement> check(Slope actual) {
    Point at = point(0);
    boolean isSameBranch = true;
    List<Double> central = new ArrayList<>();
    List<Double> gap = new ArrayList<>();
    for (double step : STEPS) {
      Point above = point(step);
      Point below = point(-step);
      isSameBranch &= above.trace().equals(at.trace()) && below.trace().equals(at.trace());
      central.add((above.value() - below.value()) / (2 * step));
      gap.add(Math.abs(above.value() - 2 * at.value() + below.value()) / step);
    }
    if (!isSameBranch) {
      isBranching = true;
      return Optional.empty();
    }
    double best = central.get(2) + (central.get(2) - central.get(1)) / 3;
    double size = Math.max(1 + actual.scale(), Math.abs(best));
    boolean converges =
        Math.abs(central.get(0) - central.get(1)) <= SMOOTH * size
            && Math.abs(central.get(1) - central.get(2)) <= SMOOTH * size;
    boolean isSmooth = at.trace().isComplete() || shrinks(gap, size) && !isHidden(at, actual);
    if (!converges || !isSmooth) {
      return Optional.empty();
    }
    isCompared = true;
    return Math.abs(best - actual.value()) <= TOLERANCE * size
        ? Optional.empty()
        : Optional.of(
            new Disagreement("differences", call, best + ", but derivative: " + actual.value()));
  }

  private static boolean shrinks(List<Double> gap, double size) {
    return gap.get(1) <= 0.6 * gap.get(0) + SMOOTH * size
        && gap.get(2) <= 0.6 * gap.get(1) + SMOOTH * size;
  }

  /** A number that is rounded to float on the way stays as it is for small steps. */
  private static boolean isHidden(Point at, Slope actual) {
    return Math.abs(actual.value()) * STEPS.get(2) < Math.ulp((float) at.value());
  }

  /** What the plain method gives, and the way to it. */
  private record Point(double value, BranchTrace trace) {}

  /** All inputs are moved along the direction. The value is NaN where the method throws. */
  private Point point(double step) {
    Object model = traced.newPlain();
    LoadedProgram.Call arguments = traced.call(call);
    String method = arguments.method();
    direction.forEach(
        (name, towards) -> {
          Place place = new Place(traced, method, model, arguments, name);
          place.set(Numbers.moved(place.get(), towards, step));
        });
    double[] value = {Double.NaN};
    BranchTrace trace =
        BranchTrace.of(
            () -> {
              try {
                Object result =
                    Invocation.of(traced.declared(method), model, arguments.arguments());
                value[0] = quantity.of(result, model, arguments);
              } catch (RuntimeException | AssertionError e) {
                // the value says so
              }
            });
    return new Point(value[0], trace);
  }
}
