package dev.kiln.fuzz.run;

import dev.kiln.graph.Graph;
import dev.kiln.session.Results;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A generated method for a derivative, and its graph in a session.
 *
 * @param disagreement where they are not the same bit for bit
 * @param results of the session; null where it threw
 * @param shadows what the derivative took beside the arguments, as the session left it
 */
record DerivativeRun(
    Optional<Disagreement> disagreement, Results results, Map<String, Object> shadows) {

  /**
   * Runs both.
   *
   * @param suffix of the name of the method, such as {@code Vjp}
   * @param inputs what the derivative takes beside the arguments, in order
   */
  static DerivativeRun of(
      LoadedProgram program, Modes modes, int call, String suffix, Map<String, Object> inputs) {
    Graph graph = program.graph(program.call(call).method() + suffix);
    Results[] kept = new Results[1];
    Map<String, Object> forSession = copies(inputs);
    Observation session =
        modes.observe(
            call,
            program.newPlain(),
            (model, arguments, observation) -> {
              kept[0] = modes.runGraph(graph, model, arguments, forSession);
              kept[0].names().forEach(name -> observation.value(name, kept[0].get(name)));
              forSession.forEach((name, value) -> observation.value("shadow " + name, value));
            });
    Map<String, Object> forMethod = copies(inputs);
    Observation compiled =
        modes.observe(
            call,
            program.newCompiled(),
            (model, arguments, observation) -> {
              run(suffix, graph, model, arguments, forMethod, observation);
              forMethod.forEach((name, value) -> observation.value("shadow " + name, value));
            });
    Optional<Disagreement> disagreement =
        compiled.agreesWith(session)
            ? Optional.empty()
            : Optional.of(Modes.disagreement(suffix, call, session, compiled));
    return new DerivativeRun(disagreement, kept[0], forSession);
  }

  private static Map<String, Object> copies(Map<String, Object> inputs) {
    Map<String, Object> copies = new LinkedHashMap<>(inputs);
    copies.replaceAll((name, value) -> Numbers.copy(value));
    return copies;
  }

  private static void run(
      String suffix,
      Graph graph,
      Object model,
      LoadedProgram.Call call,
      Map<String, Object> more,
      Observation observation) {
    Method derivative = LoadedProgram.method(model.getClass(), call.method() + suffix);
    List<Object> all = new ArrayList<>(List.of(call.arguments()));
    all.addAll(more.values());
    Object result = Invocation.of(derivative, model, all.toArray());
    List<String> names = graph.outputs();
    if (result instanceof Record) {
      RecordComponent[] components = result.getClass().getRecordComponents();
      for (int i = 0; i < components.length; i++) {
        observation.value(names.get(i), Invocation.of(components[i].getAccessor(), result));
      }
    } else if (!names.isEmpty()) {
      observation.value(names.get(0), result);
    }
  }
}
