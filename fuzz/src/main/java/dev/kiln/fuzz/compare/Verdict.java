package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.BatchCompiler;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What it means that a program does, or does not, compile. */
public final class Verdict {
  /** The kind of a program that javac refuses, without a word of Kiln. */
  public static final String INVALID = "javac";

  private static final Pattern CODE = Pattern.compile("KILN-\\d+");

  /** Refusals that the documentation announces for code that the generator may write. */
  private static final Set<String> EXPECTED = Set.of("KILN-403");

  private Verdict() {}

  /** What is wrong, if anything is. */
  public static Optional<Disagreement> of(BatchCompiler.Outcome outcome) {
    if (outcome.loaded().isPresent()) {
      return new Modes(outcome.loaded().get()).check();
    }
    String code = code(outcome.error());
    return EXPECTED.contains(code)
        ? Optional.empty()
        : Optional.of(new Disagreement(code, -1, outcome.error()));
  }

  /** The code in an error message; {@link #INVALID} where there is none. */
  public static String code(String error) {
    Matcher matcher = CODE.matcher(error);
    return matcher.find() ? matcher.group() : INVALID;
  }
}
