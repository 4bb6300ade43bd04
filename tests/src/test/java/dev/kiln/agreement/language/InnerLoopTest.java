package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Loops that kernels run, and loops that look like them: what is stored has the bits of plain Java,
 * and errors come where Java has them. Run with and without the Vector API.
 */
public final class InnerLoopTest extends AgreementTable {
  private static double[] numbers(int length) {
    return IntStream.range(0, length).mapToDouble(i -> Math.sin(1 + i) / 3).toArray();
  }

  private static double[] with(double[] array, int index, double number) {
    double[] changed = array.clone();
    changed[index] = number;
    return changed;
  }

  @Override
  public List<Program> programs() {
    double[] shared = numbers(40);
    double[] special = with(with(numbers(64), 5, Double.NaN), 40, Double.NEGATIVE_INFINITY);
    Program axpy =
        model(
            "AxpyInPlace",
            """
            @Compute void f(double[] y, double[] x, double factor, int n) {
              for (int i = 0; i < n; i++) { y[i] += x[i] * factor; }
            }
            """);
    for (int length : new int[] {0, 1, 23, 24, 25, 27, 28, 47, 64, 103}) {
      axpy = axpy.on(numbers(length), with(numbers(length + 1), 0, -0.0), 0.1, length);
    }
    return List.of(
        axpy.on(special, special.clone(), -0.0, 64)
            .on(shared, shared, 0.5, 40)
            .on(numbers(40), numbers(39), 0.5, 40)
            .on(numbers(39), numbers(40), 0.5, 40),
        model(
                "AxpyWithOffsets",
                """
            @Compute void f(double[] y, double[] x, int first, int ahead, int behind) {
              for (int i = first; i < y.length; i++) { y[i] = y[i] + 1.5 * x[i + ahead]; }
              double factor = y[0];
              for (int i = first; i < 60; i++) { y[behind + i] += x[i - behind] * factor; }
            }
            """)
            .on(numbers(70), numbers(80), 3, 5, 2)
            .on(numbers(70), numbers(80), 0, 10, 0)
            .on(numbers(70), numbers(80), 0, 11, 0)
            .on(numbers(70), numbers(80), 0, 0, 1)
            .on(numbers(70), numbers(80), -1, 0, 0)
            .on(numbers(70), numbers(80), -1, 1, 1)
            .on(numbers(70), numbers(80), Integer.MIN_VALUE, 0, 0)
            .on(numbers(70), numbers(80), Integer.MAX_VALUE, 1, 1),
        model(
                "AxpyOntoItself",
                """
            @Compute void f(double[] y) {
              for (int i = 0; i < 50; i++) { y[i + 1] += y[i] * 0.5; }
              for (int i = 0; i < 50; i++) { y[i] += y[i + 1] * 0.5; }
            }
            """)
            .on(numbers(51))
            .on(numbers(30)),
        model(
                "DotInOrder",
                """
            @Compute double f(double[] x, double[] z) {
              double sum = 0.25;
              for (int i = 0; i < x.length; i++) { sum += x[i] * z[i]; }
              return sum;
            }
            """)
            .on(numbers(100), Arrays.stream(numbers(100)).map(Math::exp).toArray()));
  }
}
