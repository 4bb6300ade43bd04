package dev.kiln.kernel.saved;

/** The schedule by which the iterations of a checkpointed loop are run again and reversed. */
public final class Checkpoints {
  private Checkpoints() {}

  /**
   * How many iterations to run on from the state at hand before the next snapshot is taken; what
   * comes after the snapshot is reversed first, with one snapshot less, then what comes before it.
   *
   * <p>With any number of snapshots that is half of the iterations, so that the logarithm of their
   * number suffices. With a given number it is the binomial schedule, which repeats no iteration
   * more often than necessary: {@code s} snapshots and {@code t} repetitions reverse {@code (s +
   * t)! / (s! t!)} blocks (Griewank and Walther, Algorithm 799: Revolve, 2000).
   *
   * @param iterations how many are to be reversed; more than {@code recorded}
   * @param recorded how many are recorded at a time
   * @param snapshots how many may still be taken; 0 or less for any number
   * @return from 1 to {@code iterations - 1}
   */
  public static int distance(int iterations, int recorded, int snapshots) {
    int blocks = (int) ((iterations + (long) recorded - 1) / recorded);
    int before = snapshots <= 0 ? blocks / 2 : blocks - blocksAfter(blocks, snapshots);
    return (int) Math.min(iterations - 1L, (long) before * recorded);
  }

  /** How many blocks are reversed from the next snapshot, by the binomial schedule. */
  private static int blocksAfter(int blocks, int snapshots) {
    int repetitions = 1;
    while (binomial(snapshots, repetitions) < blocks) {
      repetitions++;
    }
    long after = binomial(snapshots - 1, repetitions);
    return (int) Math.max(1, Math.min(blocks - 1L, after));
  }

  /** The blocks that so many snapshots and repetitions reverse, or a number beyond all ints. */
  private static long binomial(int snapshots, int repetitions) {
    long result = 1;
    int fewer = Math.min(snapshots, repetitions);
    for (int i = 1; i <= fewer && result <= Integer.MAX_VALUE; i++) {
      result = result * (snapshots + (long) repetitions - fewer + i) / i;
    }
    return result;
  }
}
