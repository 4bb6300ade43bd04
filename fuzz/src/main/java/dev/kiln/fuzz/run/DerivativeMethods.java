package dev.kiln.fuzz.run;

import dev.kiln.autodiff.Tape;
import dev.kiln.graph.Graph;
import dev.kiln.session.Results;
import dev.kiln.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The generated methods for tangents and cotangents, against their graphs in a session, bit for
 * bit, and against the gradient: {@code <w, J v>} is {@code <J' w, v>}. Then a tape on plain Java,
 * where there are tensors.
 */
final class DerivativeMethods {
  /** The cotangent of the result. */
  private static final double WEIGHT = 0.75;

  private final LoadedProgram program;
  private final Modes modes;
  private final int call;
  private final String method;
  private final double tolerance;

  DerivativeMethods(LoadedProgram program, Modes modes, int call, double tolerance) {
    this.program = program;
    this.modes = modes;
    this.call = call;
    this.method = program.call(call).method();
    this.tolerance = tolerance;
  }

  /**
   * Compares with the gradient.
   *
   * @param direction the tangents of the inputs, by name
   * @param slope the derivative of the result in this direction
   * @param scale the sum of the magnitudes of what was added up for it
   */
  Optional<Disagreement> check(
      Results gradient, Map<String, Object> direction, double slope, double scale) {
    Optional<Disagreement> found = Optional.empty();
    if (program.hasGraph(method + "Jvp")) {
      found = checkForward(direction, slope, scale);
    }
    if (found.isEmpty() && program.hasGraph(method + "Vjp")) {
      found = checkReverse(direction, slope, scale);
    }
    return found.or(() -> checkTape(gradient, direction));
  }

  private Optional<Disagreement> checkForward(
      Map<String, Object> direction, double slope, double scale) {
    Results[] kept = new Results[1];
    Optional<Disagreement> found = compare("Jvp", direction, kept);
    if (found.isPresent()) {
      return found;
    }
    List<String> names = kept[0].names();
    return close("generated JVP", first(kept[0].get(names.get(names.size() - 1))), slope, scale);
  }

  private Optional<Disagreement> checkReverse(
      Map<String, Object> direction, double slope, double scale) {
    Results[] kept = new Results[1];
    Optional<Disagreement> found = compare("Vjp", Map.of(), kept);
    if (found.isPresent()) {
      return found;
    }
    double sum = 0;
    for (Map.Entry<String, Object> each : direction.entrySet()) {
      List<Double> cotangents = Numbers.elements(kept[0].get(each.getKey()));
      List<Double> steps = Numbers.elements(each.getValue());
      for (int i = 0; i < steps.size(); i++) {
        sum += cotangents.get(i) * steps.get(i);
      }
    }
    return close("generated VJP", sum, WEIGHT * slope, scale);
  }

  private Optional<Disagreement> close(String kind, double actual, double slope, double scale) {
    return Double.isFinite(actual) && !(Math.abs(actual - slope) <= tolerance * scale)
        ? Optional.of(new Disagreement(kind, call, actual + ", but the gradient gives " + slope))
        : Optional.empty();
  }

  private static double first(Object value) {
    return Numbers.elements(value).get(0);
  }

  /** The generated method against its graph. */
  private Optional<Disagreement> compare(
      String suffix, Map<String, Object> direction, Results[] kept) {
    Graph graph = program.graph(method + suffix);
    Map<String, Object> forSession = more(graph, direction);
    Observation session =
        modes.observe(
            call,
            program.newPlain(),
            (model, arguments, observation) -> {
              kept[0] = modes.runGraph(graph, model, arguments, forSession);
              kept[0].names().forEach(name -> observation.value(name, kept[0].get(name)));
              forSession.forEach((name, value) -> observation.value("shadow " + name, value));
            });
    Map<String, Object> forMethod = more(graph, direction);
    Observation compiled =
        modes.observe(
            call,
            program.newCompiled(),
            (model, arguments, observation) -> {
              run(suffix, graph, model, arguments, forMethod, observation);
              forMethod.forEach((name, value) -> observation.value("shadow " + name, value));
            });
    return compiled.agreesWith(session)
        ? Optional.empty()
        : Optional.of(Modes.disagreement(suffix, call, session, compiled));
  }

  private void run(
      String suffix,
      Graph graph,
      Object model,
      LoadedProgram.Call arguments,
      Map<String, Object> more,
      Observation observation) {
    Method derivative = LoadedProgram.method(model.getClass(), method + suffix);
    List<Object> all = new ArrayList<>(List.of(arguments.arguments()));
    all.addAll(more.values());
    Object result = Invocation.of(derivative, model, all.toArray());
    List<String> names = graph.outputs();
    if (!(result instanceof Record)) {
      observation.value(names.get(0), result);
      return;
    }
    RecordComponent[] components = result.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      Object part = Invocation.of(components[i].getAccessor(), result);
      observation.value(names.get(i), part);
    }
  }

  /** Fresh values for what a derivative takes beside the arguments, in order. */
  private Map<String, Object> more(Graph graph, Map<String, Object> direction) {
    Graph primal = program.graph(method);
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = primal.inputs().size(); i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i).name();
      Optional<String> input =
          primal.inputs().stream()
              .map(Graph.Input::name)
              .filter(each -> GradientModes.tangent(each).equals(name))
              .findFirst();
      if (input.isPresent() && direction.containsKey(input.get())) {
        values.put(name, Numbers.copy(direction.get(input.get())));
      } else if (input.isPresent()) {
        Object model = program.newPlain();
        Object value = new Place(program, method, model, program.call(call), input.get()).get();
        values.put(name, Numbers.like(value, () -> 0));
      } else {
        values.put(name, cotangent());
      }
    }
    return values;
  }

  private Object cotangent() {
    LoadedProgram.Call arguments = program.call(call);
    Object result =
        Invocation.of(program.declared(method), program.newPlain(), arguments.arguments());
    return Numbers.like(result, () -> WEIGHT);
  }

  private Optional<Disagreement> checkTape(Results gradient, Map<String, Object> direction) {
    Object model = program.newPlain();
    LoadedProgram.Call arguments = program.call(call);
    List<String> names = new ArrayList<>();
    List<Tensor> sources = new ArrayList<>();
    for (String name : direction.keySet()) {
      if (new Place(program, method, model, arguments, name).get() instanceof Tensor tensor) {
        names.add(name);
        sources.add(tensor);
      }
    }
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    List<Tensor> gradients;
    try (Tape tape = Tape.open()) {
      Object result = Invocation.of(program.declared(method), model, arguments.arguments());
      if (!(result instanceof Tensor loss)) {
        return Optional.empty();
      }
      gradients = tape.gradient(loss, sources.toArray(Tensor[]::new));
    }
    for (int i = 0; i < names.size(); i++) {
      List<Double> expected = Numbers.elements(gradient.get(names.get(i)));
      List<Double> actual = Numbers.elements(gradients.get(i));
      double size = 1;
      for (double each : expected) {
        size += Math.abs(each);
      }
      for (int j = 0; j < expected.size(); j++) {
        boolean isClose =
            !Double.isFinite(expected.get(j) + actual.get(j))
                || Math.abs(expected.get(j) - actual.get(j)) <= tolerance * size;
        if (!isClose) {
          String details = names.get(i) + ": " + actual + ", but compiled: " + expected;
          return Optional.of(new Disagreement("tape", call, details));
        }
      }
    }
    return Optional.empty();
  }
}
