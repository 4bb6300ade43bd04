package dev.kiln.examples.table;

import dev.kiln.annotation.DType;
import dev.kiln.data.CsvTable;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A table of numbers, of which the last column is to be predicted.
 *
 * @param x the other columns, a row for each example
 * @param y the last column
 */
record Table(double[][] x, double[] y) {
  /** Reads a resource of this package, whose first line names the columns. */
  static Table read(String resource) {
    try (InputStream file = Table.class.getResourceAsStream(resource);
        Reader reader = new InputStreamReader(file, StandardCharsets.US_ASCII)) {
      CsvTable csv = CsvTable.read(reader, resource, ',');
      String target = csv.columns().get(csv.columns().size() - 1);
      String[] features = csv.columnsWithout(target);
      double[] numbers = csv.doubles(features).toDoubleArray();
      double[][] x = new double[csv.size()][];
      for (int i = 0; i < x.length; i++) {
        x[i] = Arrays.copyOfRange(numbers, i * features.length, (i + 1) * features.length);
      }
      return new Table(x, csv.doubles(target).toDoubleArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
