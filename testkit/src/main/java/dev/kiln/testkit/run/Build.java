package dev.kiln.testkit.run;

import java.util.List;

/**
 * What a compilation gave.
 *
 * @param succeeded whether there are class files for all sources
 * @param problems all diagnostics, in order
 * @param classes what was compiled, and what the processor wrote
 */
public record Build(boolean succeeded, List<Problem> problems, InMemoryClasses classes) {
  public Build {
    problems = List.copyOf(problems);
  }

  public List<Problem> errors() {
    return problems.stream().filter(Problem::isError).toList();
  }

  public List<Problem> warnings() {
    return problems.stream().filter(Problem::isWarning).toList();
  }
}
