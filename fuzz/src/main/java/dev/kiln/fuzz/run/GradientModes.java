package dev.kiln.fuzz.run;

import dev.kiln.autodiff.Jvp;
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
 * <p>Differences are only believed where the function looks smooth along the direction: central
 * differences of two step sizes agree, and so do those to either side, but for a gap that shrinks
 * with the step as that of a smooth function does.
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
    boolean isDouble = Numbers.isDouble(gradient.get("value"));
    Map<String, Object> direction = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(17);
    double reverse = 0;
    double scale = 1;
    for (String input : wrt) {
      isDouble &= Numbers.isDouble(gradient.get(input));
      Object towards = Numbers.like(gradient.get(input), () -> random.nextDouble(-1, 1));
      direction.put(input, towards);
      List<Double> slopes = Numbers.elements(gradient.get(input));
      List<Double> steps = Numbers.elements(towards);
      for (int i = 0; i < slopes.size(); i++) {
        reverse += slopes.get(i) * steps.get(i);
        scale += Math.abs(slopes.get(i) * steps.get(i));
      }
    }
    if (!Double.isFinite(reverse) || scale > 1e12) {
      return Optional.empty();
    }
    boolean isExact = isDouble && !GraphPrinter.print(program.graph(method)).contains("f32");
    double tolerance = isExact ? MODES_TOLERANCE : FLOAT_TOLERANCE;
    Optional<Disagreement> found = checkForward(wrt, direction, reverse, scale * tolerance);
    if (found.isEmpty()) {
      found =
          new DerivativeMethods(program, modes, call, tolerance)
              .check(gradient, direction, reverse, scale);
    }
    return found.isPresent() || !isDouble ? found : checkDifferences(direction, reverse, scale);
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
    double at = value(direction, 0);
    List<Double> central = new ArrayList<>();
    List<Double> gap = new ArrayList<>();
    for (double step : STEPS) {
      double above = value(direction, step);
      double below = value(direction, -step);
      central.add((above - below) / (2 * step));
      gap.add(Math.abs(above - 2 * at + below) / step);
    }
    double best = central.get(2) + (central.get(2) - central.get(1)) / 3;
    double size = Math.max(scale, Math.abs(best));
    boolean isSmooth =
        Math.abs(central.get(0) - central.get(1)) <= SMOOTH * size
            && Math.abs(central.get(1) - central.get(2)) <= SMOOTH * size
            && gap.get(1) <= 0.6 * gap.get(0) + SMOOTH * size
            && gap.get(2) <= 0.6 * gap.get(1) + SMOOTH * size;
    // a number that is rounded to float on the way stays as it is for small steps
    boolean isHidden = Math.abs(actual) * STEPS.get(2) < Math.ulp((float) at);
    if (!isSmooth || isHidden) {
      return Optional.empty();
    }
    comparisons++;
    return Math.abs(best - actual) <= TOLERANCE * size
        ? Optional.empty()
        : Optional.of(new Disagreement("differences", call, best + ", but derivative: " + actual));
  }

  /** The value of the plain method, with all inputs moved along the direction; NaN if it throws. */
  private double value(Map<String, Object> direction, double step) {
    Object model = program.newPlain();
    LoadedProgram.Call arguments = program.call(call);
    direction.forEach(
        (name, towards) -> {
          Place place = new Place(program, method, model, arguments, name);
          place.set(Numbers.moved(place.get(), towards, step));
        });
    try {
      Object value = Invocation.of(program.declared(method), model, arguments.arguments());
      return Numbers.elements(value).get(0);
    } catch (RuntimeException | AssertionError e) {
      return Double.NaN;
    }
  }
}
