package dev.kiln.kernel.saved;

import java.util.Arrays;

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
   * Lets go of all that a call used which failed. If there was no memory, the error says what the
   * call had saved most of.
   *
   * @param used stacks, and any other things
   * @param purpose what saves numbers in an array that is not among these, as a sentence
   * @param values how many there are, or should be
   * @return what to throw
   */
  public static Throwable released(Throwable failure, Object[] used, String purpose, int values) {
    boolean isFull = failure instanceof OutOfMemoryError && failure.getCause() == null;
    long most = values;
    for (Object each : used) {
      if (isFull && each instanceof SavedValues.Stack stack && stack.weight() > most) {
        most = stack.weight();
        purpose = stack.purpose();
        values = stack.count();
      }
    }
    Arrays.fill(used, null);
    if (!isFull || most == 0) {
      return failure;
    }
    Error error =
        new OutOfMemoryError(
            purpose
                + ", and there is no memory for more than "
                + values
                + " values; @Checkpoint on a loop bounds what is saved of it");
    error.initCause(failure);
    error.setStackTrace(failure.getStackTrace());
    return error;
  }
}
