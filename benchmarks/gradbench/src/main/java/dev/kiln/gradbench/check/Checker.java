package dev.kiln.gradbench.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.gradbench.eval.Eval;
import dev.kiln.gradbench.protocol.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Evaluates all references in a folder, and tells how near the outputs are. */
public final class Checker {
  /** Relative; see {@link Comparison}. The suite itself asks for 1e-4. */
  public static final double TOLERANCE = 1e-8;

  private final Map<String, Eval<?>> evals;
  private final ObjectMapper json = Json.mapper();

  /** A checker of some evals; references of others are left out. */
  public Checker(List<Eval<?>> evals) {
    this.evals = evals.stream().collect(Collectors.toMap(Eval::name, Function.identity()));
  }

  /**
   * Checks a folder.
   *
   * @return whether all is well; also where there is no such folder, which is said
   * @throws IOException if a reference cannot be read
   */
  public boolean check(Path folder, PrintStream out) throws IOException {
    if (!Files.isDirectory(folder)) {
      out.println("NOT CHECKED against the suite's outputs: there is no folder " + folder);
      return true;
    }
    int wrong = 0;
    for (Path file : Reference.filesIn(folder)) {
      Reference reference = Reference.read(file, json);
      Eval<?> eval = evals.get(reference.module());
      if (eval != null) {
        Comparison comparison = new Comparison(TOLERANCE);
        Optional<String> difference = reference.check(eval, comparison, json);
        String verdict = difference.map(text -> "WRONG at " + text).orElse("right");
        out.printf(Locale.ROOT, "%-45s %.1e  %s%n", reference.name(), comparison.worst(), verdict);
        wrong += difference.isPresent() ? 1 : 0;
      }
    }
    return wrong == 0;
  }
}
