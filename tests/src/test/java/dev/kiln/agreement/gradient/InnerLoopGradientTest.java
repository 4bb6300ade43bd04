package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Derivatives whose inner loops kernels run: sums of adjoints in another order, the same in
 * sessions and in generated code. Run with and without the Vector API.
 */
public final class InnerLoopGradientTest extends GradientTable {
  private static double[] numbers(int length) {
    return IntStream.range(0, length).mapToDouble(i -> Math.cos(2 + i) / 2).toArray();
  }

  private static double[][] rows(int count, int length) {
    return IntStream.range(0, count)
        .mapToObj(row -> IntStream.range(row, row + length).mapToDouble(Math::sin).toArray())
        .toArray(double[][]::new);
  }

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ColumnsTimesVector",
                """
            @Compute @Differentiable double f(double[][] columns, double[] v) {
              double[] product = new double[columns[0].length];
              for (int j = 0; j < v.length; j++) {
                double factor = v[j];
                for (int i = 0; i < product.length; i++) { product[i] += columns[j][i] * factor; }
              }
              double sum = 0;
              for (int i = 0; i < product.length; i++) { sum += product[i] * product[i]; }
              return sum;
            }
            """)
            .on(rows(3, 11), numbers(3))
            .on(rows(3, 31), numbers(3))
            .on(rows(2, 48), numbers(2)),
        model(
                "LowerTriangle",
                """
            @Compute @Differentiable double f(double[] packed, double[] v) {
              int d = v.length;
              double[] product = v.clone();
              int start = 0;
              for (int i = 0; i < d; i++) {
                double factor = v[i];
                int offset = start - i - 1;
                for (int row = i + 1; row < d; row++) { product[row] += packed[offset + row] * factor; }
                start += d - i - 1;
              }
              double norm = 0;
              for (int i = 0; i < d; i++) { norm += product[i] * product[i] * product[i]; }
              return norm;
            }
            """)
            .on(numbers(190), numbers(20))
            .on(numbers(630), numbers(36)),
        model(
                "ScaledByOneNumber",
                """
            @Compute @Differentiable double f(double[] x, double[] z, double factor) {
              double sum = 0;
              for (int i = 0; i < x.length; i++) { sum += x[i] * factor; }
              double[] scaled = new double[x.length];
              for (int i = 0; i < x.length; i++) { scaled[i] = z[i] * (factor + sum); }
              double squares = 0;
              for (int i = 0; i < x.length; i++) { squares += scaled[i] * scaled[i]; }
              return squares;
            }
            """)
            .on(numbers(45), numbers(45), 0.3));
  }
}
