package dev.kiln.benchmark;

/**
 * The source of a model with many methods as models have them: loops, branches, arrays, helpers.
 */
final class ManyMethods {
  private ManyMethods() {}

  static String source(int methods) {
    StringBuilder text =
        new StringBuilder(
            """
            import dev.kiln.annotation.Compute;
            import dev.kiln.annotation.Model;

            @Model
            public class Many {
              double scale = 0.5;

              double shrink(double x) {
                return x > 10 ? x * scale : x;
              }
            """);
    for (int i = 0; i < methods; i++) {
      text.append(
          """

            @Compute
            public double method%d(double[] a, int n) {
              double sum = 0;
              for (int i = 0; i < n; i++) {
                if (a[i %% a.length] < 0) {
                  continue;
                }
                sum += Math.sqrt(a[i %% a.length]) * (i + %d);
                sum = shrink(sum);
                if (sum > 1e6) {
                  return sum;
                }
              }
              double product = 1;
              while (product < sum) {
                product *= 1.5;
                sum -= n * 0.25;
              }
              return sum + product;
            }
          """
              .formatted(i, i));
    }
    return text.append("}\n").toString();
  }
}
