package dev.kiln.fuzz;

import dev.kiln.op.Catalogue;
import dev.kiln.op.OpDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a run did. */
public final class Summary {
  private final long seed;
  private final Coverage coverage = new Coverage();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<String, Integer> variants = new TreeMap<>();
  private int programs;
  private int calls;
  private int exceptions;
  private int gradients;
  private int comparisons;
  private int invalid;

  Summary(long seed) {
    this.seed = seed;
  }

  Coverage coverage() {
    return coverage;
  }

  /** The faults found, shrunk. */
  public List<Finding> findings() {
    return findings;
  }

  /** How many programs were tried. */
  public int programs() {
    return programs;
  }

  /** How many programs are no correct Java: faults of the fuzzer. */
  public int invalid() {
    return invalid;
  }

  /** How many calls were compared in all modes. */
  public int calls() {
    return calls;
  }

  /** How many operations of the catalogue the graphs applied. */
  public int operationsCovered() {
    return coverage.operations().size();
  }

  synchronized void variant(List<String> changes) {
    changes.forEach(change -> variants.merge(change, 1, Integer::sum));
  }

  void tried() {
    programs++;
  }

  void invalidJava() {
    invalid++;
  }

  void refused(String code) {
    refusals.merge(code, 1, Integer::sum);
  }

  void ran(int moreCalls, int moreExceptions, int moreGradients, int moreComparisons) {
    calls += moreCalls;
    exceptions += moreExceptions;
    gradients += moreGradients;
    comparisons += moreComparisons;
  }

  /** The summary for people. */
  public String text(double seconds) {
    StringBuilder text = new StringBuilder();
    line(text, "seed", seed);
    line(text, "programs", programs);
    line(text, "programs per minute", Math.round(programs * 60 / seconds));
    line(text, "calls compared in all modes", calls);
    line(text, "of these, calls that throw", exceptions);
    line(text, "calls differentiated", gradients);
    line(text, "derivatives compared with differences", comparisons);
    line(text, "variants compared with their originals, by change", variants);
    line(text, "refused, by code", refusals);
    line(text, "no correct Java", invalid);
    line(text, "constructs covered", coverage.constructs().size() + " " + coverage.constructs());
    List<String> missing =
        Catalogue.all().stream()
            .map(OpDefinition::name)
            .filter(name -> !coverage.operations().containsKey(name))
            .toList();
    String operations = coverage.operations().size() + " of " + Catalogue.all().size();
    line(text, "operations covered", operations);
    line(text, "operations not covered", missing);
    line(text, "disagreements", findings.size());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format(Locale.ROOT, "%s: %s%n", name, value));
  }
}
