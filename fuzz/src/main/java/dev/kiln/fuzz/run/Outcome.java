package dev.kiln.fuzz.run;

import dev.kiln.testkit.run.Observation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run left.
 *
 * @param outputs by the names that the graph gives them, in order
 * @param shadows what the run took beside the arguments, as it left it
 * @param arguments as the run left them, by position
 * @param state the fields of the model, as the run left them
 * @param thrown where the run did not end normally; there are no outputs then
 */
public record Outcome(
    Map<String, Object> outputs,
    Map<String, Object> shadows,
    Map<String, Object> arguments,
    Map<String, Object> state,
    Optional<Throwable> thrown) {

  /** Everything, as text. */
  public Observation observation() {
    Observation observation = new Observation();
    thrown.ifPresent(observation::thrown);
    outputs.forEach(observation::value);
    shadows.forEach((name, value) -> observation.value("shadow " + name, value));
    return left(observation);
  }

  /**
   * What the method itself gives: its result, and what it leaves in arguments and fields.
   *
   * @param result the name and value of the result; nothing for a void method
   */
  public Observation observation(Map<String, Object> result) {
    Observation observation = new Observation();
    thrown.ifPresent(observation::thrown);
    result.forEach(observation::value);
    return left(observation);
  }

  private Observation left(Observation observation) {
    arguments.forEach(observation::value);
    state.forEach((name, value) -> observation.value("field " + name, value));
    return observation;
  }

  /** The first outputs, as many as there are names, under these names. */
  public Map<String, Object> first(List<String> names) {
    Map<String, Object> first = new LinkedHashMap<>();
    List<Object> values = List.copyOf(outputsInOrder());
    for (int i = 0; i < names.size(); i++) {
      first.put(names.get(i), values.get(i) == NOTHING ? null : values.get(i));
    }
    return first;
  }

  private static final Object NOTHING = new Object();

  private List<Object> outputsInOrder() {
    return outputs.values().stream().map(each -> each == null ? NOTHING : each).toList();
  }
}
