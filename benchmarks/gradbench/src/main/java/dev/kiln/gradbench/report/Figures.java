package dev.kiln.gradbench.report;

/**
 * Milliseconds of the suite's C++ on a machine of the same kind, and what we want to reach.
 *
 * @param objective the suite's own objective, {@code gcc -O3 -march=native}
 * @param derivative the suite's derivative by hand
 * @param tapenade the derivative that Tapenade generates as C; NaN where not measured
 * @param target what the generated derivative should not exceed
 */
record Figures(double objective, double derivative, double tapenade, double target) {
  static final Figures NONE = new Figures(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
