package dev.kiln.autodiff.jacobian;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.activity.ReplacedRows;
import dev.kiln.autodiff.activity.Variation;
import dev.kiln.autodiff.entry.WrittenInputs;
import dev.kiln.autodiff.plan.SavedElements;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.op.Term;
import dev.kiln.type.ArrayType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph of which a Jacobian consists of the derivatives.
 *
 * @param wrt the inputs to differentiate with respect to
 * @param results the inputs whose contents are the results of a graph that returns nothing
 * @param restored the inputs whose contents each run must find as the first one
 * @param replacesRows whether arguments, and their shadows, may end with other rows than they start
 *     with
 */
record Differentiated(
    Graph primal,
    List<String> wrt,
    List<Integer> results,
    List<Integer> restored,
    boolean replacesRows) {

  static Differentiated of(Graph primal, List<String> wrt) {
    boolean replacesRows = mayReplaceRows(primal);
    WrittenInputs written = WrittenInputs.of(primal);
    List<Integer> results = new ArrayList<>();
    List<Integer> restored = new ArrayList<>();
    for (int i = 0; i < primal.inputs().size(); i++) {
      String input = primal.inputs().get(i).name();
      ValueType type = primal.inputType(i);
      boolean isWritten = written.all().contains(input);
      if (isWritten && primal.outputs().isEmpty() && Variation.isFloating(type)) {
        results.add(i);
      }
      if (isWritten && type instanceof ArrayType array) {
        SavedElements.of(array, SourcePosition.UNKNOWN); // refuses what cannot be put back
      }
      if (replacesRows && isWritten || written.alsoRead().contains(input)) {
        restored.add(i);
      }
    }
    if (results.stream().anyMatch(i -> !wrt.contains(primal.inputs().get(i).name()))) {
      results.removeIf(i -> wrt.contains(primal.inputs().get(i).name()));
    }
    return new Differentiated(primal, wrt, results, restored, replacesRows);
  }

  /**
   * Shadows of such arguments have another structure before a vector-Jacobian product than after.
   */
  private static boolean mayReplaceRows(Graph primal) {
    return primal.entry().parameters().stream().anyMatch(ReplacedRows::has)
        && ReplacedRows.mayBeIn(primal.entry(), new CustomRules(primal));
  }

  /** Those of the inputs that are differentiated. */
  List<Term> sources(List<Term> inputs) {
    return wrt.stream().map(each -> inputs.get(position(each))).toList();
  }

  private int position(String input) {
    for (int i = 0; i < primal.inputs().size(); i++) {
      if (primal.inputs().get(i).name().equals(input)) {
        return i;
      }
    }
    throw new IllegalArgumentException(primal.name() + " has no input '" + input + "'");
  }

  /** Takes the contents of the arrays that each run must find as the first one. */
  Contents contents(GraphBuilder graph, List<Term> inputs) {
    return new Contents(graph, restored.stream().map(inputs::get).toList());
  }

  /** Whether only a run tells how many elements the results have. */
  boolean isCountedByRunning() {
    return primal.entry().resultTypes().stream().anyMatch(type -> type instanceof ArrayType)
        || replacesRows && primal.outputs().isEmpty();
  }

  /** Stand-ins for the results that have as many elements. */
  List<Term> resultsByType(GraphBuilder graph, List<Term> inputs) {
    List<Term> all = new ArrayList<>();
    for (ValueType type : primal.entry().resultTypes()) {
      if (Variation.isFloating(type)) {
        all.add(graph.constant(0.0));
      }
    }
    results.forEach(i -> all.add(inputs.get(i)));
    return all;
  }
}
