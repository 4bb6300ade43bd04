package dev.kiln.kernel;

/** The checks that generated code makes of the models whose code is compiled into it. */
public final class ModelChecks {
  private ModelChecks() {}

  /** Checks that a nested model is of exactly the class whose code was compiled in. */
  public static void requireExact(String field, Object model, Class<?> declared) {
    Class<?> actual = model.getClass();
    boolean compiled =
        actual.getSuperclass() == declared && actual.getSimpleName().contains("Compiled");
    if (actual != declared && !compiled) {
      throw new IllegalStateException(
          "the field '"
              + field
              + "' holds a "
              + actual.getName()
              + ", but the code of "
              + declared.getName()
              + " was compiled in");
    }
  }

  /**
   * Checks that a method of a model computes what it did when it was compiled into another one.
   *
   * @param user the model that it was compiled into
   * @param used the model that has the method
   * @param then the fingerprint that its graph had
   * @param now the fingerprint that its graph has
   * @throws IncompatibleClassChangeError if they differ
   */
  public static void requireVersion(String user, String used, String method, long then, long now) {
    if (then != now) {
      throw new IncompatibleClassChangeError(
          user
              + " was compiled with another version of "
              + used
              + ", whose method "
              + method
              + " has changed since; compile "
              + user
              + " again");
    }
  }

  /** The error for a model that was compiled in and is gone, or of which no version is known. */
  public static IncompatibleClassChangeError noVersion(String user, LinkageError missing) {
    IncompatibleClassChangeError error =
        new IncompatibleClassChangeError(
            user
                + " was compiled with another version of a model that it uses; compile "
                + user
                + " again. What is missing: "
                + missing.getMessage());
    error.initCause(missing);
    return error;
  }
}
