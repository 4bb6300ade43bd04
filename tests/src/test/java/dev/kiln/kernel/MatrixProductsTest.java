package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.matrix.MatrixProducts;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bit for bit the three obvious loops. Run with and without the Vector API. */
class MatrixProductsTest {
  private static final float[] SPECIAL_FLOATS = {
    0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, 1e-30f, -1e-30f
  };

  private static final double[] SPECIAL_DOUBLES = {
    0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, 1e-200, -1e-200
  };

  private final Random random = new Random(7);

  private float[] floats(int count) {
    float[] elements = new float[count];
    for (int i = 0; i < count; i++) {
      elements[i] =
          random.nextInt(4) == 0
              ? SPECIAL_FLOATS[random.nextInt(SPECIAL_FLOATS.length)]
              : (float) random.nextGaussian();
    }
    return elements;
  }

  private double[] doubles(int count) {
    double[] elements = new double[count];
    for (int i = 0; i < count; i++) {
      elements[i] =
          random.nextInt(4) == 0
              ? SPECIAL_DOUBLES[random.nextInt(SPECIAL_DOUBLES.length)]
              : random.nextGaussian();
    }
    return elements;
  }

  private static float[] obvious(float[] left, float[] right, int rows, int inner, int columns) {
    float[] result = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = 0;
        for (int k = 0; k < inner; k++) {
          sum = Math.fma(left[i * inner + k], right[k * columns + j], sum);
        }
        result[i * columns + j] = sum;
      }
    }
    return result;
  }

  private static double[] obvious(double[] left, double[] right, int rows, int inner, int columns) {
    double[] result = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          sum = Math.fma(left[i * inner + k], right[k * columns + j], sum);
        }
        result[i * columns + j] = sum;
      }
    }
    return result;
  }

  private static NdArray array(float[] elements, int... sizes) {
    return NdArray.of(TensorShape.of(sizes), elements);
  }

  private static NdArray array(double[] elements, int... sizes) {
    return NdArray.of(TensorShape.of(sizes), elements);
  }

  /** Compares bits, where a NaN is any NaN. */
  private static void assertBits(float[] expected, float[] actual) {
    assertArrayEquals(
        IntStream.range(0, expected.length).map(i -> Float.floatToIntBits(expected[i])).toArray(),
        IntStream.range(0, actual.length).map(i -> Float.floatToIntBits(actual[i])).toArray());
  }

  private static void assertBits(double[] expected, double[] actual) {
    assertArrayEquals(
        IntStream.range(0, expected.length)
            .mapToLong(i -> Double.doubleToLongBits(expected[i]))
            .toArray(),
        IntStream.range(0, actual.length)
            .mapToLong(i -> Double.doubleToLongBits(actual[i]))
            .toArray());
  }

  @ParameterizedTest
  @CsvSource({
    // tiny, and around the sizes of groups and of vectors
    "1, 1, 1",
    "2, 3, 2",
    "3, 5, 7",
    "7, 8, 9",
    // short rows of tall results
    "70, 9, 33",
    "131, 130, 64",
    "600, 6, 40",
    "4, 2, 16",
    "5, 13, 17",
    "8, 8, 8",
    "9, 31, 15",
    "33, 33, 33",
    "31, 65, 47",
    "64, 64, 64",
    "63, 129, 66",
    // few rows or columns
    "1, 784, 256",
    "1, 9, 300",
    "2, 100, 40",
    "3, 130, 33",
    "256, 100, 1",
    "300, 9, 2",
    "300, 70, 3",
    "40, 128, 10",
    "100, 30, 20",
    "37, 1, 41",
    "1, 1, 600",
    "600, 1, 1",
    "1, 600, 1",
    // more than a block
    "5, 150, 1100",
    "6, 64, 513",
    "1030, 70, 18",
    "13, 600, 530",
    // each remainder of three rows and of three along the inner dimension, and of blocks
    "6, 131, 40",
    "7, 132, 40",
    "8, 133, 40",
    "9, 134, 41",
    "10, 135, 42",
    "11, 136, 43",
    "200, 264, 33",
    "201, 268, 100"
  })
  void aProductIsChainsOfFusedMultiplyAdds(int rows, int inner, int columns) {
    float[] left = floats(rows * inner);
    float[] right = floats(inner * columns);
    assertBits(
        obvious(left, right, rows, inner, columns),
        MatrixProducts.matmul(array(left, rows, inner), array(right, inner, columns)).floats());
    double[] leftDoubles = doubles(rows * inner);
    double[] rightDoubles = doubles(inner * columns);
    assertBits(
        obvious(leftDoubles, rightDoubles, rows, inner, columns),
        MatrixProducts.matmul(array(leftDoubles, rows, inner), array(rightDoubles, inner, columns))
            .doubles());
  }

  @Test
  void infinitiesAndNaNsReachWhatTheyShould() {
    float[] left = floats(30 * 50);
    float[] right = floats(50 * 70);
    left[3 * 50 + 49] = Float.NaN;
    left[17 * 50] = Float.POSITIVE_INFINITY;
    right[49 * 70 + 69] = Float.NEGATIVE_INFINITY;
    right[20 * 70 + 5] = Float.NaN;
    assertBits(
        obvious(left, right, 30, 50, 70),
        MatrixProducts.matmul(array(left, 30, 50), array(right, 50, 70)).floats());
  }

  @Test
  void batchesAreSoManyProducts() {
    double[] left = doubles(2 * 3 * 20 * 30);
    double[] right = doubles(3 * 30 * 40);
    double[] result =
        MatrixProducts.matmul(array(left, 2, 3, 20, 30), array(right, 3, 30, 40)).doubles();
    double[] stacked =
        MatrixProducts.matmul(
                array(left, 2, 3, 20, 30), array(Arrays.copyOf(right, 1200), 1, 30, 40))
            .doubles();
    for (int batch = 0; batch < 6; batch++) {
      double[] one = Arrays.copyOfRange(left, batch * 600, (batch + 1) * 600);
      int at = batch % 3 * 1200;
      double[] other = Arrays.copyOfRange(right, at, at + 1200);
      assertBits(
          obvious(one, other, 20, 30, 40),
          Arrays.copyOfRange(result, batch * 800, (batch + 1) * 800));
      assertBits(
          obvious(one, Arrays.copyOf(right, 1200), 20, 30, 40),
          Arrays.copyOfRange(stacked, batch * 800, (batch + 1) * 800));
    }
  }

  @Test
  void integersWrap() {
    long[] left = random.longs(7 * 40).toArray();
    long[] right = random.longs(40 * 33).toArray();
    long[] result =
        MatrixProducts.matmul(
                NdArray.of(TensorShape.of(7, 40), left), NdArray.of(TensorShape.of(40, 33), right))
            .longs();
    int[] ints =
        MatrixProducts.matmul(
                NdArray.of(TensorShape.of(7, 40), toInts(left)),
                NdArray.of(TensorShape.of(40, 33), toInts(right)))
            .ints();
    for (int i = 0; i < 7 * 33; i++) {
      int at = i;
      long expected =
          IntStream.range(0, 40)
              .mapToLong(k -> left[at / 33 * 40 + k] * right[k * 33 + at % 33])
              .sum();
      assertEquals(expected, result[i]);
      assertEquals((int) expected, ints[i]);
    }
  }

  private static int[] toInts(long... numbers) {
    return Arrays.stream(numbers).mapToInt(i -> (int) i).toArray();
  }
}
