package dev.kiln.fuzz;

import dev.kiln.fuzz.compare.Modes;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.catalogue.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a run did. */
public final class Summary {
  /** How many programs of each seed were tried. */
  private final Map<Long, Integer> seeds = new TreeMap<>();

  private final Coverage coverage = new Coverage();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<String, Integer> variants = new TreeMap<>();

  /** For each kind of what runs give: what it was compared with, and how often. */
  private final Map<String, Map<String, Integer>> compared = new TreeMap<>();

  private int programs;
  private int calls;
  private int exceptions;
  private int gradients;
  private int comparisons;
  private int branching;
  private int sharing;
  private int aliasRefusals;
  private int shadowRefusals;
  private int invalid;

  Summary() {}

  /** Adds what another run did. */
  void add(Summary other) {
    other.seeds.forEach((seed, count) -> seeds.merge(seed, count, Integer::sum));
    coverage.add(other.coverage);
    findings.addAll(other.findings);
    other.refusals.forEach((code, count) -> refusals.merge(code, count, Integer::sum));
    other.variants.forEach((change, count) -> variants.merge(change, count, Integer::sum));
    programs += other.programs;
    calls += other.calls;
    exceptions += other.exceptions;
    gradients += other.gradients;
    comparisons += other.comparisons;
    branching += other.branching;
    sharing += other.sharing;
    aliasRefusals += other.aliasRefusals;
    shadowRefusals += other.shadowRefusals;
    addCompared(other.compared);
    invalid += other.invalid;
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

  void tried(long seed) {
    seeds.merge(seed, 1, Integer::sum);
    programs++;
  }

  void invalidJava() {
    invalid++;
  }

  void refused(String code) {
    refusals.merge(code, 1, Integer::sum);
  }

  void ran(Modes modes) {
    calls += modes.calls();
    exceptions += modes.exceptions();
    gradients += modes.gradients();
    comparisons += modes.comparisons();
    branching += modes.branching();
    sharing += modes.sharing();
    aliasRefusals += modes.refusals();
    shadowRefusals += modes.shadowRefusals();
    addCompared(modes.compared());
  }

  private void addCompared(Map<String, Map<String, Integer>> more) {
    more.forEach(
        (kind, references) ->
            references.forEach(
                (reference, count) ->
                    compared
                        .computeIfAbsent(kind, key -> new TreeMap<>())
                        .merge(reference, count, Integer::sum)));
  }

  /** For each kind of what runs give: what it was compared with, and how often. */
  public Map<String, Map<String, Integer>> compared() {
    return compared;
  }

  /** How many calls had one array in two places. */
  public int sharing() {
    return sharing;
  }

  /** The summary for people. */
  public String text(double seconds) {
    StringBuilder text = new StringBuilder();
    line(text, "programs by seed", seeds);
    line(text, "programs", programs);
    line(text, "programs per minute", Math.round(programs * 60 / seconds));
    line(text, "calls compared in all modes", calls);
    line(text, "of these, calls that throw", exceptions);
    line(text, "calls differentiated", gradients);
    line(text, "derivatives compared with differences", comparisons);
    line(text, "not compared, since branches differ nearby", branching);
    line(text, "calls with one array in two places", sharing);
    line(text, "derivatives refused for that", aliasRefusals);
    line(text, "derivatives refused for tangents, cotangents or buffers in that", shadowRefusals);
    compared.forEach((kind, references) -> line(text, kind, references));
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

  /** The summary as a page of the documentation. */
  String page(String command) {
    List<String> missing = new ArrayList<>();
    for (OpDefinition operation : Catalogue.all()) {
      if (!coverage.operations().containsKey(operation.name())) {
        missing.add("`" + operation.name() + "`");
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("# A run of the fuzzer\n\nWritten by\n\n```sh\n").append(command);
    text.append("\n```\n\n[Fuzzing](fuzzing.md) says what is generated and compared.\n\n");
    text.append("| | |\n|---|---|\n");
    row(text, "Programs", programs);
    row(text, "Seeds, with the number of programs", seeds.toString().replaceAll("[{}]", ""));
    row(text, "Calls compared in all modes", calls);
    row(text, "Of these, calls that throw", exceptions);
    row(text, "Calls differentiated", gradients);
    row(text, "Derivatives compared with differences", comparisons);
    row(text, "Not compared, since branches differ nearby", branching);
    row(text, "Calls with one array in two places", sharing);
    row(text, "Derivatives refused for that", aliasRefusals);
    row(text, "Derivatives refused for one array as two shadows", shadowRefusals);
    row(text, "Variants compared, by change", variants.toString().replaceAll("[{}]", ""));
    row(text, "Refused, by code", refusals.isEmpty() ? "none" : refusals);
    row(text, "No correct Java", invalid);
    row(text, "Disagreements", findings.size());
    text.append("\n## Disagreements\n\n").append(findings.isEmpty() ? "None.\n" : "");
    for (Finding each : findings) {
      String place = "seed " + each.seed() + ", program " + each.index();
      text.append("- ").append(each.disagreement().kind()).append(": ").append(place).append('\n');
    }
    text.append("\n## What was compared\n\nEach row is a kind of what runs give.\n\n");
    text.append("| Run: what it gave | Compared with, how often |\n|---|---|\n");
    compared.forEach((kind, references) -> row(text, kind, list(references)));
    text.append("\n## Constructs\n\n| Construct | Occurrences |\n|---|---|\n");
    coverage.constructs().forEach((name, n) -> row(text, "`" + name.replace("|", "\\|") + "`", n));
    text.append("\n## Operations\n\nGraphs applied ").append(coverage.operations().size());
    text.append(" of ").append(Catalogue.all().size()).append(" operations.\n\nNot covered: ");
    text.append(missing.isEmpty() ? "none" : String.join(", ", missing)).append(".\n\n");
    text.append("| Operation | Occurrences |\n|---|---|\n");
    coverage.operations().forEach((name, count) -> row(text, "`" + name + "`", count));
    return text.toString();
  }

  private static String list(Map<String, Integer> counts) {
    return counts.toString().replaceAll("[{}]", "").replace("=", " ");
  }

  private static void row(StringBuilder text, String name, Object value) {
    text.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format(Locale.ROOT, "%s: %s%n", name, value));
  }
}
