package dev.kiln.fuzz.run;

import dev.kiln.autodiff.Jvp;
import dev.kiln.fuzz.trace.BranchTrace;
import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.session.Results;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Derivatives of one call: the generated gradient against the gradient graph in a session, bit for
 * bit; reverse mode against forward mode, in a random direction; and both against differences of
 * the plain Java.
 *
 * <p>Differences are only believed where the program takes the same branches at all points that
 * they are made of, and where those of several step sizes agree. Operations on tensors do not tell
 * their branches; where there are any, the differences to either side must agree too, but for a gap
 * that shrinks with the step as that of a smooth function does.
 */
final class GradientModes {

  /**
   * Their ratios are no powers of two, so that what is rounded to float looks as rough as it is.
   */
  private static final List<Double> STEPS = List.of(1e-4, 0.45e-4, 0.19e-4);

  private static final double SMOOTH = 1e-6;
  private static final double TOLERANCE = 1e-4;

  /** Forward and reverse mode add in different orders. */
  private static final double MODES_TOLERANCE = 1e-8;

  private static final double FLOAT_TOLERANCE = 1e-3;

  private final LoadedProgram program;
  private final Modes modes;
  private final int call;
  private final String method;
  private Optional<Results> results = Optional.empty();
  private int comparisons;
  private int branching;

  GradientModes(LoadedProgram program, Modes modes, int call) {
    this.program = program;
    this.modes = modes;
    this.call = call;
    this.method = program.call(call).method();
  }

  /** How many derivatives were compared with differences. */
  int comparisons() {
    return comparisons;
  }

  /** How many were not, since the program takes other branches nearby. */
  int branching() {
    return branching;
  }

  /** The value and the gradient, where nothing was thrown. */
  Optional<Results> results() {
    return results;
  }

  Optional<Disagreement> check(Observation plain) {
    Graph gradient = program.graph(method + "Gradient");
    Results[] kept = new Results[1];
    Observation session =
        modes.observe(
            call,
            program.newPlain(),
            (model, arguments, observation) -> {
              kept[0] = modes.runGraph(gradient, model, arguments, Map.of());
              note(kept[0], observation);
            });
    Observation compiled = modes.observe(call, program.newCompiled(), this::runCompiled);
    if (plain.hasThrown() || session.hasThrown() || compiled.hasThrown()) {
      return sameException(plain, session, compiled);
    }
    if (!compiled.agreesWith(session)) {
      return Optional.of(Modes.disagreement("gradient", call, session, compiled));
    }
    Observation value = new Observation().value("result", kept[0].get("value"));
    if (!plain.startsWith(value)) {
      return Optional.of(Modes.disagreement("gradient value", call, plain, value));
    }
    results = Optional.of(kept[0]);
    try {
      return checkNumbers(kept[0]);
    } catch (RuntimeException e) {
      return Optional.of(new Disagreement("derivative structure", call, e.toString()));
    }
  }

  private Optional<Disagreement> sameException(
      Observation plain, Observation session, Observation compiled) {
    if (!session.throwsLike(plain)) {
      return Optional.of(Modes.disagreement("gradient session exception", call, plain, session));
    }
    return compiled.throwsLike(plain)
        ? Optional.empty()
        : Optional.of(Modes.disagreement("gradient exception", call, plain, compiled));
  }

  private static void note(Results results, Observation observation) {
    results.names().forEach(name -> observation.value(name, results.get(name)));
  }

  private void runCompiled(Object model, LoadedProgram.Call arguments, Observation observation) {
    Method derivative = LoadedProgram.method(model.getClass(), method + "Gradient");
    Object record = Invocation.of(derivative, model, arguments.arguments());
    List<String> names = program.graph(method + "Gradient").outputs();
    RecordComponent[] components = record.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      Object part = Invocation.of(components[i].getAccessor(), record);
      observation.value(names.get(i), part);
    }
  }

  private Optional<Disagreement> checkNumbers(Results gradient) {
    List<String> wrt = gradient.names().subList(1, gradient.names().size());
    Map<String, Object> direction = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(17);
    for (String input : wrt) {
      direction.put(input, Numbers.like(gradient.get(input), () -> step(random)));
    }
    Slope slope = Slope.of(gradient, direction);
    if (!Double.isFinite(slope.value()) || slope.scale() > 1e12) {
      return Optional.empty();
    }
    Map<String, Object> doubles = new LinkedHashMap<>(direction);
    doubles.values().removeIf(towards -> !Numbers.isDouble(towards));
    boolean isExact =
        doubles.size() == direction.size()
            && !GraphPrinter.print(program.graph(method)).contains("f32");
    double tolerance = isExact ? MODES_TOLERANCE : FLOAT_TOLERANCE;
    Optional<Disagreement> found =
        checkForward(wrt, direction, slope.value(), slope.scale() * tolerance);
    if (found.isEmpty()) {
      found =
          new DerivativeMethods(program, modes, call, tolerance)
              .check(gradient, direction, slope.value(), slope.scale());
    }
    // differences of floats are too coarse
    return found.isPresent() || doubles.isEmpty() || !Numbers.isDouble(gradient.get("value"))
        ? found
        : checkDifferences(doubles, Slope.of(gradient, doubles).value(), slope.scale());
  }

  /**
   * The derivative in a direction.
   *
   * @param scale the sum of the magnitudes of what is added up for it, and 1
   */
  private record Slope(double value, double scale) {
    static Slope of(Results gradient, Map<String, Object> direction) {
      double value = 0;
      double scale = 1;
      for (Map.Entry<String, Object> each : direction.entrySet()) {
        List<Double> slopes = Numbers.elements(gradient.get(each.getKey()));
        List<Double> steps = Numbers.elements(each.getValue());
        for (int i = 0; i < slopes.size(); i++) {
          value += slopes.get(i) * steps.get(i);
          scale += Math.abs(slopes.get(i) * steps.get(i));
        }
      }
      return new Slope(value, scale);
    }
  }

  /** Not near zero, so that every input takes part. */
  private static double step(SplittableRandom random) {
    double size = random.nextDouble(0.5, 1);
    return random.nextBoolean() ? size : -size;
  }

  private Optional<Disagreement> checkForward(
      List<String> wrt, Map<String, Object> direction, double reverse, double tolerance) {
    Graph graph = program.graph(method);
    Map<String, Object> tangents = new LinkedHashMap<>();
    direction.forEach((name, value) -> tangents.put(tangent(name), Numbers.copy(value)));
    Graph jvp = Jvp.of(graph, wrt);
    LoadedProgram.Call arguments = program.call(call);
    addZeros(jvp, graph, arguments, tangents);
    Results results = modes.runGraph(jvp, program.newPlain(), arguments, tangents);
    double forward = Numbers.elements(results.get(tangent(graph.outputs().get(0)))).get(0);
    return Double.isFinite(forward) && !(Math.abs(forward - reverse) <= tolerance)
        ? Optional.of(
            new Disagreement("forward mode", call, forward + ", but reverse mode: " + reverse))
        : Optional.empty();
  }

  /** Arrays that are not differentiated but written need tangents too. */
  private void addZeros(
      Graph jvp, Graph graph, LoadedProgram.Call arguments, Map<String, Object> tangents) {
    for (int i = graph.inputs().size(); i < jvp.inputs().size(); i++) {
      String name = jvp.inputs().get(i).name();
      for (int j = 0; j < graph.inputs().size() && !tangents.containsKey(name); j++) {
        String input = graph.inputs().get(j).name();
        if (tangent(input).equals(name)) {
          Object value = new Place(program, method, program.newPlain(), arguments, input).get();
          tangents.put(name, Numbers.like(value, () -> 0));
        }
      }
    }
  }

  static String tangent(String name) {
    StringBuilder joined = new StringBuilder("d");
    for (String part : name.split("\\.", -1)) {
      joined.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    return joined.toString();
  }

  private Optional<Disagreement> checkDifferences(
      Map<String, Object> direction, double actual, double scale) {
    LoadedProgram traced = program.traced();
    Point at = point(traced, direction, 0);
    boolean isSameBranch = true;
    List<Double> central = new ArrayList<>();
    List<Double> gap = new ArrayList<>();
    for (double step : STEPS) {
      Point above = point(traced, direction, step);
      Point below = point(traced, direction, -step);
      isSameBranch &= above.trace().equals(at.trace()) && below.trace().equals(at.trace());
      central.add((above.value() - below.value()) / (2 * step));
      gap.add(Math.abs(above.value() - 2 * at.value() + below.value()) / step);
    }
    if (!isSameBranch) {
      branching++;
      return Optional.empty();
    }
    double best = central.get(2) + (central.get(2) - central.get(1)) / 3;
    double size = Math.max(scale, Math.abs(best));
    boolean converges =
        Math.abs(central.get(0) - central.get(1)) <= SMOOTH * size
            && Math.abs(central.get(1) - central.get(2)) <= SMOOTH * size;
    if (!converges || (!at.trace().isComplete() && !isSmooth(at.value(), actual, gap, size))) {
      return Optional.empty();
    }
    comparisons++;
    return Math.abs(best - actual) <= TOLERANCE * size
        ? Optional.empty()
        : Optional.of(new Disagreement("differences", call, best + ", but derivative: " + actual));
  }

  private static boolean isSmooth(double at, double actual, List<Double> gap, double size) {
    boolean shrinks =
        gap.get(1) <= 0.6 * gap.get(0) + SMOOTH * size
            && gap.get(2) <= 0.6 * gap.get(1) + SMOOTH * size;
    // a number that is rounded to float on the way stays as it is for small steps
    boolean isHidden = Math.abs(actual) * STEPS.get(2) < Math.ulp((float) at);
    return shrinks && !isHidden;
  }

  /** The value of the plain method, and the way to it. */
  private record Point(double value, BranchTrace trace) {}

  /** All inputs are moved along the direction. The value is NaN where the method throws. */
  private Point point(LoadedProgram traced, Map<String, Object> direction, double step) {
    Object model = traced.newPlain();
    LoadedProgram.Call arguments = traced.call(call);
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
                value[0] = Numbers.elements(result).get(0);
              } catch (RuntimeException | AssertionError e) {
                // the value says so
              }
            });
    return new Point(value[0], trace);
  }
}
