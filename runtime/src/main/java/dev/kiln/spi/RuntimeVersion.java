package dev.kiln.spi;

/**
 * Which generated code this runtime runs. Generated classes say at their initialisation which
 * version they were compiled for, so that a program with another {@code kiln-runtime} fails there,
 * and not where it first calls what is not there.
 */
public final class RuntimeVersion {
  /** Goes up with each change of what generated code calls. */
  public static final int CURRENT = 1;

  /** The oldest whose generated code still runs. */
  private static final int OLDEST = 1;

  private RuntimeVersion() {}

  /**
   * Checks that this runtime runs the code of a model.
   *
   * @param version what the model was compiled for
   * @return the same
   * @throws IncompatibleClassChangeError if this runtime is older, or too new
   */
  public static int require(int version, String model) {
    if (version < OLDEST || version > CURRENT) {
      throw new IncompatibleClassChangeError(
          model
              + " was compiled for version "
              + version
              + " of what kiln-runtime offers to generated code, but this kiln-runtime is "
              + (version > CURRENT ? "older" : "newer")
              + " and has version "
              + CURRENT
              + ": use the kiln-runtime that belongs to the processor, or compile "
              + model
              + " again");
    }
    return version;
  }
}
