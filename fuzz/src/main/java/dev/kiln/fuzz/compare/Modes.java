package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.LoadedProgram;
import dev.kiln.fuzz.run.Numbers;
import dev.kiln.fuzz.run.Outcome;
import dev.kiln.fuzz.run.Runs;
import dev.kiln.fuzz.run.Tap;
import dev.kiln.fuzz.trace.BranchTrace;
import dev.kiln.testkit.run.Invocation;
import dev.kiln.testkit.run.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs the calls of a program as plain Java, in a session, and as generated code. */
public final class Modes {
  private final LoadedProgram program;
  private final Runs runs;
  private final List<Observation> observations = new ArrayList<>();
  private final Map<Integer, Map<String, Object>> gradients = new HashMap<>();
  private final Map<String, Map<String, Integer>> compared = new TreeMap<>();
  private final Set<Ledger.Item> items = new HashSet<>();
  private int calls;
  private int exceptions;
  private int differentiated;
  private int comparisons;
  private int branching;
  private int sharing;
  private int refusals;
  private int shadowRefusals;

  /** The modes of a program. */
  public Modes(LoadedProgram program) {
    this(program, Tap.NONE);
  }

  /** The same, where {@code tap} sees what is compared. */
  public Modes(LoadedProgram program, Tap tap) {
    this.program = program;
    this.runs = new Runs(program, tap);
  }

  /** How many calls were made. */
  public int calls() {
    return calls;
  }

  /** How many of them threw. */
  public int exceptions() {
    return exceptions;
  }

  /** How many of them were differentiated. */
  public int gradients() {
    return differentiated;
  }

  /** How many derivatives were compared with finite differences. */
  public int comparisons() {
    return comparisons;
  }

  /** How many were not, since the program takes other branches nearby. */
  public int branching() {
    return branching;
  }

  /** How many calls have an array twice among arguments and fields. */
  public int sharing() {
    return sharing;
  }

  /** How many derivatives were refused, since arguments are one array. */
  public int refusals() {
    return refusals;
  }

  /** How many were, since tangents, cotangents or buffers are. */
  public int shadowRefusals() {
    return shadowRefusals;
  }

  /** For each kind of what runs give: what it was compared with, and how often. */
  public Map<String, Map<String, Integer>> compared() {
    return compared;
  }

  /** Form and name of all that was compared; the form is empty for the method itself. */
  public Set<List<String>> items() {
    Set<List<String>> names = new HashSet<>();
    items.forEach(item -> names.add(List.of(item.run(), item.name())));
    return names;
  }

  /**
   * The first disagreement of any call; none where the JVM refuses the class file that javac made
   * of the program itself, which happens.
   */
  public Optional<Disagreement> check() {
    try {
      program.newPlain();
    } catch (VerifyError e) {
      return Optional.empty();
    }
    try {
      program.newCompiled();
    } catch (VerifyError e) {
      return Optional.of(new Disagreement("VerifyError", -1, e.toString()));
    }
    Set<String> methods = new TreeSet<>();
    for (int i = 0; program.call(i) != null; i++) {
      methods.add(program.call(i).method());
      Optional<Disagreement> found = check(i);
      if (found.isPresent()) {
        return found;
      }
    }
    Set<String> unknown = DerivativeModes.unknown(program.generated(), methods);
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(new Disagreement("never run", -1, unknown.toString()));
  }

  /** The first disagreement of one call, as far as Java says what it computes. */
  public Optional<Disagreement> check(int call) {
    return compare(call).filter(found -> isDetermined(call));
  }

  private boolean isDetermined(int call) {
    LoadedProgram traced = program.traced();
    LoadedProgram.Call made = traced.call(call);
    return BranchTrace.of(
            () -> {
              try {
                Invocation.of(traced.declared(made.method()), traced.newPlain(), made.arguments());
              } catch (RuntimeException | Error e) {
                // what was noted before counts
              }
            })
        .isDetermined();
  }

  private Optional<Disagreement> compare(int call) {
    calls++;
    Outcome outcome = runs.plain(call);
    Observation plain = outcome.observation();
    observations.add(plain);
    exceptions += plain.hasThrown() ? 1 : 0;
    boolean isSharing = program.call(call).isSharing();
    sharing += isSharing ? 1 : 0;
    Observation session = runs.session(call).observation();
    if (!session.agreesWith(plain)) {
      return Optional.of(disagreement("session", call, plain, session));
    }
    Outcome compiledOutcome = runs.compiled(call);
    Observation compiled = compiledOutcome.observation();
    if (!compiled.agreesWith(plain)) {
      return Optional.of(disagreement("compiled", call, plain, compiled));
    }
    Ledger ledger = new Ledger();
    noteMethod(ledger, compiledOutcome);
    Comparison comparison = new Comparison(program, runs, call, outcome, ledger);
    if (DerivativeModes.SUFFIXES.stream().anyMatch(comparison::has)) {
      differentiated++;
      FirstDerivatives first = DerivativeModes.check(comparison);
      refusals += comparison.refusals();
      shadowRefusals += comparison.shadowRefusals();
      first.answer().ifPresent(this::count);
      first.gradient().ifPresent(each -> gradients.put(call, each.outputs()));
    }
    items.addAll(ledger.items());
    ledger
        .counts()
        .forEach(
            (kind, references) ->
                references.forEach(
                    (reference, count) ->
                        compared
                            .computeIfAbsent(kind, key -> new TreeMap<>())
                            .merge(reference, count, Integer::sum)));
    return comparison.first();
  }

  private static void noteMethod(Ledger ledger, Outcome outcome) {
    Map<String, String> kinds = new LinkedHashMap<>();
    outcome.outputs().keySet().forEach(name -> kinds.put(name, "result"));
    outcome.arguments().keySet().forEach(name -> kinds.put(name, "argument afterwards"));
    outcome.state().keySet().forEach(name -> kinds.put("field " + name, "field afterwards"));
    kinds.forEach(
        (name, kind) -> {
          ledger.given("", name, kind);
          ledger.compared("", name, Comparison.PLAIN);
        });
  }

  private void count(Differences.Answer answer) {
    boolean isSettled = answer == Differences.Answer.RIGHT || answer == Differences.Answer.WRONG;
    comparisons += isSettled ? 1 : 0;
    branching += answer == Differences.Answer.BRANCHES ? 1 : 0;
  }

  /**
   * How a program computes something else than {@code other}, of which it is a variant: bit for
   * bit, but for derivatives, where additions may come in another order.
   */
  public Optional<Disagreement> differenceFrom(Modes other) {
    for (int i = 0; i < Math.min(observations.size(), other.observations.size()); i++) {
      Observation mine = observations.get(i);
      Observation others = other.observations.get(i);
      boolean isSame = mine.agreesWith(others) || local(mine).equals(local(others));
      if (!isSame && isDetermined(i) && other.isDetermined(i)) {
        return Optional.of(
            disagreement("variant", i, other.observations.get(i), observations.get(i)));
      }
    }
    for (Map.Entry<Integer, Map<String, Object>> each : gradients.entrySet()) {
      Map<String, Object> before = other.gradients.get(each.getKey());
      if (before != null && !areClose(before, each.getValue())) {
        String details = "expected " + text(before) + "\nbut variant: " + text(each.getValue());
        return Optional.of(new Disagreement("derivative of a variant", each.getKey(), details));
      }
    }
    return Optional.empty();
  }

  /** The text without the package, in which an exception's class differs between two programs. */
  private static String local(Observation observation) {
    return observation.toString().replaceAll("fuzz\\.p\\d+\\.", "");
  }

  private static boolean areClose(Map<String, Object> left, Map<String, Object> right) {
    return left.keySet().stream()
        .allMatch(
            name -> {
              double tolerance = Numbers.isDouble(left.get(name)) ? 1e-6 : 1e-2;
              return Numbers.areClose(left.get(name), right.get(name), tolerance);
            });
  }

  private static String text(Map<String, Object> values) {
    Observation observation = new Observation();
    values.forEach(observation::value);
    return observation.toString();
  }

  private static Disagreement disagreement(
      String kind, int call, Observation expected, Observation actual) {
    return new Disagreement(
        kind, call, "expected:\n" + expected + "\nbut " + kind + ":\n" + actual);
  }
}
