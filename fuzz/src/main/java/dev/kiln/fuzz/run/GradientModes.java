package dev.kiln.fuzz.run;

import dev.kiln.autodiff.Jvp;
import dev.kiln.autodiff.NotDifferentiableException;
import dev.kiln.graph.Graph;
import dev.kiln.session.Results;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Derivatives of one call: the generated gradient against the gradient graph in a session, bit for
 * bit; reverse mode against forward mode, in a random direction; and both against {@link
 * Differences} of the plain Java.
 */
final class GradientModes {

  private final LoadedProgram program;
  private final Modes modes;
  private final int call;
  private final String method;
  private Optional<Results> results = Optional.empty();
  private Optional<Differences> differences = Optional.empty();

  GradientModes(LoadedProgram program, Modes modes, int call) {
    this.program = program;
    this.modes = modes;
    this.call = call;
    this.method = program.call(call).method();
  }

  /** Where they were made. */
  Optional<Differences> differences() {
    return differences;
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
    Directions directions = new Directions();
    for (String input : wrt) {
      direction.put(input, directions.like(gradient.get(input)));
    }
    Slope slope = Slope.of(direction, gradient::get);
    if (!slope.isUsable()) {
      return Optional.empty();
    }
    Map<String, Object> doubles = Directions.doubles(direction);
    double tolerance = Directions.tolerance(program.graph(method), direction);
    Optional<Disagreement> found = checkForward(wrt, direction, slope, tolerance);
    if (found.isEmpty()) {
      found =
          new DerivativeMethods(program, modes, call, tolerance).check(gradient, direction, slope);
    }
    // differences of floats are too coarse
    if (found.isPresent() || doubles.isEmpty() || !Numbers.isDouble(gradient.get("value"))) {
      return found;
    }
    Differences made =
        new Differences(
            program, call, doubles, (result, model, call) -> Numbers.elements(result).get(0));
    differences = Optional.of(made);
    return made.check(new Slope(Slope.of(doubles, gradient::get).value(), slope.scale()));
  }

  private Optional<Disagreement> checkForward(
      List<String> wrt, Map<String, Object> direction, Slope slope, double tolerance) {
    Graph graph = program.graph(method);
    Map<String, Object> tangents = new LinkedHashMap<>();
    direction.forEach((name, value) -> tangents.put(Directions.shadow(name), Numbers.copy(value)));
    Graph jvp;
    try {
      jvp = Jvp.of(graph, wrt);
    } catch (NotDifferentiableException e) {
      return Optional.empty(); // as the documentation says of calls that return several arrays
    }
    LoadedProgram.Call arguments = program.call(call);
    addZeros(jvp, graph, arguments, tangents);
    Results results = modes.runGraph(jvp, program.newPlain(), arguments, tangents);
    Object tangent = results.get(Directions.shadow(graph.outputs().get(0)));
    double forward = Numbers.elements(tangent).get(0);
    return slope.isClose(forward, tolerance)
        ? Optional.empty()
        : Optional.of(
            new Disagreement(
                "forward mode", call, forward + ", but reverse mode: " + slope.value()));
  }

  /** Arrays that are not differentiated but written need tangents too. */
  private void addZeros(
      Graph jvp, Graph graph, LoadedProgram.Call arguments, Map<String, Object> tangents) {
    for (int i = graph.inputs().size(); i < jvp.inputs().size(); i++) {
      String name = jvp.inputs().get(i).name();
      Optional<String> input = Directions.input(graph, name);
      if (input.isPresent() && !tangents.containsKey(name)) {
        Object value = new Place(program, method, program.newPlain(), arguments, input.get()).get();
        tangents.put(name, Numbers.like(value, () -> 0));
      }
    }
  }
}
