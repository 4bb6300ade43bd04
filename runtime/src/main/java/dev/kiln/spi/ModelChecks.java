package dev.kiln.spi;

import java.util.List;

/**
 * The checks that generated code makes of the models whose code is compiled into it, and how it
 * reads their enums.
 */
public final class ModelChecks {
  private ModelChecks() {}

  /**
   * Checks that a nested model is of exactly the class whose code was compiled in: a subclass may
   * override it.
   *
   * @throws IllegalStateException if it is of another class
   */
  public static void requireExact(String field, Object model, Class<?> declared) {
    if (!isExact(model, declared)) {
      throw new IllegalStateException(
          "the field '"
              + field
              + "' holds a "
              + model.getClass().getName()
              + ", but the code of "
              + declared.getName()
              + " was compiled in");
    }
  }

  /** What a graph has in the place of a constant of an enum: the ordinal, or -1 for null. */
  @SuppressWarnings("EnumOrdinal") // graphs have ordinals
  public static int code(Enum<?> constant) {
    return constant == null ? -1 : constant.ordinal();
  }

  /** The constant of an enum that a graph has the ordinal of, or null. */
  public static <E extends Enum<E>> E constant(E[] constants, int code) {
    return code < 0 ? null : constants[code];
  }

  /**
   * Throws an exception of a class of the user's, which the method in the source declares where it
   * is checked.
   */
  public static RuntimeException thrown(Throwable exception) {
    throw ModelChecks.<RuntimeException>unchecked(exception);
  }

  // the type variable is erased: nothing is cast
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable exception) throws E {
    throw (E) exception;
  }

  /**
   * An element of a field that holds several models.
   *
   * @throws IllegalStateException if there are not as many as the model was compiled for
   */
  public static <T> T element(String field, T[] models, int index, int length) {
    requireLength(field, models.length, length);
    return models[index];
  }

  /**
   * An element of a field that holds several models.
   *
   * @throws IllegalStateException if there are not as many as the model was compiled for
   */
  public static <T> T element(String field, List<T> models, int index, int length) {
    requireLength(field, models.size(), length);
    return models.get(index);
  }

  private static void requireLength(String field, int actual, int compiled) {
    if (actual != compiled) {
      throw new IllegalStateException(
          "the field '"
              + field
              + "' holds "
              + actual
              + " models, but the code was compiled for "
              + compiled);
    }
  }

  /**
   * Checks that graphs do what a model does: that it is of exactly the class that they were made
   * from.
   *
   * @throws IllegalArgumentException if it is of another class
   */
  public static void requireOwnGraphs(Object model, Class<?> declared) {
    if (!isExact(model, declared)) {
      throw new IllegalArgumentException(
          "the graphs of "
              + declared.getName()
              + " do not know what a "
              + model.getClass().getName()
              + " overrides; annotate it with @Model and use its own graphs");
    }
  }

  private static boolean isExact(Object model, Class<?> declared) {
    Class<?> actual = model.getClass();
    return actual == declared
        || actual.getSuperclass() == declared && model instanceof CompiledModel;
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
