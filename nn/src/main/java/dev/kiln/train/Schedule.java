package dev.kiln.train;

/**
 * The rate of an optimiser by the number of steps before. Schedules depend on nothing else, so a
 * training that is resumed goes on with the same rates.
 */
@FunctionalInterface
public interface Schedule {
  /** The rate of the step with this number; the first has number 0. */
  double rate(long step);

  /** The same rate in all steps. */
  static Schedule constant(double rate) {
    return step -> rate;
  }

  /** {@code rate * factor^floor(step / every)}: multiplied by a factor after each so many steps. */
  static Schedule steps(double rate, long every, double factor) {
    requirePositive("every", every);
    return step -> rate * Math.pow(factor, (double) Math.floorDiv(step, every));
  }

  /** {@code rate * factor^step}. */
  static Schedule exponential(double rate, double factor) {
    return step -> rate * Math.pow(factor, (double) step);
  }

  /**
   * Half a wave of the cosine from {@code rate} to {@code last}, which is reached after {@code
   * steps} and kept: {@code last + (rate - last) * (1 + cos(pi * step / steps)) / 2} (Loshchilov
   * and Hutter, SGDR, 2017, equation 5).
   */
  static Schedule cosine(double rate, double last, long steps) {
    requirePositive("steps", steps);
    return step -> between(rate, last, (double) Math.min(step, steps) / steps);
  }

  /**
   * One cycle (Smith and Topin, Super-Convergence, 2018) in two half waves of the cosine: from
   * {@code rate / 25} up to {@code rate} in the first three tenths of the steps, then down to
   * {@code rate / 250000}.
   */
  static Schedule oneCycle(double rate, long steps) {
    requirePositive("steps", steps);
    double first = rate / 25;
    double last = first / 10_000;
    double peak = Math.max(0.3 * steps - 1, 1);
    double end = Math.max((double) steps - 1, peak + 1);
    return step ->
        step <= peak
            ? between(first, rate, step / peak)
            : between(rate, last, Math.min((step - peak) / (end - peak), 1));
  }

  private static double between(double from, double to, double part) {
    return to + (from - to) * (1 + Math.cos(Math.PI * part)) / 2;
  }

  private static void requirePositive(String name, long count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + count);
    }
  }

  /**
   * This schedule after a warm-up of so many steps, in which the rate grows in equal parts to the
   * first rate of this schedule: step {@code i} of the warm-up has {@code (i + 1) / (steps + 1)} of
   * it.
   */
  default Schedule afterWarmUp(long steps) {
    return step -> step < steps ? rate(0) * (step + 1) / (steps + 1) : rate(step - steps);
  }
}
