package dev.kiln.agreement.tensor;

import java.util.List;

/**
 * Means over samples and sums like them, all of which are reversed iteration by iteration: what
 * follows the loop is linear in the sums, with factors that do not change in the loop.
 */
public final class MeanPrograms {
  private MeanPrograms() {}

  /** Of the methods of {@link #SOURCE}: those of a number and an array. */
  public static final List<String> METHODS =
      List.of(
          "byLength",
          "byCast",
          "byReciprocal",
          "byTwoLengths",
          "byFactorOfArgument",
          "byFused",
          "inTwoLoops",
          "subtracted",
          "severalSums",
          "unlessEmpty",
          "ifAny",
          "byChoice",
          "clampedCount",
          "byElement",
          "byField",
          "byEarlierLoop",
          "byHelper",
          "inHelper",
          "byQuotient",
          "afterBranch",
          "inBranch",
          "inBranchOfBranch",
          "branchBetween",
          "inPlace",
          "converted");

  public static final String SOURCE =
      """
      final double[] scales = {0.5, 2};
      final double scale = 1.5;

      private static double error(double w, double x) {
        double e = Math.sin(w * x) - x;
        return e * e;
      }

      @Compute @Differentiable double byLength(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return loss / x.length + 0.1 * w * w;
      }
      @Compute @Differentiable double byCast(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return loss / (double) (x.length + 1);
      }
      @Compute @Differentiable double byReciprocal(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        double factor = 1.0 / (x.length + 1);
        return factor * loss;
      }
      @Compute @Differentiable double byTwoLengths(double w, double[] x) {
        double loss = 0;
        for (double each : x) { loss += error(w, each); }
        return -loss / (x.length + 1) / scales.length;
      }
      @Compute @Differentiable double byFactorOfArgument(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return Math.exp(-w) * (Math.sqrt(w) * loss + Math.log(w));
      }
      @Compute @Differentiable double byFused(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return Math.fma(Math.cos(w), loss, w);
      }
      @Compute @Differentiable double inTwoLoops(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        for (int i = 0; i < x.length; i++) { loss -= Math.cos(w * x[i]); }
        return loss / (x.length + 1);
      }
      @Compute @Differentiable double subtracted(double w, double[] x) {
        double gain = w;
        int i = 0;
        while (i < x.length) {
          gain -= error(w, x[i]);
          i++;
        }
        return 1 - gain / (x.length + 2.0);
      }
      @Compute @Differentiable double severalSums(double w, double[] x) {
        double loss = 0;
        double norm = 0;
        int count = 0;
        for (int i = 0; i < x.length; i++) {
          if (x[i] > 0) {
            loss += error(w, x[i]);
            count++;
          } else {
            norm += Math.exp(-w * w);
          }
        }
        return loss / (x.length + 1) + norm / 3;
      }
      @Compute @Differentiable double unlessEmpty(double w, double[] x) {
        if (x.length == 0) { return w; }
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return loss / x.length;
      }
      @Compute @Differentiable double ifAny(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        if (x.length > 0) { loss /= x.length; }
        return loss + w;
      }
      @Compute @Differentiable double byChoice(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        double mean = x.length == 0 ? 0 : loss / x.length;
        return x.length > 3 ? 2 * mean : w > 1 ? mean - loss : w;
      }
      @Compute @Differentiable double clampedCount(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        int count = x.length > 1 ? x.length - 1 : 1;
        return loss / count / Math.max(1, x.length);
      }
      @Compute @Differentiable double byElement(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return loss * scales[1] * scales[x.length % 2];
      }
      @Compute @Differentiable double byField(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return loss * scale;
      }
      @Compute @Differentiable double byEarlierLoop(double w, double[] x) {
        int count = 1;
        for (int i = 0; i < x.length; i++) { count += x[i] > 0 ? 1 : 0; }
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return loss / count;
      }
      private static double mean(double sum, int count) {
        return count == 0 ? 0 : sum / count;
      }
      @Compute @Differentiable double byHelper(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return mean(loss, x.length) + mean(w, x.length);
      }
      private static double meanError(double w, double[] x) {
        if (x.length == 0) { return 0; }
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return loss / x.length;
      }
      @Compute @Differentiable double inHelper(double w, double[] x) {
        return meanError(w, x) + 2 * meanError(2 * w, x);
      }
      @Compute @Differentiable double byQuotient(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        return loss * (7 / (x.length + 1)) + loss * (x.length % 3);
      }
      @Compute @Differentiable double afterBranch(double w, double[] x) {
        double start = w > 1 ? Math.sin(w) : w * w;
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(start, x[i]) * start; }
        return loss / (x.length + 1);
      }
      @Compute @Differentiable double inBranch(double w, double[] x) {
        double loss = w;
        double v = w;
        if (w > 0) {
          double sharp = Math.exp(w);
          for (int i = 0; i < x.length; i++) { loss += error(sharp * v, x[i]); }
          v = sharp * Math.sin(v);
        } else {
          for (int i = 0; i < x.length; i++) { loss -= error(v, x[i]); }
        }
        return loss / (x.length + 1) + v;
      }
      @Compute @Differentiable double inBranchOfBranch(double w, double[] x) {
        double loss = w * w;
        if (w > 0) {
          double inner = Math.sqrt(w);
          if (w > 0.1) {
            double[] last = {0, 0};
            for (int i = 0; i < x.length; i++) {
              for (int j = 0; j < 2; j++) { last[j] = error(inner, x[i]) + j; }
              if (last[0] > 0.01) { loss += last[0] * last[1]; }
            }
            loss *= 1.0 / (x.length + 1);
          }
          loss += inner;
        }
        return loss / 3;
      }
      @Compute @Differentiable double branchBetween(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        double other = w;
        if (x.length > 2) {
          for (int i = 0; i < x.length; i++) { loss += error(w * w, x[i]); }
          other += loss / 8;
        } else {
          loss = w;
        }
        return loss / (x.length + 1) + other;
      }
      @Compute @Differentiable double inPlace(double w, double[] x) {
        double[] counts = {1, x.length};
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        double result = loss / (1 + counts[1]);
        counts[1] = w;
        return result * counts[0] + counts[1];
      }
      @Compute @Differentiable double converted(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += error(w, x[i]); }
        long count = x.length + 1L;
        return loss / count * (float) count / (x.length + 1f);
      }
      """;

  /** Means with arguments of other types. */
  public static final String OTHERS =
      """
      @Compute @Differentiable double overRows(double[] w, double[][] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
          double sum = 0;
          for (int j = 0; j < x[i].length; j++) { sum += Math.sin(w[j] * x[i][j]); }
          loss += sum / x[i].length;
        }
        return loss / x.length;
      }
      @Compute @Differentiable float ofFloats(float w, float[] x) {
        float loss = 0;
        for (int i = 0; i < x.length; i++) {
          float e = (float) Math.sin(w * x[i]) - x[i];
          loss += e * e;
        }
        return loss / x.length + 0.5f * w;
      }
      @Compute @Differentiable double byOther(double w, double[] x, double[] y) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += Math.sin(w * x[i]); }
        return loss / y.length * y[x.length];
      }
      @Compute @Differentiable double byInteger(double w, double[] x, int n) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += Math.sin(w * x[i]) * x[i + n]; }
        return loss * (8 / n);
      }
      @Compute @Differentiable double byWritten(double w, double[] x, double[] y) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += Math.sin(w * x[i]); }
        double[] z = y.clone();
        double before = loss * z[0];
        z[0] = w;
        return before + loss * z[0] + Math.exp(z[0]);
      }
      @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN, Mode.GRADIENT})
      double all(double w, double[] x, double[] y) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += Math.sin(w * x[i]) * y[i]; }
        return loss / x.length / y.length;
      }
      @Compute @Differentiable(
          modes = {Mode.GRADIENT, Mode.HESSIAN, Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN_DIAGONAL})
      double twice(double w, double[] x) {
        if (x.length == 0) { return w * w; }
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += Math.sin(w * x[i]) * w; }
        return loss / x.length + w * w;
      }
      @Compute @Differentiable double guarded(double w, double[] x) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += Math.sin(w * x[i]); }
        if (loss > 1) { throw new IllegalArgumentException(loss + " is too much for " + w); }
        return loss / x.length;
      }
      """;
}
