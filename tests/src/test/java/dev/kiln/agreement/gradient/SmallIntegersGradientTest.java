package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Arrays of bytes, shorts and chars that differentiated methods make for themselves. */
final class SmallIntegersGradientTest extends GradientTable {
  private static final byte[] BYTES = {1, -2, 127, -128, 0};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "FilledInALoop",
                """
                @Compute @Differentiable double f(double x, int n) {
                  byte[] powers = new byte[n];
                  for (int i = 0; i < n; i++) { powers[i] = (byte) (100 + 20 * i); }
                  double sum = 0;
                  for (int i = 0; i < n; i++) { sum += Math.sin(x * i) * powers[i]; }
                  return sum;
                }
                """)
            .on(0.5, 4)
            .on(0.5, 0),
        model(
                "MadeInEachIteration",
                """
                @Compute @Differentiable double f(double x, int n) {
                  double sum = x;
                  for (int i = 0; i < n; i++) {
                    short[] weights = {300, (short) (i * 60_000), -3};
                    sum = Math.sin(sum) * weights[i % 3] / 1000;
                  }
                  return sum;
                }
                """)
            .on(0.5, 3),
        model(
                "RowsAndCopies",
                """
                @Compute @Differentiable double f(double x, byte[] given) {
                  byte[][] rows = new byte[2][3];
                  rows[1][2] = given[0];
                  byte[] longer = java.util.Arrays.copyOf(given, given.length + 2);
                  java.util.Arrays.fill(longer, 1, 3, (byte) 9);
                  return x * x * rows[1][2] + x * longer[1] * doubled(longer)[2];
                }
                static byte[] doubled(byte[] x) {
                  byte[] twice = new byte[x.length];
                  for (int i = 0; i < x.length; i++) { twice[i] = (byte) (2 * x[i]); }
                  return twice;
                }
                """)
            .on(1.5, BYTES),
        model(
                "InARecord",
                """
                record Letters(char[] of) {}
                @Compute @Differentiable double f(double x, int i) {
                  return x * x * new Letters(new char[] {'a', (char) (i + 'b')}).of()[i];
                }
                """)
            .on(3.0, 1),
        model(
                "BesideScratchArraysOfDoubles",
                """
                @Compute @Differentiable double f(double[] x) {
                  double[] y = new double[x.length];
                  char[] steps = new char[x.length];
                  for (int i = 0; i < x.length; i++) {
                    steps[i] = (char) (i + 1);
                    y[i] = x[i] * x[i] * steps[i];
                  }
                  double sum = 0;
                  for (int i = 0; i < y.length; i++) { sum += y[i] * y[(i + 1) % y.length]; }
                  return sum;
                }
                """)
            .on(new double[] {0.5, -2, 1.25}));
  }
}
