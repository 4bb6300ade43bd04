package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Scratch arrays that each iteration of a loop fills anew, and others that look like these. */
final class RowsPerIterationTest extends GradientTable {
  private static final double[] W = {0.5, -1.25, 0.8};
  private static final double[][] X = {{0.5, 1.5}, {-0.25, 2}, {0.75, -1}, {1.25, 0.4}};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "FilledAnew",
                """
                @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN, Mode.VJP})
                double nearest(double[][] x, double[] w, int k) {
                  int d = x[0].length;
                  double[] scratch = new double[d];
                  double[] squares = new double[d];
                  double[] terms = new double[k];
                  double sum = 0;
                  for (int i = 0; i < x.length; i++) {
                    for (int j = 0; j < k; j++) {
                      for (int l = 0; l < d; l++) { scratch[l] = x[i][l] * w[j]; }
                      int from = 0;
                      for (int l = 0; l < d; l++) { squares[l] = scratch[l] * scratch[l] * w[from]; from += 1; }
                      for (int l = 1; l < d; l++) { squares[l] += Math.sin(squares[l - 1]); }
                      double norm = 0;
                      for (int l = 0; l < squares.length; l++) { norm += squares[l] * squares[l]; }
                      terms[j] = norm * from;
                    }
                    double most = 0;
                    for (int j = 0; j < k; j++) { most += Math.exp(-terms[j]); }
                    sum += Math.log(most + 1);
                  }
                  return sum;
                }
                @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN_VECTOR_PRODUCT})
                double ofALogarithm(double[][] x, double[] w) {
                  double[] scratch = new double[2];
                  double sum = 1;
                  for (int i = 0; i < x.length; i++) {
                    for (int l = 0; l < scratch.length; l++) { scratch[l] = x[i][l] * w[l]; }
                    if (i != 1) {
                      sum *= scratch[0] * scratch[1] + scratch.length;
                    }
                  }
                  return Math.log(sum * sum) * scratch.length;
                }
                @Compute @Differentiable double counted(double[] w, int n, int d) {
                  int[] places = new int[d];
                  double[] kept = new double[d];
                  double sum = 1;
                  for (int i = 0; i < n; i++) {
                    for (int l = 0; l < d; l++) { places[l] = (i + l) % w.length; }
                    for (int l = 0; l < d; l++) { kept[l] = w[places[l]] * sum; }
                    for (int l = 0; l < d; l++) { sum += kept[l] * w[places[l]] * kept[l]; }
                  }
                  return sum;
                }
                """)
            .calling("nearest", X, W, 3)
            .calling("nearest", X, W, 0)
            .calling("ofALogarithm", X, W)
            .calling("counted", W, 3, 2)
            .calling("counted", W, -1, 2)
            .calling("counted", W, 3, 0),
        model(
                "NotFilledAnew",
                """
                @Compute @Differentiable double fromOne(double[][] x, double[] w) {
                  double[] scratch = new double[2];
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    for (int l = 1; l < 2; l++) { scratch[l] = x[i][l] * w[l]; }
                    product *= scratch[0] + scratch[1] * scratch[1];
                    scratch[0] = product * scratch[1];
                  }
                  return product;
                }
                @Compute @Differentiable double sometimes(double[][] x, double[] w) {
                  double[] scratch = new double[2];
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    if (i % 2 == 0) {
                      for (int l = 0; l < 2; l++) { scratch[l] = x[i][l] * w[l]; }
                    }
                    product *= 1 + scratch[0] * scratch[1];
                  }
                  return product;
                }
                @Compute @Differentiable double usedAfterwards(double[][] x, double[] w) {
                  double[] scratch = new double[2];
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    for (int l = 0; l < 2; l++) { scratch[l] = x[i][l] * w[l]; }
                    product *= 1 + scratch[0] * scratch[1];
                  }
                  return product * scratch[0] * scratch[1];
                }
                @Compute @Differentiable double readFirst(double[][] x, double[] w) {
                  double[] scratch = new double[2];
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    product *= 1 + scratch[0] * scratch[1];
                    for (int l = 0; l < 2; l++) { scratch[l] = x[i][l] * w[l]; }
                  }
                  return product;
                }
                @Compute @Differentiable double swapped(double[][] x, double[] w) {
                  double[] now = new double[2];
                  double[] next = new double[2];
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    for (int l = 0; l < 2; l++) { next[l] = x[i][l] * w[l] + 0.5 * now[l]; }
                    product *= 1 + next[0] * next[1];
                    double[] before = now;
                    now = next;
                    next = before;
                  }
                  return product * now[0];
                }
                @Compute @Differentiable double kept(double[][] x, double[] w) {
                  double[][] rows = new double[x.length][];
                  double[] scratch = new double[2];
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    for (int l = 0; l < 2; l++) { scratch[l] = x[i][l] * w[l]; }
                    rows[i] = scratch;
                    product *= 1 + scratch[0] * scratch[1];
                  }
                  return product * rows[0][1] * rows[1][0];
                }
                static void scale(double[] row, double factor, int times) {
                  for (int l = 0; l < row.length; l++) { row[l] = row[l] * factor; }
                  if (times > 0) { scale(row, factor, times - 1); }
                }
                @Compute @Differentiable double passedOn(double[][] x, double[] w) {
                  double[] scratch = new double[2];
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    for (int l = 0; l < 2; l++) { scratch[l] = x[i][l] * w[l]; }
                    scale(scratch, w[2], 2);
                    product *= 1 + scratch[0] * scratch[1];
                  }
                  return product;
                }
                @Compute @Differentiable double down(double[][] x, double[] w) {
                  double[] scratch = new double[2];
                  double product = 1;
                  for (int i = x.length - 1; i > 0; i--) {
                    for (int l = 0; l < 2; l++) { scratch[l] = x[i][l] * w[l]; }
                    product *= 1 + scratch[0] * scratch[1];
                  }
                  return product;
                }
                @Compute @Differentiable double left(double[][] x, double[] w) {
                  double[] scratch = new double[2];
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    for (int l = 0; l < 2; l++) { scratch[l] = x[i][l] * w[l]; }
                    product *= 1 + scratch[0] * scratch[1];
                    if (product > 2) { break; }
                  }
                  return product;
                }
                @Compute @Differentiable double laterBound(double[][] x, double[] w) {
                  double[] scratch = new double[2];
                  int n = 0;
                  while (n * n < 12) { n++; }
                  double product = 1;
                  for (int i = 0; i < n; i++) {
                    for (int l = 0; l < 2; l++) { scratch[l] = x[i][l] * w[l]; }
                    product *= 1 + scratch[0] * scratch[1];
                  }
                  return product;
                }
                """)
            .calling("fromOne", X, W)
            .calling("sometimes", X, W)
            .calling("usedAfterwards", X, W)
            .calling("readFirst", X, W)
            .calling("swapped", X, W)
            .calling("kept", X, W)
            .calling("passedOn", X, W)
            .calling("down", X, W)
            .calling("left", X, W)
            .calling("laterBound", X, W),
        model(
                "RowsInTheSource",
                """
                @Compute @Differentiable double own(double[][] x, double[] w) {
                  double[][] rows = new double[x.length][2];
                  double product = 1;
                  for (int t = 0; t < 3; t++) {
                    for (int i = 0; i < x.length; i++) {
                      double[] row = rows[i];
                      for (int l = 0; l < 2; l++) { row[l] = x[i][l] * w[t] + product; }
                      product += 0.1 * Math.sin(row[0] * row[1]);
                    }
                  }
                  return product;
                }
                @Compute @Differentiable double carriedOver(double[][] x, double[] w) {
                  double[][] rows = new double[x.length][2];
                  double product = 1;
                  for (int t = 0; t < 3; t++) {
                    for (int i = 0; i < x.length; i++) {
                      for (int l = 0; l < 2; l++) { rows[i][l] = rows[i][l] * rows[i][l] + x[i][l] * w[t]; }
                      product += Math.sin(rows[i][0] * rows[i][1]);
                    }
                  }
                  return product;
                }
                @Compute @Differentiable double neighbours(double[][] x, double[] w) {
                  double[][] rows = new double[x.length + 1][2];
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    double[] row = rows[i];
                    double[] other = rows[i + 1];
                    for (int l = 0; l < 2; l++) { row[l] = x[i][l] * w[l] + product; }
                    product += Math.sin(row[0] * row[1] + other[0]);
                    for (int l = 0; l < 2; l++) { other[l] = product * row[l]; }
                    product += other[0] * other[1];
                  }
                  return product;
                }
                @Compute @Differentiable double twoLoops(double[][] x, double[] w) {
                  double[][] rows = new double[x.length][2];
                  double product = 1;
                  for (int t = 0; t < 2; t++) {
                    for (int i = 0; i < x.length; i++) {
                      for (int l = 0; l < 2; l++) { rows[i][l] = x[i][l] * w[t] + product; }
                      product += 0.1 * Math.sin(rows[i][0] * rows[i][1]);
                    }
                    for (int j = x.length - 1; j >= 0; j--) {
                      product *= 1 + 0.01 * rows[j][0] * rows[j][1];
                    }
                  }
                  return product;
                }
                @Compute @Differentiable double otherCounter(double[][] x, double[] w) {
                  double[][] rows = new double[x.length][2];
                  double product = 1;
                  int at = 0;
                  for (int i = 0; i < x.length; i++) {
                    for (int l = 0; l < 2; l++) { rows[at][l] = x[i][l] * w[l] + product; }
                    product += Math.sin(rows[at][0] * rows[at][1]);
                    at = (at + 1) % 2;
                  }
                  return product;
                }
                @Compute @Differentiable double oneRowTwice(double[][] x, double[] w) {
                  double[] shared = new double[2];
                  double[][] rows = {shared, shared};
                  double product = 1;
                  for (int i = 0; i < 2; i++) {
                    double[] row = rows[i];
                    for (int l = 0; l < 2; l++) { row[l] = x[i][l] * w[l] + product; }
                    product += Math.sin(row[0] * row[1]);
                  }
                  return product;
                }
                """)
            .calling("own", X, W)
            .calling("carriedOver", X, W)
            .calling("neighbours", X, W)
            .calling("twoLoops", X, W)
            .calling("otherCounter", X, W)
            .calling("oneRowTwice", X, W),
        model(
                "SameInEachIteration",
                """
                @Compute @Differentiable double steps(double[] w, int n, int d, int extra) {
                  double y = 1;
                  for (int i = 0; i < n; i++) {
                    int at = extra;
                    int step = 1;
                    for (int l = 0; l < d; l++) {
                      y = Math.sin(y * w[at % w.length]);
                      at += step;
                      step = extra > 1 ? step + 1 : step;
                    }
                    y += 0.5 * w[at % w.length];
                  }
                  return y * y;
                }
                @Compute @Differentiable double other(double[] w, int n, int d, int extra) {
                  double y = 1;
                  for (int i = 0; i < n; i++) {
                    int at = extra;
                    for (int l = 0; l < d; l++) {
                      y = Math.sin(y * w[at % w.length]);
                      at += l < i ? 2 : 1;
                    }
                    y += 0.5 * w[at % w.length];
                  }
                  return y * y;
                }
                @Compute @Differentiable double byContents(double[] w, int[] counts, int n) {
                  double y = 1;
                  int[] left = counts.clone();
                  for (int i = 0; i < n; i++) {
                    int at = 0;
                    while (at < left[0]) {
                      y = Math.sin(y * w[at % w.length]);
                      at += 1;
                    }
                    left[0] = left[0] - 1;
                    y += 0.5 * w[at % w.length];
                  }
                  return y * y;
                }
                """)
            .calling("steps", W, 3, 4, 2)
            .calling("steps", W, 0, 4, 2)
            .calling("steps", W, 3, -1, 1)
            .calling("other", W, 3, 4, 1)
            .calling("byContents", W, new int[] {4}, 3));
  }
}
