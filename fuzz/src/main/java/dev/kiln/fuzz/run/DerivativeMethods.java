package dev.kiln.fuzz.run;

import dev.kiln.autodiff.Tape;
import dev.kiln.graph.Graph;
import dev.kiln.session.Results;
import dev.kiln.tensor.Tensor;
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
   */
  Optional<Disagreement> check(Results gradient, Map<String, Object> direction, Slope slope) {
    Optional<Disagreement> found = Optional.empty();
    if (program.hasGraph(method + "Jvp")) {
      found = checkForward(direction, slope);
    }
    if (found.isEmpty() && program.hasGraph(method + "Vjp")) {
      found = checkReverse(direction, slope);
    }
    return found.or(() -> checkTape(gradient, direction));
  }

  private Optional<Disagreement> checkForward(Map<String, Object> direction, Slope slope) {
    DerivativeRun run =
        DerivativeRun.of(program, modes, call, "Jvp", more(method + "Jvp", direction));
    if (run.disagreement().isPresent()) {
      return run.disagreement();
    }
    List<String> names = run.results().names();
    Object tangent = run.results().get(names.get(names.size() - 1));
    return close("generated JVP", Numbers.elements(tangent).get(0), slope);
  }

  private Optional<Disagreement> checkReverse(Map<String, Object> direction, Slope slope) {
    DerivativeRun run =
        DerivativeRun.of(program, modes, call, "Vjp", more(method + "Vjp", Map.of()));
    if (run.disagreement().isPresent()) {
      return run.disagreement();
    }
    double pulled = Slope.of(direction, run.results()::get).value();
    return close("generated VJP", pulled, new Slope(WEIGHT * slope.value(), slope.scale()));
  }

  private Optional<Disagreement> close(String kind, double actual, Slope slope) {
    return slope.isClose(actual, tolerance)
        ? Optional.empty()
        : Optional.of(
            new Disagreement(kind, call, actual + ", but the gradient gives " + slope.value()));
  }

  /**
   * Values for what a derivative takes beside the arguments, in order: zeros in the structure that
   * arrays have before the call for tangents, after it for cotangents.
   */
  private Map<String, Object> more(String derivative, Map<String, Object> direction) {
    Graph primal = program.graph(method);
    Graph graph = program.graph(derivative);
    Object model = program.newPlain();
    LoadedProgram.Call arguments = program.call(call);
    Object result = Invocation.of(program.declared(method), model, arguments.arguments());
    if (!direction.isEmpty()) {
      model = program.newPlain();
      arguments = program.call(call);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = primal.inputs().size(); i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i).name();
      Optional<String> input = Directions.input(primal, name);
      if (input.isPresent() && direction.containsKey(input.get())) {
        values.put(name, direction.get(input.get()));
      } else if (input.isPresent()) {
        Object value = new Place(program, method, model, arguments, input.get()).get();
        values.put(name, Numbers.like(value, () -> 0));
      } else {
        values.put(name, Numbers.like(result, () -> WEIGHT));
      }
    }
    return values;
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
