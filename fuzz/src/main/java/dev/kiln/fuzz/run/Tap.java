package dev.kiln.fuzz.run;

/**
 * Sees, and may change, each thing that a run left before it is compared: so tests see what is
 * compared, and that each fault is found.
 */
public interface Tap {
  /** Changes nothing. */
  Tap NONE = (run, item, value) -> value;

  /**
   * What to compare in place of {@code value}.
   *
   * @param run where it ran, and what: {@code session fVjp}
   * @param item {@code result}, {@code argument 0}, {@code shadow dX}, {@code field weights}
   */
  Object tapped(String run, String item, Object value);
}
