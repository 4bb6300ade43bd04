package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.Outcome;
import dev.kiln.graph.Graph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Jacobian of one call: times a direction against forward mode, times weights against reverse.
 * Where steep slopes cancel, one of the modes has numbers that are not finite, the other has not;
 * the Jacobian goes by one of them.
 */
final class JacobianCheck {
  private final Comparison comparison;
  private final FirstDerivatives first;
  private final Graph primal;
  private final Ledger ledger;

  JacobianCheck(Comparison comparison, FirstDerivatives first) {
    this.comparison = comparison;
    this.first = first;
    this.primal = comparison.primal();
    this.ledger = comparison.ledger();
  }

  void check() {
    if (!comparison.has("Jacobian")) {
      return;
    }
    Optional<Outcome> run = DerivedRun.of(comparison, "Jacobian", "matrix", Map.of());
    if (run.isEmpty()) {
      return;
    }
    double[][] jacobian = (double[][]) run.get().outputs().values().iterator().next();
    String output = comparison.graph("Jacobian").outputs().get(0);
    boolean isFiniteAsForward = true;
    if (first.forward().isPresent()) {
      ledger.compared("Jacobian", output, FirstDerivatives.FORWARD);
      isFiniteAsForward = checkForward(jacobian);
    } else {
      ledger.excused("Jacobian", output, "no forward mode");
    }
    boolean isFiniteAsReverse =
        !comparison.has("Vjp") || first.forward().isEmpty() || checkReverse(jacobian, output);
    if (!isFiniteAsForward && !isFiniteAsReverse) {
      comparison.disagree("Jacobian is finite", "as in one of both", Matrices.text(jacobian));
    }
    SecondDerivatives.checkInto(comparison, "JacobianInto", Optional.of(jacobian));
  }

  /** The shadows of what has rows: results, or what a void method writes. */
  private List<String> rows() {
    List<String> results = new ArrayList<>();
    List<String> tangents = List.copyOf(first.forward().orElseThrow().outputs().keySet());
    if (!primal.outputs().isEmpty()) {
      return tangents.subList(primal.outputs().size(), tangents.size());
    }
    List<String> written = comparison.added(comparison.graph("Vjp"));
    for (String each : written) {
      if (!comparison.wrt().contains(Directions.input(primal, each).orElseThrow())) {
        results.add(each);
      }
    }
    return results.isEmpty() ? written : results;
  }

  private Map<String, Object> pushed() {
    Outcome outcome = first.forward().orElseThrow();
    return primal.outputs().isEmpty() ? outcome.shadows() : outcome.outputs();
  }

  /** Compares finite numbers; returns whether the same are finite. */
  private boolean checkForward(double[][] jacobian) {
    List<Double> vector = Matrices.vector(first.movement().directionOfWrt(), comparison.wrt());
    List<Double> expected = Matrices.vector(pushed(), rows());
    if (!Matrices.mapsWhereFinite(jacobian, vector, expected, first.movement().tolerance())) {
      comparison.disagree("Jacobian", "times " + vector + "\n" + expected, Matrices.text(jacobian));
    }
    return Matrices.maps(jacobian, vector, expected, first.movement().tolerance());
  }

  /** The same for reverse mode. */
  private boolean checkReverse(double[][] jacobian, String output) {
    List<String> rows = rows();
    Graph graph = comparison.graph("Vjp");
    Map<String, Object> cotangents = new LinkedHashMap<>();
    Directions directions = new Directions(19);
    for (String name : comparison.added(graph)) {
      Object left = comparison.after().get(Comparison.shadowed(primal, name));
      Object weights = rows.contains(name) ? directions.like(left) : Movement.zeros(left);
      cotangents.put(name, Directions.number(graph, name, weights));
    }
    Outcome run = comparison.runs().session(comparison.call(), graph, cotangents);
    if (run.thrown().isPresent()) {
      return true;
    }
    List<Double> weights = Matrices.vector(cotangents, rows);
    List<String> names = graph.outputs();
    List<Object> values = new ArrayList<>(run.outputs().values()); // there may be null
    Map<String, Object> pulled = new LinkedHashMap<>();
    for (int i = primal.outputs().size(); i < names.size(); i++) {
      pulled.put(names.get(i), values.get(i));
    }
    List<Double> expected = Matrices.vector(pulled, comparison.wrt());
    double[][] transposed = new double[expected.size()][jacobian.length];
    for (int i = 0; i < jacobian.length; i++) {
      for (int j = 0; j < Math.min(expected.size(), jacobian[i].length); j++) {
        transposed[j][i] = jacobian[i][j];
      }
    }
    ledger.compared("Jacobian", output, FirstDerivatives.REVERSE);
    if (!Matrices.mapsWhereFinite(transposed, weights, expected, first.movement().tolerance())) {
      comparison.disagree(
          "Jacobian, by rows", "times " + weights + "\n" + expected, Matrices.text(jacobian));
    }
    return Matrices.maps(transposed, weights, expected, first.movement().tolerance());
  }
}
