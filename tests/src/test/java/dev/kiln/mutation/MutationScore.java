package dev.kiln.mutation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** x. */
class MutationScore {
  private static final String COUNT = System.getProperty("kiln.mutants", "600");
  private static final long SEED = Long.getLong("kiln.seed", 1);
  private static final String TYPES = System.getProperty("kiln.types", "");

  private static final class Check {
    final String name;
    final Function<Boolean, List<String>> run;
    List<String> expected = List.of();
    BitSet reached = new BitSet();
    long steps;
    long time;

    Check(String name, Function<Boolean, List<String>> run) {
      this.name = name;
      this.run = run;
    }
  }

  @TempDir Path folder;

  public static void main(String[] arguments) throws Exception {
    MutationScore score = new MutationScore();
    score.folder = Files.createTempDirectory("mutants");
    score.score();
  }

  @Test
  void score() throws Exception {
    ClassLoader test = MutationScore.class.getClassLoader();
    Weaver weaver = new Weaver(test);
    WovenClasses classes = new WovenClasses(weaver);
    long start = System.nanoTime();
    List<Check> checks = new ArrayList<>();
    @SuppressWarnings("unchecked")
    Map<String, Function<Boolean, List<String>>> all =
        (Map<String, Function<Boolean, List<String>>>)
            classes
                .loadClass("dev.kiln.agreement.TransformationChecks")
                .getMethod("all", Path.class)
                .invoke(null, folder);
    all.forEach((name, run) -> checks.add(new Check(name, run)));
    System.out.printf("set up in %d s%n", (System.nanoTime() - start) / 1_000_000_000);
    List<Check> unstable = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (Check check : checks) {
        Switches.off();
        long before = System.nanoTime();
        List<String> was = check.expected;
        check.expected = check.run.apply(round == 0);
        check.time = System.nanoTime() - before;
        check.steps = Switches.steps();
        check.reached.or(Switches.reached());
        if (round > 0 && !was.equals(check.expected)) {
          unstable.add(check);
          System.out.println("unstable: " + check.name);
        }
      }
    }
    checks.removeAll(unstable);
    for (Check check : checks) {
      long before = System.nanoTime();
      check.run.apply(true);
      check.time = System.nanoTime() - before;
    }
    checks.sort(Comparator.comparingLong(each -> each.time));
    long sum = checks.stream().mapToLong(each -> each.time).sum();
    System.out.printf("%d checks, %d ms%n", checks.size(), sum / 1_000_000);
    checks.stream().skip(checks.size() - 15).forEach(c -> System.out.println("checks, " + c.name + " " + c.time / 1_000_000 + " ms " + c.steps));
    System.out.printf("set up in %d s%n", (System.nanoTime() - start) / 1_000_000_000);
    List<Mutant> mutants = new ArrayList<>(weaver.mutants());
    mutants.removeIf(each -> !each.type().matches(".*(" + TYPES + ").*"));
    Collections.shuffle(mutants, new Random(SEED));
    if (!COUNT.equals("all")) {
      mutants = mutants.subList(0, Math.min(mutants.size(), Integer.parseInt(COUNT)));
    }
    Map<String, int[]> scores = new TreeMap<>();
    List<String> survivors = new ArrayList<>();
    for (Mutant mutant : mutants) {
      int[] score = scores.computeIfAbsent(mutant.type().replaceFirst("\\$.*", ""), k -> new int[4]);
      score[0]++;
      boolean reached = false;
      String killed = null;
      String changed = "";
      for (Check check : checks) {
        if (!check.reached.get(mutant.number())) {
          continue;
        }
        reached = true;
        Switches.on(mutant.number(), 10 * check.steps + 100_000);
        try {
          List<String> actual = check.run.apply(!mutant.type().contains("InnerLoop"));
          if (!Texts.agree(check.expected.get(0), actual.get(0))) {
            killed = check.name;
          } else if (!check.expected.get(1).equals(actual.get(1)) && changed.isEmpty()) {
            changed = " CHANGES " + check.name;
          }
        } catch (Throwable e) {
          killed = check.name + " " + e.getClass();
        } finally {
          Switches.off();
        }
        if (killed != null) {
          break;
        }
      }
      score[!reached ? 1 : killed != null ? 2 : 3]++;
      if (!reached) {
        survivors.add(mutant + " NOT REACHED");
      } else if (killed == null) {
        survivors.add(mutant + changed);
      }
    }
    for (Check check : checks) {
      if (!check.run.apply(true).equals(check.expected)) {
        System.out.println("state was left: " + check.name);
      }
    }
    try (PrintStream out = new PrintStream(Files.newOutputStream(Path.of("target/survivors.txt")))) {
      Collections.sort(survivors);
      survivors.forEach(out::println);
      scores.forEach((type, s) -> out.printf("%-50s %5d not reached %4d killed %4d survive %4d%n", type, s[0], s[1], s[2], s[3]));
      out.printf("of %d, in %d s%n", weaver.mutants().size(), (System.nanoTime() - start) / 1_000_000_000);
    }
  }
}
