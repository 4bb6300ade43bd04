package dev.kiln.examples.run;

import java.util.Locale;

/**
 * How good a result is, and whether it is as good as the example asks for.
 *
 * @param text a line for people
 */
public record Quality(String text, boolean isReached) {
  /** A number that is to be large. */
  public static Quality atLeast(String name, double value, double bound) {
    return new Quality(line(name, value, "at least", bound), value >= bound);
  }

  /** A number that is to be small. */
  public static Quality atMost(String name, double value, double bound) {
    return new Quality(line(name, value, "at most", bound), value <= bound);
  }

  private static String line(String name, double value, String comparison, double bound) {
    return String.format(Locale.ROOT, "%s %.4g (asked: %s %.4g)", name, value, comparison, bound);
  }

  /** Both of two: reached if both are. */
  public Quality and(Quality other) {
    return new Quality(text + "; " + other.text, isReached && other.isReached);
  }
}
