package dev.kiln.mutation;

import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/** What is looked at in each mutant that changes code which it runs. */
final class Check {
  private final String name;
  private final Function<Boolean, List<String>> run;
  private List<String> expected = List.of();
  private final BitSet reached = new BitSet();
  private long steps;
  private long time;

  /**
   * @param run gives what is computed, and by what code; given whether known results of the same
   *     code may be taken
   */
  Check(String name, Function<Boolean, List<String>> run) {
    this.name = name;
    this.run = run;
  }

  /** What a mutant made of a check. */
  enum Verdict {
    SAME,
    OTHER_CODE,
    NOTICED
  }

  /** Learns what is right; false if that is not the same each time. */
  boolean learn() {
    Switches.off();
    expected = run.apply(true);
    steps = Switches.steps();
    reached.or(Switches.reached());
    Switches.off();
    boolean isSame = run.apply(false).equals(expected);
    reached.or(Switches.reached());
    Switches.off();
    long start = System.nanoTime();
    isSame &= run.apply(true).equals(expected);
    time = System.nanoTime() - start;
    return isSame;
  }

  boolean reaches(Mutant mutant) {
    return reached.get(mutant.number());
  }

  /** How long the unchanged code takes. */
  long time() {
    return time;
  }

  /**
   * Runs with a mutant.
   *
   * @param reuse whether graphs that are the same give the same results
   */
  Verdict judge(Mutant mutant, boolean reuse) {
    Switches.on(mutant.number(), 10 * steps + 100_000);
    try {
      List<String> actual = run.apply(reuse);
      if (!Texts.agree(expected.get(0), actual.get(0))) {
        return Verdict.NOTICED;
      }
      return expected.get(1).equals(actual.get(1)) ? Verdict.SAME : Verdict.OTHER_CODE;
    } catch (RuntimeException | Error e) { // whatever goes wrong is noticed
      return Verdict.NOTICED;
    } finally {
      Switches.off();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
