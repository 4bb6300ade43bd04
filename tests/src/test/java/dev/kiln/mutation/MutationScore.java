package dev.kiln.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.kiln.mutation.Check.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts the mutants of passes and of derivative transformations that tests notice. No part of the
 * usual run of tests, since many mutants compute the same: the survivors are to be read.
 *
 * <p>{@code -Dkiln.mutants=600} tries that many, chosen by {@code -Dkiln.seed}, or {@code all};
 * {@code -Dkiln.types} is a pattern for names of classes. The report is {@code target/mutants.txt}.
 */
final class MutationScore {
  private static final String COUNT = System.getProperty("kiln.mutants", "600");
  private static final long SEED = Long.getLong("kiln.seed", 1);
  private static final Pattern TYPES = Pattern.compile(System.getProperty("kiln.types", ""));

  /** What came of the mutants of a class or package. */
  private static final class Score {
    int unreached;
    int killed;
    int survived;

    @Override
    public String toString() {
      return "killed %d, survived %d, not reached %d".formatted(killed, survived, unreached);
    }
  }

  @Test
  void score(@TempDir Path folder) throws Exception {
    assumeFalse(Boolean.getBoolean("kiln.tests.vectors"), "one run is enough");
    Weaver weaver = new Weaver(MutationScore.class.getClassLoader());
    WovenClasses classes = new WovenClasses(weaver);
    classes.loadAll();
    List<Check> checks = checks(classes, folder);
    Map<String, Score> scores = new TreeMap<>();
    List<String> survivors = new ArrayList<>();
    for (Mutant mutant : chosen(weaver.mutants())) {
      List<Check> reaching = checks.stream().filter(check -> check.reaches(mutant)).toList();
      Verdict verdict = judge(mutant, reaching);
      for (String name : List.of(mutant.packageName(), mutant.outerType())) {
        Score score = scores.computeIfAbsent(name, key -> new Score());
        if (reaching.isEmpty()) {
          score.unreached++;
        } else if (verdict == Verdict.NOTICED) {
          score.killed++;
        } else {
          score.survived++;
        }
      }
      if (verdict != Verdict.NOTICED) {
        survivors.add(mutant + (reaching.isEmpty() ? " (not reached)" : " (" + verdict + ")"));
      }
    }
    Collections.sort(survivors);
    List<String> report = new ArrayList<>();
    report.add("seed %d, %s of %d mutants".formatted(SEED, COUNT, weaver.mutants().size()));
    scores.forEach((name, score) -> report.add(name + ": " + score));
    report.forEach(System.out::println);
    report.addAll(survivors);
    Files.write(Path.of("target", "mutants.txt"), report);
    for (Check check : checks) {
      assertEquals(Verdict.SAME, check.judge(Mutant.NONE, true), "after all mutants: " + check);
    }
  }

  /** The checks that pass each time, the fast ones first. */
  private static List<Check> checks(ClassLoader classes, Path folder) throws Exception {
    List<Check> checks = new ArrayList<>(UnitChecks.all(classes));
    @SuppressWarnings("unchecked")
    Map<String, Function<Boolean, List<String>>> programs =
        (Map<String, Function<Boolean, List<String>>>)
            classes
                .loadClass("dev.kiln.agreement.corpus.TransformationChecks")
                .getMethod("all", Path.class)
                .invoke(null, folder);
    programs.forEach((name, run) -> checks.add(new Check(name, run)));
    for (Check check : checks) {
      assertEquals(true, check.learn(), check + " is the same each time");
    }
    checks.sort(Comparator.comparingLong(Check::time));
    return checks;
  }

  private static List<Mutant> chosen(List<Mutant> all) {
    List<Mutant> mutants = new ArrayList<>(all);
    mutants.removeIf(mutant -> !TYPES.matcher(mutant.type()).find());
    Collections.shuffle(mutants, new Random(SEED));
    int count = COUNT.equals("all") ? mutants.size() : Integer.parseInt(COUNT);
    return mutants.subList(0, Math.min(count, mutants.size()));
  }

  private static Verdict judge(Mutant mutant, List<Check> reaching) {
    // sessions run the pass for inner loops themselves, so that equal graphs may run differently
    boolean reuse = !mutant.type().contains("InnerLoop");
    Verdict verdict = Verdict.SAME;
    for (Check check : reaching) {
      Verdict each = check.judge(mutant, reuse);
      if (each.compareTo(verdict) > 0) {
        verdict = each;
      }
      if (verdict == Verdict.NOTICED) {
        break;
      }
    }
    return verdict;
  }
}
