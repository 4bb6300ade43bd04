package dev.kiln.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link ProductLoops} with the Vector API. Compiled apart from the rest, and
 * loaded only where the module {@code jdk.incubator.vector} is there.
 */
final class VectorProducts {
  /** The rows of the result that are computed together. */
  static final int ROWS = 4;

  /** So many vectors of sums are kept in registers, for each of the rows. */
  private static final int VECTORS = 2;

  /** So many vectors of one row of sums. */
  private static final int VECTORS_OF_ROW = 8;

  private VectorProducts() {}

  // double, copied for float

  private static final VectorSpecies<Double> FLOAT64 = DoubleVector.SPECIES_PREFERRED;

  static int widthOfDoubles() {
    return VECTORS * FLOAT64.length();
  }

  static void add(
      double[] left,
      int leftAt,
      double[] right,
      int rightAt,
      int inner,
      double[] to,
      int at,
      int step) {
    int lanes = FLOAT64.length();
    int width = VECTORS * lanes;
    int at1 = at + step;
    int at2 = at1 + step;
    int at3 = at2 + step;
    DoubleVector sum00 = DoubleVector.fromArray(FLOAT64, to, at);
    DoubleVector sum01 = DoubleVector.fromArray(FLOAT64, to, at + lanes);
    DoubleVector sum10 = DoubleVector.fromArray(FLOAT64, to, at1);
    DoubleVector sum11 = DoubleVector.fromArray(FLOAT64, to, at1 + lanes);
    DoubleVector sum20 = DoubleVector.fromArray(FLOAT64, to, at2);
    DoubleVector sum21 = DoubleVector.fromArray(FLOAT64, to, at2 + lanes);
    DoubleVector sum30 = DoubleVector.fromArray(FLOAT64, to, at3);
    DoubleVector sum31 = DoubleVector.fromArray(FLOAT64, to, at3 + lanes);
    for (int k = 0; k < inner; k++) {
      DoubleVector y0 = DoubleVector.fromArray(FLOAT64, right, rightAt + k * width);
      DoubleVector y1 = DoubleVector.fromArray(FLOAT64, right, rightAt + k * width + lanes);
      DoubleVector x = DoubleVector.broadcast(FLOAT64, left[leftAt + k * ROWS]);
      sum00 = x.fma(y0, sum00);
      sum01 = x.fma(y1, sum01);
      x = DoubleVector.broadcast(FLOAT64, left[leftAt + k * ROWS + 1]);
      sum10 = x.fma(y0, sum10);
      sum11 = x.fma(y1, sum11);
      x = DoubleVector.broadcast(FLOAT64, left[leftAt + k * ROWS + 2]);
      sum20 = x.fma(y0, sum20);
      sum21 = x.fma(y1, sum21);
      x = DoubleVector.broadcast(FLOAT64, left[leftAt + k * ROWS + 3]);
      sum30 = x.fma(y0, sum30);
      sum31 = x.fma(y1, sum31);
    }
    sum00.intoArray(to, at);
    sum01.intoArray(to, at + lanes);
    sum10.intoArray(to, at1);
    sum11.intoArray(to, at1 + lanes);
    sum20.intoArray(to, at2);
    sum21.intoArray(to, at2 + lanes);
    sum30.intoArray(to, at3);
    sum31.intoArray(to, at3 + lanes);
  }

  static void copy(double[] from, int start, int step, int rows, double[] to, int at) {
    int lanes = FLOAT64.length();
    int width = VECTORS * lanes;
    for (int k = 0; k < rows; k++) {
      DoubleVector first = DoubleVector.fromArray(FLOAT64, from, start + k * step);
      DoubleVector second = DoubleVector.fromArray(FLOAT64, from, start + k * step + lanes);
      first.intoArray(to, at + k * width);
      second.intoArray(to, at + k * width + lanes);
    }
  }

  static int row(
      double[] left,
      int leftAt,
      int leftStep,
      double[] right,
      int rightAt,
      int rightStep,
      int inner,
      double[] to,
      int at,
      int columns) {
    int lanes = FLOAT64.length();
    int column = 0;
    for (; column + VECTORS_OF_ROW * lanes <= columns; column += VECTORS_OF_ROW * lanes) {
      eight(left, leftAt, leftStep, right, rightAt + column, rightStep, inner, to, at + column);
    }
    for (; column + lanes <= columns; column += lanes) {
      DoubleVector sum = DoubleVector.zero(FLOAT64);
      for (int k = 0; k < inner; k++) {
        DoubleVector x = DoubleVector.broadcast(FLOAT64, left[leftAt + k * leftStep]);
        sum = x.fma(DoubleVector.fromArray(FLOAT64, right, rightAt + column + k * rightStep), sum);
      }
      sum.intoArray(to, at + column);
    }
    return column;
  }

  private static void eight(
      double[] left,
      int leftAt,
      int leftStep,
      double[] right,
      int rightAt,
      int rightStep,
      int inner,
      double[] to,
      int at) {
    DoubleVector sum0 = DoubleVector.zero(FLOAT64);
    DoubleVector sum1 = sum0;
    DoubleVector sum2 = sum0;
    DoubleVector sum3 = sum0;
    DoubleVector sum4 = sum0;
    DoubleVector sum5 = sum0;
    DoubleVector sum6 = sum0;
    DoubleVector sum7 = sum0;
    int lanes = FLOAT64.length();
    int from = leftAt;
    int by = rightAt;
    for (int k = 0; k < inner; k++) {
      DoubleVector x = DoubleVector.broadcast(FLOAT64, left[from]);
      sum0 = x.fma(DoubleVector.fromArray(FLOAT64, right, by), sum0);
      sum1 = x.fma(DoubleVector.fromArray(FLOAT64, right, by + lanes), sum1);
      sum2 = x.fma(DoubleVector.fromArray(FLOAT64, right, by + 2 * lanes), sum2);
      sum3 = x.fma(DoubleVector.fromArray(FLOAT64, right, by + 3 * lanes), sum3);
      sum4 = x.fma(DoubleVector.fromArray(FLOAT64, right, by + 4 * lanes), sum4);
      sum5 = x.fma(DoubleVector.fromArray(FLOAT64, right, by + 5 * lanes), sum5);
      sum6 = x.fma(DoubleVector.fromArray(FLOAT64, right, by + 6 * lanes), sum6);
      sum7 = x.fma(DoubleVector.fromArray(FLOAT64, right, by + 7 * lanes), sum7);
      from += leftStep;
      by += rightStep;
    }
    sum0.intoArray(to, at);
    sum1.intoArray(to, at + lanes);
    sum2.intoArray(to, at + 2 * lanes);
    sum3.intoArray(to, at + 3 * lanes);
    sum4.intoArray(to, at + 4 * lanes);
    sum5.intoArray(to, at + 5 * lanes);
    sum6.intoArray(to, at + 6 * lanes);
    sum7.intoArray(to, at + 7 * lanes);
  }

  // copies

  private static final VectorSpecies<Float> FLOAT32 = FloatVector.SPECIES_PREFERRED;

  static int widthOfFloats() {
    return VECTORS * FLOAT32.length();
  }

  static void add(
      float[] left,
      int leftAt,
      float[] right,
      int rightAt,
      int inner,
      float[] to,
      int at,
      int step) {
    int lanes = FLOAT32.length();
    int width = VECTORS * lanes;
    int at1 = at + step;
    int at2 = at1 + step;
    int at3 = at2 + step;
    FloatVector sum00 = FloatVector.fromArray(FLOAT32, to, at);
    FloatVector sum01 = FloatVector.fromArray(FLOAT32, to, at + lanes);
    FloatVector sum10 = FloatVector.fromArray(FLOAT32, to, at1);
    FloatVector sum11 = FloatVector.fromArray(FLOAT32, to, at1 + lanes);
    FloatVector sum20 = FloatVector.fromArray(FLOAT32, to, at2);
    FloatVector sum21 = FloatVector.fromArray(FLOAT32, to, at2 + lanes);
    FloatVector sum30 = FloatVector.fromArray(FLOAT32, to, at3);
    FloatVector sum31 = FloatVector.fromArray(FLOAT32, to, at3 + lanes);
    for (int k = 0; k < inner; k++) {
      FloatVector y0 = FloatVector.fromArray(FLOAT32, right, rightAt + k * width);
      FloatVector y1 = FloatVector.fromArray(FLOAT32, right, rightAt + k * width + lanes);
      FloatVector x = FloatVector.broadcast(FLOAT32, left[leftAt + k * ROWS]);
      sum00 = x.fma(y0, sum00);
      sum01 = x.fma(y1, sum01);
      x = FloatVector.broadcast(FLOAT32, left[leftAt + k * ROWS + 1]);
      sum10 = x.fma(y0, sum10);
      sum11 = x.fma(y1, sum11);
      x = FloatVector.broadcast(FLOAT32, left[leftAt + k * ROWS + 2]);
      sum20 = x.fma(y0, sum20);
      sum21 = x.fma(y1, sum21);
      x = FloatVector.broadcast(FLOAT32, left[leftAt + k * ROWS + 3]);
      sum30 = x.fma(y0, sum30);
      sum31 = x.fma(y1, sum31);
    }
    sum00.intoArray(to, at);
    sum01.intoArray(to, at + lanes);
    sum10.intoArray(to, at1);
    sum11.intoArray(to, at1 + lanes);
    sum20.intoArray(to, at2);
    sum21.intoArray(to, at2 + lanes);
    sum30.intoArray(to, at3);
    sum31.intoArray(to, at3 + lanes);
  }

  static void copy(float[] from, int start, int step, int rows, float[] to, int at) {
    int lanes = FLOAT32.length();
    int width = VECTORS * lanes;
    for (int k = 0; k < rows; k++) {
      FloatVector first = FloatVector.fromArray(FLOAT32, from, start + k * step);
      FloatVector second = FloatVector.fromArray(FLOAT32, from, start + k * step + lanes);
      first.intoArray(to, at + k * width);
      second.intoArray(to, at + k * width + lanes);
    }
  }

  static int row(
      float[] left,
      int leftAt,
      int leftStep,
      float[] right,
      int rightAt,
      int rightStep,
      int inner,
      float[] to,
      int at,
      int columns) {
    int lanes = FLOAT32.length();
    int column = 0;
    for (; column + VECTORS_OF_ROW * lanes <= columns; column += VECTORS_OF_ROW * lanes) {
      eight(left, leftAt, leftStep, right, rightAt + column, rightStep, inner, to, at + column);
    }
    for (; column + lanes <= columns; column += lanes) {
      FloatVector sum = FloatVector.zero(FLOAT32);
      for (int k = 0; k < inner; k++) {
        FloatVector x = FloatVector.broadcast(FLOAT32, left[leftAt + k * leftStep]);
        sum = x.fma(FloatVector.fromArray(FLOAT32, right, rightAt + column + k * rightStep), sum);
      }
      sum.intoArray(to, at + column);
    }
    return column;
  }

  private static void eight(
      float[] left,
      int leftAt,
      int leftStep,
      float[] right,
      int rightAt,
      int rightStep,
      int inner,
      float[] to,
      int at) {
    FloatVector sum0 = FloatVector.zero(FLOAT32);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    FloatVector sum4 = sum0;
    FloatVector sum5 = sum0;
    FloatVector sum6 = sum0;
    FloatVector sum7 = sum0;
    int lanes = FLOAT32.length();
    int from = leftAt;
    int by = rightAt;
    for (int k = 0; k < inner; k++) {
      FloatVector x = FloatVector.broadcast(FLOAT32, left[from]);
      sum0 = x.fma(FloatVector.fromArray(FLOAT32, right, by), sum0);
      sum1 = x.fma(FloatVector.fromArray(FLOAT32, right, by + lanes), sum1);
      sum2 = x.fma(FloatVector.fromArray(FLOAT32, right, by + 2 * lanes), sum2);
      sum3 = x.fma(FloatVector.fromArray(FLOAT32, right, by + 3 * lanes), sum3);
      sum4 = x.fma(FloatVector.fromArray(FLOAT32, right, by + 4 * lanes), sum4);
      sum5 = x.fma(FloatVector.fromArray(FLOAT32, right, by + 5 * lanes), sum5);
      sum6 = x.fma(FloatVector.fromArray(FLOAT32, right, by + 6 * lanes), sum6);
      sum7 = x.fma(FloatVector.fromArray(FLOAT32, right, by + 7 * lanes), sum7);
      from += leftStep;
      by += rightStep;
    }
    sum0.intoArray(to, at);
    sum1.intoArray(to, at + lanes);
    sum2.intoArray(to, at + 2 * lanes);
    sum3.intoArray(to, at + 3 * lanes);
    sum4.intoArray(to, at + 4 * lanes);
    sum5.intoArray(to, at + 5 * lanes);
    sum6.intoArray(to, at + 6 * lanes);
    sum7.intoArray(to, at + 7 * lanes);
  }

  // end of copies
}
