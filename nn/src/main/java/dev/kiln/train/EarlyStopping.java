package dev.kiln.train;

/**
 * Says when a loss on examples that are not trained on has stopped falling. Keeps the lowest loss
 * and how many times it was not lowered since.
 */
public final class EarlyStopping {
  private final int patience;
  private final double gain;
  private double best = Double.POSITIVE_INFINITY;
  private int waited;

  /**
   * Stops after so many losses in succession none of which is lower than the best by more than a
   * gain.
   *
   * @param patience at least 1
   * @param gain at least 0
   */
  public EarlyStopping(int patience, double gain) {
    if (patience < 1 || !(gain >= 0)) {
      throw new IllegalArgumentException(
          "the patience is at least 1 and the gain at least 0, not " + patience + " and " + gain);
    }
    this.patience = patience;
    this.gain = gain;
  }

  /**
   * Takes the next loss.
   *
   * @return whether it is the best so far, whose parameters are worth keeping; a loss that is not a
   *     number never is
   */
  public boolean improvedBy(double loss) {
    boolean improved = loss < best - (best == Double.POSITIVE_INFINITY ? 0 : gain);
    if (improved) {
      best = loss;
      waited = 0;
    } else {
      waited++;
    }
    return improved;
  }

  /** Whether to stop. */
  public boolean isOver() {
    return waited >= patience;
  }

  /** The lowest loss; infinity before the first. */
  public double best() {
    return best;
  }

  /** How many losses came since the best. */
  public int waited() {
    return waited;
  }

  /** Goes on with the {@link #best} and {@link #waited} of an earlier run. */
  public void restore(double bestBefore, int waitedBefore) {
    best = bestBefore;
    waited = waitedBefore;
  }
}
