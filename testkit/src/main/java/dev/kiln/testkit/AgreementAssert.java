package dev.kiln.testkit;

import dev.kiln.testkit.run.LoadedModel;
import dev.kiln.testkit.run.Observation;
import dev.kiln.testkit.run.RandomArguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.opentest4j.AssertionFailedError;

/**
 * All modes do the same with the same inputs, bit for bit: results, exceptions with their messages,
 * and what is left in the arrays that are arguments and in the fields of the model. Two NaNs are
 * the same.
 *
 * <p>Each call is made on a new model and on copies of the arguments.
 */
public final class AgreementAssert {
  private static final int USUAL_COUNT = 20;

  private final LoadedModel model;
  private final String method;

  AgreementAssert(LoadedModel model, String method) {
    this.model = model;
    this.method = method;
  }

  /** On given inputs. */
  public AgreementAssert on(Object... arguments) {
    check(Arrays.asList(arguments), "");
    return this;
  }

  /** On twenty random inputs; a failure shows the inputs, for {@link #on}. */
  public AgreementAssert onRandomInputs(long seed) {
    return onRandomInputs(seed, USUAL_COUNT);
  }

  /**
   * On random inputs: numbers of moderate size, small indices, arrays and tensors whose sizes fit
   * each other. It fails where the method throws for all of them, since nothing is tested then.
   */
  public AgreementAssert onRandomInputs(long seed, int count) {
    RandomArguments random =
        new RandomArguments(model.graph(method), model.onlyMethod(method), seed);
    List<Observation> thrown = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> arguments = random.next();
      Observation observation = check(arguments, ", input " + i + " of seed " + seed);
      if (observation.hasThrown()) {
        thrown.add(observation);
      }
    }
    if (!thrown.isEmpty() && thrown.size() == count) {
      throw new AssertionFailedError(
          method
              + " throws for all "
              + count
              + " random inputs of seed "
              + seed
              + ", so that nothing is tested; give it inputs with on(..). The first time, it "
              + thrown.get(0).toString().lines().findFirst().orElse(""));
    }
    return this;
  }

  /** What the first mode does, if the others do the same. */
  private Observation check(List<Object> arguments, String which) {
    model.method(method, arguments.size());
    model.graph(method);
    Map<String, Observation> modes = new LinkedHashMap<>();
    if (model.isWritten(method, arguments.size())) {
      modes.put("plain", model.plain(method, arguments));
    }
    modes.put("session", model.session(method, arguments));
    modes.put("compiled", model.compiled(method, arguments));
    Observation first = modes.values().iterator().next();
    String expected = first.toString();
    if (!modes.values().stream().allMatch(each -> each.toString().equals(expected))) {
      throw new AssertionFailedError(
          "the modes disagree on "
              + method
              + Observation.text(arguments)
              + which
              + "\n"
              + differences(modes)
              + hint(modes.values()));
    }
    return first;
  }

  private static String hint(Collection<Observation> modes) {
    return modes.stream().anyMatch(Observation::lacksMessage)
        ? "\n(HotSpot leaves messages out in code that is hot; run with"
            + " -XX:-OmitStackTraceInFastThrow)"
        : "";
  }

  /** For each value that differs, what it is in each mode. */
  private static String differences(Map<String, Observation> modes) {
    Set<String> paths = new LinkedHashSet<>();
    modes.values().forEach(each -> paths.addAll(each.entries().keySet()));
    List<String> lines = new ArrayList<>();
    for (String path : paths) {
      List<String> values = modes.values().stream().map(each -> each.entries().get(path)).toList();
      if (!values.stream().allMatch(each -> Objects.equals(each, values.get(0)))) {
        lines.add("  " + path + ":");
        modes.forEach(
            (mode, each) ->
                lines.add(
                    "    %-9s %s"
                        .formatted(mode, each.entries().getOrDefault(path, "(there is none)"))));
      }
    }
    return String.join("\n", lines);
  }
}
