package dev.kiln.processor;

import dev.kiln.pass.Pass;
import dev.kiln.pass.Passes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the options {@code -Akiln.*} say.
 *
 * @param leftOut the names of passes that are not run
 * @param graphs what {@code FooGraphs} consists of
 * @param verify whether to verify the graph after each pass
 * @param explain whether to say what gradients store, and why
 * @param timing whether to say how long passes take
 * @param warnings whether to warn of what is legal and likely to be wrong
 * @param dump where to write the graph after each pass
 */
record ProcessorOptions(
    Set<String> leftOut,
    GraphForm graphs,
    boolean verify,
    boolean explain,
    boolean timing,
    boolean warnings,
    Optional<Path> dump) {

  static final String PASSES = "kiln.passes";
  static final String GRAPHS = "kiln.graphs";
  static final String VERIFY = "kiln.verify";
  static final String EXPLAIN = "kiln.explain";
  static final String TIMING = "kiln.timing";
  static final String WARNINGS = "kiln.warnings";
  static final String DUMP = "kiln.dump";

  /** The same options, without graphs. */
  ProcessorOptions withoutGraphs() {
    return new ProcessorOptions(leftOut, GraphForm.NONE, verify, explain, timing, warnings, dump);
  }

  /** The options given; refuses those that make no sense. */
  static ProcessorOptions of(Map<String, String> given) {
    String graphs = given.getOrDefault(GRAPHS, "code");
    GraphForm form =
        switch (graphs) {
          case "code" -> GraphForm.CODE;
          case "text" -> GraphForm.TEXT;
          case "none" -> GraphForm.NONE;
          default -> throw refusal(GRAPHS, "is '" + graphs + "'", "use code, text or none");
        };
    String warnings = given.getOrDefault(WARNINGS, "on");
    if (!warnings.equals("on") && !warnings.equals("off")) {
      throw refusal(WARNINGS, "is '" + warnings + "'", "use on or off");
    }
    return new ProcessorOptions(
        Optional.ofNullable(given.get(PASSES)).map(ProcessorOptions::leftOut).orElse(Set.of()),
        form,
        given.containsKey(VERIFY),
        given.containsKey(EXPLAIN),
        given.containsKey(TIMING),
        warnings.equals("on"),
        Optional.ofNullable(given.get(DUMP)).map(Path::of));
  }

  /** {@code a,b} stands for these passes, {@code -a,-b} for all but these. */
  private static Set<String> leftOut(String text) {
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
          "names both passes to run and passes to leave out",
          "name those to run, or those to leave out, each with a - before it");
    }
    for (Pass pass : Passes.all()) {
      if (leftOut.contains(pass.name()) && pass.isNeeded()) {
        throw refusal(PASSES, "leaves out " + pass.name(), "run it: generated code requires it");
      }
      if (!named.isEmpty() && !named.contains(pass.name()) && !pass.isNeeded()) {
        leftOut.add(pass.name());
      }
    }
    return leftOut;
  }

  private static String known(String name) {
    if (Passes.all().stream().noneMatch(pass -> pass.name().equals(name))) {
      String names = Passes.all().stream().map(Pass::name).collect(Collectors.joining(", "));
      throw refusal(PASSES, "names '" + name + "'", "name some of " + names);
    }
    return name;
  }

  private static Refusal refusal(String option, String problem, String advice) {
    return new Refusal(Diagnostic.of(Code.OPTION, "-A" + option, problem, advice));
  }
}
