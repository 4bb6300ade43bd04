package dev.kiln.kernel.saved;

/** Makes room for what a forward pass saves, or says what there was no room for. */
public final class SavedMemory {
  /** Virtual machines make no arrays that are much longer. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private SavedMemory() {}

  /** How long an array of {@code size} elements becomes that has to take {@code more}. */
  static int grown(int size, int more) {
    if (more > LONGEST - size) {
      throw new OutOfMemoryError("an array of more than " + LONGEST + " elements");
    }
    return size > LONGEST / 2 ? LONGEST : Math.max(2 * size, size + more);
  }

  /**
   * The error to throw instead of {@code cause}.
   *
   * @param purpose what saves what, as a sentence
   */
  public static OutOfMemoryError exhausted(String purpose, int values, OutOfMemoryError cause) {
    OutOfMemoryError error =
        new OutOfMemoryError(
            purpose
                + ", and there is no memory for more than "
                + values
                + " values; @Checkpoint on a loop bounds what is saved of it");
    error.initCause(cause);
    return error;
  }
}
