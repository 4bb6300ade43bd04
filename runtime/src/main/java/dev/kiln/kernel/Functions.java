package dev.kiln.kernel;

/** Functional interfaces on primitives that {@code java.util.function} does not have. */
public final class Functions {
  private Functions() {}

  /** From float to float. */
  @FunctionalInterface
  public interface FloatUnary {
    float apply(float value);
  }

  /** From two floats to a float. */
  @FunctionalInterface
  public interface FloatBinary {
    float apply(float left, float right);
  }

  /** From two truth values to one. */
  @FunctionalInterface
  public interface BooleanBinary {
    boolean apply(boolean left, boolean right);
  }

  /** A relation of ints. */
  @FunctionalInterface
  public interface IntRelation {
    boolean test(int left, int right);
  }

  /** A relation of longs. */
  @FunctionalInterface
  public interface LongRelation {
    boolean test(long left, long right);
  }

  /** A relation of floats. */
  @FunctionalInterface
  public interface FloatRelation {
    boolean test(float left, float right);
  }

  /** A relation of doubles. */
  @FunctionalInterface
  public interface DoubleRelation {
    boolean test(double left, double right);
  }
}
