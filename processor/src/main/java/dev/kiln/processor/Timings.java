package dev.kiln.processor;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How long the parts of a compilation took, for {@code -Akiln.timing}. */
final class Timings {
  private record Total(long nanoseconds, int runs) {
    Total plus(Total other) {
      return new Total(nanoseconds + other.nanoseconds, runs + other.runs);
    }
  }

  private final Map<String, Total> totals = new LinkedHashMap<>();

  /** Adds one run of a part. */
  void add(String part, long nanoseconds) {
    totals.merge(part, new Total(nanoseconds, 1), Total::plus);
  }

  /** The parts in the order of their time, longest first. */
  String table() {
    StringBuilder table = new StringBuilder("Kiln: time by part, with the runs of each");
    totals.entrySet().stream()
        .sorted(Comparator.comparingLong(each -> -each.getValue().nanoseconds()))
        .forEach(
            each ->
                table.append(
                    String.format(
                        Locale.ROOT,
                        "%n%10.2f ms %6d  %s",
                        each.getValue().nanoseconds() / 1e6,
                        each.getValue().runs(),
                        each.getKey())));
    return table.toString();
  }
}
