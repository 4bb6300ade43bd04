package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.Numbers;
import dev.kiln.graph.Graph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the inputs of one call move, and how its results and what it leaves in arrays are weighted:
 * random tangents and cotangents.
 */
final class Movement {
  private final Comparison comparison;
  private final Graph primal;
  private final Directions directions = new Directions(17);
  private final Map<String, Object> tangents = new LinkedHashMap<>();

  /** For each input that moves, how it does. */
  private final Map<String, Object> direction = new LinkedHashMap<>();

  /** By the names of what reverse mode takes; none where the call throws. */
  private final Map<String, Object> cotangents = new LinkedHashMap<>();

  private final double tolerance;

  Movement(Comparison comparison) {
    this.comparison = comparison;
    this.primal = comparison.primal();
    List<String> pulled =
        comparison.has("Vjp") ? comparison.added(comparison.graph("Vjp")) : List.of();
    chooseTangents(pulled);
    tolerance = Directions.tolerance(primal, direction.values());
    if (comparison.plain().thrown().isEmpty()) {
      chooseCotangents(pulled);
    }
  }

  private void chooseTangents(List<String> pulled) {
    List<String> moving = new ArrayList<>(comparison.wrt());
    for (Graph.Input each : primal.inputs()) {
      boolean moves =
          moving.contains(each.name())
              || pulled.contains(Directions.shadow(each.name()))
                  && Directions.output(primal, Directions.shadow(each.name())).isEmpty();
      if (moves) {
        Map<String, Object> before = comparison.before();
        Object any = directions.like(before.get(each.name()));
        Object towards = Comparison.onlyThere(before, each.name(), any);
        direction.put(each.name(), towards);
        tangents.put(Directions.shadow(each.name()), towards);
      }
    }
  }

  private void chooseCotangents(List<String> pulled) {
    List<String> names = new ArrayList<>(pulled);
    if (names.isEmpty()) {
      primal.outputs().stream()
          .filter(each -> Numbers.isFloating(comparison.after().get(each)))
          .forEach(each -> names.add(Directions.shadow(each)));
    }
    Directions weights = new Directions(18);
    for (String name : names) {
      String whole = Comparison.shadowed(primal, name);
      Object any = weights.like(comparison.after().get(whole));
      Object numbers = Comparison.onlyThere(comparison.after(), whole, any);
      cotangents.put(
          name,
          pulled.isEmpty() ? numbers : Directions.number(comparison.graph("Vjp"), name, numbers));
    }
  }

  /** For each input that moves, how it does. */
  Map<String, Object> direction() {
    return new LinkedHashMap<>(direction);
  }

  /** The weights of results and of what the call leaves in arrays. */
  Map<String, Object> cotangents() {
    return new LinkedHashMap<>(cotangents);
  }

  /** How much of what is compared may differ. */
  double tolerance() {
    return tolerance;
  }

  /** How the inputs that are differentiated move. */
  Map<String, Object> directionOfWrt() {
    Map<String, Object> moving = new LinkedHashMap<>(direction);
    moving.keySet().retainAll(comparison.wrt());
    return moving;
  }

  /** Values for what a graph takes beside the arguments, where nothing else moves. */
  Map<String, Object> tangentsOfWrt(Graph graph) {
    Map<String, Object> fewer = tangents(graph);
    fewer.replaceAll(
        (name, value) -> comparison.wrt().contains(input(name)) ? value : zeros(value));
    return fewer;
  }

  boolean isOnlyOfWrt() {
    return comparison.wrt().containsAll(direction.keySet());
  }

  /** Values for what a forward mode takes beside the arguments. */
  Map<String, Object> tangents(Graph graph) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : comparison.added(graph)) {
      Object known = tangents.get(name);
      values.put(name, known != null ? known : zeros(comparison.before().get(input(name))));
    }
    return values;
  }

  static Object zeros(Object value) {
    return Numbers.separate(Numbers.like(value, () -> 0));
  }

  private String input(String shadow) {
    return Directions.input(primal, shadow).orElseThrow();
  }
}
