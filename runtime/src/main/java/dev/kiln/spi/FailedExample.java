package dev.kiln.spi;

/** Tells which example of a batch failed; suppressed in what it failed with. */
public final class FailedExample extends RuntimeException {
  private static final long serialVersionUID = 1;

  private FailedExample(String message) {
    super(message, null, false, false);
  }

  /**
   * Adds the example to a failure.
   *
   * @param batch what computes the examples, such as {@code lossBatch}
   * @param example counted from 0; -1 where none was computed
   */
  public static void addTo(Throwable failure, String batch, int example) {
    if (example >= 0) {
      failure.addSuppressed(new FailedExample(batch + ": example " + example));
    }
  }
}
