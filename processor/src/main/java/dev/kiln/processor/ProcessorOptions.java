package dev.kiln.processor;

import dev.kiln.pass.EliminateDeadCode;
import dev.kiln.pass.FlattenRecords;
import dev.kiln.pass.Inline;
import dev.kiln.pass.ScalarReplacement;
import dev.kiln.pass.SimplifyArithmetic;
import dev.kiln.pass.UnrollShortLoops;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the options {@code -Akiln.*} say.
 *
 * @param passes the passes that methods go through, in order
 * @param graphs what {@code FooGraphs} consists of
 * @param verify whether to verify the graph after each pass
 * @param explain whether to say what gradients store, and why
 * @param warnings whether to warn of what is legal and likely to be wrong
 * @param dump where to write the graph after each pass
 */
record ProcessorOptions(
    List<Pass> passes,
    GraphForm graphs,
    boolean verify,
    boolean explain,
    boolean warnings,
    Optional<Path> dump) {

  static final String PASSES = "kiln.passes";
  static final String GRAPHS = "kiln.graphs";
  static final String VERIFY = "kiln.verify";
  static final String EXPLAIN = "kiln.explain";
  static final String WARNINGS = "kiln.warnings";
  static final String DUMP = "kiln.dump";

  /** Derivatives go through it as well. */
  static final Pass SIMPLIFY = new Pass("simplify", false, SimplifyArithmetic::run);

  private static final List<Pass> ALL =
      List.of(
          new Pass("flatten-records", true, FlattenRecords::run),
          new Pass("inline", false, Inline::run),
          new Pass("unroll", false, UnrollShortLoops::run),
          new Pass("scalars", false, ScalarReplacement::run),
          SIMPLIFY,
          new Pass("dead-code", false, EliminateDeadCode::run));

  /** The same options, without graphs. */
  ProcessorOptions withoutGraphs() {
    return new ProcessorOptions(passes, GraphForm.NONE, verify, explain, warnings, dump);
  }

  /** The options given; refuses those that make no sense. */
  static ProcessorOptions of(Map<String, String> given) {
    String graphs = given.getOrDefault(GRAPHS, "code");
    GraphForm form =
        switch (graphs) {
          case "code" -> GraphForm.CODE;
          case "text" -> GraphForm.TEXT;
          case "none" -> GraphForm.NONE;
          default -> throw refusal(GRAPHS, "is '" + graphs + "'", "say code, text or none");
        };
    String warnings = given.getOrDefault(WARNINGS, "on");
    if (!warnings.equals("on") && !warnings.equals("off")) {
      throw refusal(WARNINGS, "is '" + warnings + "'", "say on or off");
    }
    return new ProcessorOptions(
        Optional.ofNullable(given.get(PASSES)).map(ProcessorOptions::chosen).orElse(ALL),
        form,
        given.containsKey(VERIFY),
        given.containsKey(EXPLAIN),
        warnings.equals("on"),
        Optional.ofNullable(given.get(DUMP)).map(Path::of));
  }

  /** {@code a,b} stands for these passes, {@code -a,-b} for all but these. */
  private static List<Pass> chosen(String text) {
    Set<String> named = new LinkedHashSet<>();
    Set<String> leftOut = new LinkedHashSet<>();
    for (String part : text.split(",")) {
      String name = part.strip();
      if (name.startsWith("-")) {
        leftOut.add(known(name.substring(1)));
      } else if (!name.isEmpty()) {
        named.add(known(name));
      }
    }
    if (!named.isEmpty() && !leftOut.isEmpty()) {
      throw refusal(
          PASSES,
          "says both which passes to run and which not to",
          "name those to run, or those to leave out, each with a - before it");
    }
    List<Pass> passes = new ArrayList<>();
    for (Pass pass : ALL) {
      boolean isAsked =
          leftOut.isEmpty() ? named.contains(pass.name()) : !leftOut.contains(pass.name());
      if (leftOut.contains(pass.name()) && pass.isNeeded()) {
        throw refusal(PASSES, "leaves out " + pass.name(), "run it: code cannot do without it");
      }
      if (isAsked || pass.isNeeded()) {
        passes.add(pass);
      }
    }
    return List.copyOf(passes);
  }

  private static String known(String name) {
    if (ALL.stream().noneMatch(pass -> pass.name().equals(name))) {
      String names = ALL.stream().map(Pass::name).collect(Collectors.joining(", "));
      throw refusal(PASSES, "names '" + name + "'", "name some of " + names);
    }
    return name;
  }

  private static Refusal refusal(String option, String problem, String advice) {
    return new Refusal(Diagnostic.of(Code.OPTION, "-A" + option, problem, advice));
  }
}
