package dev.kiln.fuzz.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the runs of one call gave, and with what each of these was compared. Nothing may be left
 * that was compared with nothing.
 */
final class Ledger {
  /** Where something was not comparable, which happens to be so for this call. */
  private static final String NOT = "not compared: ";

  /**
   * One thing that a run gave.
   *
   * @param run what was run: a form of a derivative, such as {@code Vjp}; empty for the method
   * @param name of the output, or of an argument, a shadow or a field afterwards
   */
  record Item(String run, String name) {}

  private final Map<Item, String> kinds = new LinkedHashMap<>();
  private final Map<Item, Set<String>> compared = new HashMap<>();

  /** A run gave something of this kind. */
  void given(String run, String name, String kind) {
    kinds.put(new Item(run, name), kind);
  }

  /** It was compared with a value from elsewhere. */
  void compared(String run, String name, String reference) {
    Item item = new Item(run, name);
    if (!kinds.containsKey(item)) {
      throw new IllegalStateException("no run gave " + item);
    }
    compared.computeIfAbsent(item, key -> new TreeSet<>()).add(reference);
  }

  /** There is nothing to compare it with, in this call, and why not. */
  void excused(String run, String name, String reason) {
    compared(run, name, NOT + reason);
  }

  /** All that is left of a run is excused. */
  void excuseRest(String run, String reason) {
    for (Item item : left()) {
      if (item.run().equals(run)) {
        excused(run, item.name(), reason);
      }
    }
  }

  /** What was compared with nothing. */
  List<Item> left() {
    List<Item> left = new ArrayList<>(kinds.keySet());
    left.removeAll(compared.keySet());
    return left;
  }

  /** All that was given. */
  Set<Item> items() {
    return kinds.keySet();
  }

  /** From run and kind to what it was compared with, and how often. */
  Map<String, Map<String, Integer>> counts() {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    kinds.forEach(
        (item, kind) -> {
          String name = item.run().isEmpty() ? "method: " + kind : item.run() + ": " + kind;
          Map<String, Integer> references = counts.computeIfAbsent(name, key -> new TreeMap<>());
          Set<String> with = compared.getOrDefault(item, Set.of());
          boolean isCompared = with.stream().anyMatch(each -> !each.startsWith(NOT));
          for (String each : with) {
            if (!isCompared || !each.startsWith(NOT)) {
              references.merge(each, 1, Integer::sum);
            }
          }
        });
    return counts;
  }
}
