package dev.kiln.fuzz.run;

import dev.kiln.graph.Graph;
import dev.kiln.session.Results;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Derivatives of one call whose results are arrays or records, or which writes into its arguments:
 * the generated JVP and VJP against their graphs in a session, bit for bit; against one another,
 * since {@code <w, J v>} is {@code <J' w, v>}; and against differences of the plain Java.
 */
final class ResultModes {
  private final LoadedProgram program;
  private final Modes modes;
  private final int call;
  private final String method;
  private final Graph primal;
  private Optional<Differences> differences = Optional.empty();

  ResultModes(LoadedProgram program, Modes modes, int call) {
    this.program = program;
    this.modes = modes;
    this.call = call;
    this.method = program.call(call).method();
    this.primal = program.graph(method);
  }

  /** Where they were made. */
  Optional<Differences> differences() {
    return differences;
  }

  Optional<Disagreement> check(Observation plain) {
    if (plain.hasThrown()) {
      return Optional.empty(); // derivatives check more at entry, such as arguments that are one
    }
    try {
      return checkNumbers();
    } catch (RuntimeException e) {
      return Optional.of(new Disagreement("derivative structure", call, e.toString()));
    }
  }

  private Optional<Disagreement> checkNumbers() {
    Directions directions = new Directions();
    Map<String, Object> tangents = tangents(directions);
    DerivativeRun forward = DerivativeRun.of(program, modes, call, "Jvp", tangents);
    Map<String, Object> cotangents = cotangents(directions);
    DerivativeRun reverse = DerivativeRun.of(program, modes, call, "Vjp", cotangents);
    Optional<Disagreement> found = forward.disagreement().or(reverse::disagreement);
    if (found.isPresent() || forward.results() == null || reverse.results() == null) {
      return found;
    }
    Map<String, Object> direction = new LinkedHashMap<>();
    tangents.forEach((name, value) -> direction.put(input(name), value));
    direction.keySet().removeIf(name -> cotangent(reverse, name) == null);
    // what forward mode says nothing of does not move
    cotangents.keySet().removeIf(name -> tangent(forward, name) == null);
    Slope pushed = Slope.of(cotangents, name -> tangent(forward, name));
    Slope pulled = Slope.of(direction, name -> cotangent(reverse, name));
    if (!pushed.isUsable() || !pulled.isUsable()) {
      return Optional.empty();
    }
    double tolerance = Directions.tolerance(primal, direction);
    Slope both = new Slope(pushed.value(), pushed.scale() + pulled.scale());
    if (!both.isClose(pulled.value(), tolerance)) {
      String details = "<w, Jv> = " + pushed.value() + ", but <J'w, v> = " + pulled.value();
      return Optional.of(new Disagreement("JVP and VJP", call, details));
    }
    if (tolerance != Directions.EXACT) {
      return Optional.empty(); // differences of floats are too coarse
    }
    Differences made = new Differences(program, call, direction, quantity(cotangents));
    differences = Optional.of(made);
    return made.check(both);
  }

  /** Random tangents, in the structure that inputs have before the call. */
  private Map<String, Object> tangents(Directions directions) {
    Map<String, Object> tangents = new LinkedHashMap<>();
    for (String name : added("Jvp")) {
      Object before =
          new Place(program, method, program.newPlain(), program.call(call), input(name)).get();
      tangents.put(name, onlyWherePulledBack(name, directions.like(before)));
    }
    return tangents;
  }

  /** Random cotangents, in the structure of the results and of what the call leaves in arrays. */
  private Map<String, Object> cotangents(Directions directions) {
    Object model = program.newPlain();
    LoadedProgram.Call arguments = program.call(call);
    Results results = modes.runGraph(primal, model, arguments, Map.of());
    Map<String, Object> cotangents = new LinkedHashMap<>();
    for (String name : added("Vjp")) {
      Object after =
          Directions.output(primal, name)
              .map(results::get)
              .orElseGet(() -> new Place(program, method, model, arguments, input(name)).get());
      cotangents.put(name, directions.like(after));
    }
    return cotangents;
  }

  /** The names of what a derivative takes beside the arguments. */
  private List<String> added(String suffix) {
    List<Graph.Input> all = program.graph(method + suffix).inputs();
    return all.subList(primal.inputs().size(), all.size()).stream().map(Graph.Input::name).toList();
  }

  /** Where reverse mode says nothing of an input, it stays where it is. */
  private Object onlyWherePulledBack(String shadow, Object tangent) {
    Graph reverse = program.graph(method + "Vjp");
    boolean isPulledBack =
        reverse.outputs().contains(input(shadow))
            || reverse.inputs().stream().anyMatch(each -> each.name().equals(shadow));
    return isPulledBack ? tangent : Numbers.like(tangent, () -> 0);
  }

  private String input(String shadow) {
    return Directions.input(primal, shadow).orElseThrow();
  }

  /** What forward mode gives for the output or the written array that has this cotangent. */
  private Object tangent(DerivativeRun forward, String shadow) {
    return Directions.output(primal, shadow).isPresent()
        ? forward.results().get(shadow)
        : forward.shadows().get(shadow);
  }

  /** What reverse mode gives for an input, or for a written array that is not differentiated. */
  private static Object cotangent(DerivativeRun reverse, String input) {
    return reverse.results().names().contains(input)
        ? reverse.results().get(input)
        : reverse.shadows().get(Directions.shadow(input));
  }

  /** The sum of what the call leaves, weighed with the cotangents. */
  private Differences.Quantity quantity(Map<String, Object> cotangents) {
    return (result, model, arguments) -> {
      Slope sum = Slope.NONE;
      for (Map.Entry<String, Object> each : cotangents.entrySet()) {
        Optional<String> output = Directions.output(primal, each.getKey());
        Object left =
            output.isPresent()
                ? component(result, output.get())
                : new Place(program, method, model, arguments, input(each.getKey())).get();
        sum = sum.and(each.getValue(), left);
      }
      return sum.value();
    };
  }

  /** A result, as graphs name it. */
  private static Object component(Object result, String name) {
    if (!(result instanceof Record)) {
      return result;
    }
    for (RecordComponent component : result.getClass().getRecordComponents()) {
      boolean isLeaf = component.getName().equals(name);
      if (isLeaf || name.startsWith(component.getName() + ".")) {
        Object part = Invocation.of(component.getAccessor(), result);
        return isLeaf ? part : component(part, name.substring(component.getName().length() + 1));
      }
    }
    throw new LinkageError(result.getClass() + " has no component " + name);
  }
}
