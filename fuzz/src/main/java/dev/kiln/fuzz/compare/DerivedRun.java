package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.Outcome;
import dev.kiln.graph.Graph;
import dev.kiln.testkit.run.Columns;
import dev.kiln.testkit.run.Observation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A generated derivative and its graph in a session: the same bit for bit; and what the method
 * itself gives is what plain Java gives, which arrays are one included. The rest is left to be
 * compared in the ledger.
 */
final class DerivedRun {
  private DerivedRun() {}

  /**
   * Runs both.
   *
   * @param suffix of the name of the derivative
   * @param kind of the outputs that the method itself has not
   * @param more what it takes beside the arguments, in order
   * @return what it left; nothing where something was thrown, or is wrong
   */
  static Optional<Outcome> of(
      Comparison comparison, String suffix, String kind, Map<String, Object> more) {
    Graph graph = comparison.graph(suffix);
    int call = comparison.call();
    Outcome session = comparison.runs().session(call, graph, more);
    Outcome compiled = comparison.runs().compiled(call, comparison.method() + suffix, graph, more);
    Observation expected = session.observation();
    Observation actual = compiled.observation();
    boolean hasThrown = comparison.plain().thrown().isPresent();
    if (hasThrown || expected.hasThrown() || actual.hasThrown()) {
      checkExceptions(comparison, suffix, expected, actual);
      return Optional.empty();
    }
    if (!actual.agreesWith(expected)) {
      comparison.disagree(suffix, expected, actual);
      return Optional.empty();
    }
    note(comparison, suffix, kind, session);
    return checkPrimal(comparison, suffix, graph, session)
        ? Optional.of(session)
        : Optional.empty();
  }

  private static void checkExceptions(
      Comparison comparison, String suffix, Observation session, Observation compiled) {
    Observation plain = comparison.plain().observation();
    boolean areAlike = Refusals.areAlike(session, compiled);
    if (areAlike && Refusals.isRefusal(session)) {
      comparison.refused();
      if (!Refusals.mayWrite(comparison.primal())) {
        comparison.disagree("refused where nothing is written", plain, session);
      }
    } else if (!session.throwsLike(plain)) {
      comparison.disagree("exception of " + suffix + " in a session", plain, session);
    } else if (!areAlike) {
      comparison.disagree("exception of " + suffix, plain, compiled);
    }
  }

  /** How many of the outputs are those of the method. */
  private static int primalOutputs(Comparison comparison, String suffix) {
    return Matrices.isMatrix(suffix) ? 0 : comparison.primal().outputs().size();
  }

  private static void note(Comparison comparison, String suffix, String kind, Outcome outcome) {
    Ledger ledger = comparison.ledger();
    int primal = primalOutputs(comparison, suffix);
    int position = 0;
    for (String name : outcome.outputs().keySet()) {
      ledger.given(suffix, name, position++ < primal ? "result" : kind);
    }
    outcome
        .shadows()
        .keySet()
        .forEach(name -> ledger.given(suffix, "shadow " + name, "shadow afterwards"));
    outcome.arguments().keySet().forEach(name -> ledger.given(suffix, name, "argument afterwards"));
    outcome
        .state()
        .keySet()
        .forEach(name -> ledger.given(suffix, "field " + name, "field afterwards"));
  }

  private static boolean checkPrimal(
      Comparison comparison, String suffix, Graph graph, Outcome outcome) {
    int primal = primalOutputs(comparison, suffix);
    Map<String, Object> leaves = outcome.first(comparison.primal().outputs().subList(0, primal));
    Map<String, Object> result =
        primal == 0
            ? Map.of()
            : comparison.runs().result(comparison.method(), leaves, new Columns());
    Observation actual = outcome.observation(result);
    Outcome plain = comparison.plain();
    Observation expected = plain.observation(result.isEmpty() ? Map.of() : plain.outputs());
    boolean isSame =
        hasRecordArray(comparison)
            ? actual.hasValuesOf(expected) // given as columns, which are other arrays
            : actual.agreesWith(expected);
    if (!isSame) {
      comparison.disagree("what " + suffix + " leaves", expected, actual);
      return false;
    }
    Ledger ledger = comparison.ledger();
    List<String> outputs = graph.outputs().subList(0, primal);
    outputs.forEach(name -> ledger.compared(suffix, name, Comparison.PLAIN));
    outcome.arguments().keySet().forEach(name -> ledger.compared(suffix, name, Comparison.PLAIN));
    outcome
        .state()
        .keySet()
        .forEach(name -> ledger.compared(suffix, "field " + name, Comparison.PLAIN));
    return true;
  }

  private static boolean hasRecordArray(Comparison comparison) {
    return comparison.primal().outputs().stream().anyMatch(each -> each.endsWith("non-null"));
  }
}
