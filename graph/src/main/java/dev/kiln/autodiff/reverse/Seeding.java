package dev.kiln.autodiff.reverse;

/** Where the cotangents of a derivative come from, and where the shadows of parameters go. */
public enum Seeding {
  /** The one result has cotangent 1; shadows are made. */
  UNIT,
  /** As {@link #UNIT}, but the shadows of parameters are inputs, which are added to. */
  UNIT_INTO,
  /** Cotangents and shadows of parameters are inputs. */
  GIVEN,
  /** As {@link #GIVEN}, but what arrays among the results hold in the end is not asked for. */
  GIVEN_WITHOUT_RESULTS;

  boolean isGiven() {
    return this == GIVEN || this == GIVEN_WITHOUT_RESULTS;
  }
}
