package dev.kiln.examples.table;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of numbers, of which the last column is to be predicted.
 *
 * @param x the other columns, a row for each example
 * @param y the last column
 */
record Table(double[][] x, double[] y) {
  /** Reads a resource of this package: a line with names, then a line for each example. */
  static Table read(String resource) {
    try (InputStream file = Table.class.getResourceAsStream(resource);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
      List<double[]> rows = reader.lines().skip(1).map(Table::numbers).toList();
      int features = rows.get(0).length - 1;
      double[][] x = rows.stream().map(row -> first(row, features)).toArray(double[][]::new);
      return new Table(x, rows.stream().mapToDouble(row -> row[features]).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String line) {
    return Stream.of(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private static double[] first(double[] row, int count) {
    return DoubleStream.of(row).limit(count).toArray();
  }

  int size() {
    return y.length;
  }

  int features() {
    return x[0].length;
  }

  /** The rows whose position divided by {@code folds} leaves, or does not leave, this remainder. */
  Table fold(int folds, int remainder, boolean isIn) {
    int[] rows = IntStream.range(0, size()).filter(i -> (i % folds == remainder) == isIn).toArray();
    double[][] chosenX = new double[rows.length][];
    double[] chosenY = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosenX[i] = x[rows[i]];
      chosenY[i] = y[rows[i]];
    }
    return new Table(chosenX, chosenY);
  }

  /** The columns of x with the mean 0 and the variance 1 that they have in another table. */
  Tensor standardized(Table fitted) {
    Tensor columns = Tensor.of(fitted.x);
    return Tensor.of(x).subtract(columns.mean(0)).divide(columns.standardDeviation(0));
  }

  /** The last column as classes. */
  Tensor classes() {
    return Tensor.of(y).cast(DType.INT32);
  }

  /** The last column as numbers. */
  Tensor targets() {
    return Tensor.of(y);
  }
}
