package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.Argument;
import dev.kiln.fuzz.run.Numbers;
import dev.kiln.fuzz.run.Outcome;
import dev.kiln.graph.RecordLeaf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One array as two tangents, cotangents or buffers, as two rows of one, or an argument in place of
 * one: to be refused at entry, or as right as with arrays of their own.
 */
final class SharedShadows {
  private SharedShadows() {}

  /**
   * Tries all ways to share, in the first call of a program.
   *
   * @param separate the values with arrays of their own
   * @param outcome what came of these; nothing where they did not work either
   */
  static void check(
      Comparison comparison,
      String suffix,
      Map<String, Object> separate,
      Optional<Outcome> outcome) {
    if (comparison.call() % 3 != 0 || outcome.isEmpty()) {
      return;
    }
    for (Map<String, Object> shared : ways(comparison, separate)) {
      check(comparison, suffix, shared);
    }
  }

  /** The same numbers in arrays of their own. */
  private static Map<String, Object> separated(Comparison comparison, Map<String, Object> shared) {
    Map<String, Object> separate = new LinkedHashMap<>(shared);
    separate.replaceAll(
        (name, value) ->
            Numbers.separate(
                value instanceof Argument argument
                    ? comparison.before().get(argument.input())
                    : value));
    return separate;
  }

  private static void check(Comparison comparison, String suffix, Map<String, Object> shared) {
    int call = comparison.call();
    Outcome expected =
        comparison.runs().session(call, comparison.graph(suffix), separated(comparison, shared));
    Outcome session = comparison.runs().session(call, comparison.graph(suffix), shared);
    String name = comparison.method() + suffix;
    Outcome compiled = comparison.runs().compiled(call, name, comparison.graph(suffix), shared);
    boolean isRefused = Refusals.isRefusal(session.observation());
    boolean areAlike = Refusals.areAlike(session.observation(), compiled.observation());
    boolean isRight =
        session.thrown().isEmpty()
            && session.observation().hasValuesOf(expected.observation())
            && compiled.observation().hasValuesOf(expected.observation());
    if (areAlike && isRefused) {
      comparison.refusedShadows();
    } else if (!areAlike || !isRight) {
      comparison.disagree(
          "one array for two of " + suffix,
          expected.observation(),
          session.observation() + "\ncompiled:\n" + compiled.observation());
    }
  }

  private static List<Map<String, Object>> ways(
      Comparison comparison, Map<String, Object> separate) {
    List<Map<String, Object>> ways = new ArrayList<>();
    List<String> names = List.copyOf(separate.keySet());
    for (int i = 0; i < names.size() && ways.isEmpty(); i++) {
      for (int j = 0; j < i; j++) {
        Object first = separate.get(names.get(j));
        if (isLike(first, separate.get(names.get(i)))) {
          ways.add(with(separate, names.get(i), first));
          break;
        }
      }
    }
    for (Map.Entry<String, Object> each : separate.entrySet()) {
      if (each.getValue() instanceof double[][] rows
          && rows.length > 1
          && isLike(rows[0], rows[1])) {
        double[][] same = rows.clone();
        same[1] = same[0];
        ways.add(with(separate, each.getKey(), same));
        break;
      }
    }
    for (String name : names) {
      Optional<Object> argument =
          Directions.input(comparison.primal(), name)
              .filter(input -> !isColumn(comparison, input))
              .map(input -> comparison.before().get(input))
              .filter(value -> isLike(value, separate.get(name)));
      if (argument.isPresent()) {
        String input = Directions.input(comparison.primal(), name).orElseThrow();
        ways.add(with(separate, name, new Argument(input)));
        break;
      }
    }
    return ways;
  }

  /** Sessions take arrays of records as columns, which no caller has. */
  private static boolean isColumn(Comparison comparison, String input) {
    String root = input.replaceFirst("\\..*", "");
    return comparison.before().keySet().stream()
        .anyMatch(each -> each.startsWith(root + ".") && each.endsWith(RecordLeaf.NON_NULL));
  }

  private static boolean isLike(Object first, Object second) {
    return first != null
        && first.getClass().isArray()
        && second != null
        && first.getClass() == second.getClass()
        && Numbers.areAlike(first, second);
  }

  private static Map<String, Object> with(Map<String, Object> values, String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return changed;
  }
}
