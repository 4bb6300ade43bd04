package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

/** Convolutions, pooling, enlarging and normalisations against loops over places. */
class WindowMethodsTest {
  private static final Tensor VOLUME = TensorCase.values(1, 2, 2, 4, 3, 5);

  @Test
  void convolutionsOfSequences() {
    Tensor x = TensorCase.values(1, 2, 4, 7);
    Tensor w = TensorCase.values(2, 6, 2, 3);
    Tensor result = x.conv1d(w, 2, 1, 2, 2);
    assertEquals("[2, 6, 3]", result.shape().toString());
    for (int n = 0; n < 2; n++) {
      for (int o = 0; o < 6; o++) {
        for (int i = 0; i < 3; i++) {
          double sum = 0;
          for (int c = 0; c < 2; c++) {
            for (int k = 0; k < 3; k++) {
              int at = 2 * i - 1 + 2 * k;
              boolean inside = at >= 0 && at < 7;
              sum += inside ? w.getDouble(o, c, k) * x.getDouble(n, o / 3 * 2 + c, at) : 0;
            }
          }
          assertEquals(sum, result.getDouble(n, o, i), 1e-14);
        }
      }
    }
    Tensor dense = TensorCase.values(2, 6, 4, 3);
    assertArrayEquals(
        x.conv1d(dense, 1, 1, 1, 1).toDoubleArray(), x.conv1d(dense, 1, 1).toDoubleArray());
  }

  @Test
  void convolutionsOfVolumes() {
    Tensor w = TensorCase.values(2, 4, 1, 2, 3, 2);
    Tensor result = VOLUME.conv3d(w, 2, 1, 1, 2);
    assertEquals("[2, 4, 3, 2, 3]", result.shape().toString());
    for (int n = 0; n < 2; n++) {
      for (int o = 0; o < 4; o++) {
        for (int d = 0; d < 3; d++) {
          for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
              assertEquals(
                  windowSum(w, n, o, new int[] {2 * d - 1, 2 * i - 1, 2 * j - 1}),
                  result.getDouble(n, o, d, i, j),
                  1e-14);
            }
          }
        }
      }
    }
    Tensor dense = TensorCase.values(3, 3, 2, 2, 2, 2);
    assertArrayEquals(
        VOLUME.conv3d(dense, 1, 0, 1, 1).toDoubleArray(),
        VOLUME.conv3d(dense, 1, 0).toDoubleArray());
    assertEquals("[2, 3, 3, 2, 4]", VOLUME.conv3d(dense, 1, 0).shape().toString());
  }

  private static double windowSum(Tensor w, int n, int output, int... at) {
    double sum = 0;
    for (int d = 0; d < 2; d++) {
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 2; j++) {
          int[] place = {at[0] + d, at[1] + i, at[2] + j};
          boolean inside =
              place[0] >= 0
                  && place[0] < 4
                  && place[1] >= 0
                  && place[1] < 3
                  && place[2] >= 0
                  && place[2] < 5;
          if (inside) {
            double element = VOLUME.getDouble(n, output / 2, place[0], place[1], place[2]);
            sum += w.getDouble(output, 0, d, i, j) * element;
          }
        }
      }
    }
    return sum;
  }

  /** Each element of the operand adds the filter at its place. */
  @Test
  void transposedConvolutionsAddFilters() {
    Tensor x = TensorCase.values(1, 2, 4, 2, 3);
    Tensor w = TensorCase.values(2, 4, 3, 3, 2);
    Tensor result = x.convTranspose2d(w, 2, 1, 1, 2, 2);
    int rows = 2 - 2 + 2 * 2 + 1 + 1;
    int columns = 4 - 2 + 2 + 1 + 1;
    assertEquals("[2, 6, " + rows + ", " + columns + "]", result.shape().toString());
    double[][][][] expected = new double[2][6][rows][columns];
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < 4; c++) {
        for (int i = 0; i < 2 * 3 * 3 * 3 * 2; i++) {
          int[] at = {
            i / 54, i / 18 % 3, i / 6 % 3, i / 2 % 3, i % 2
          }; // row, column, output, filter
          int row = 2 * at[0] - 1 + 2 * at[3];
          int column = 2 * at[1] - 1 + 2 * at[4];
          if (row >= 0 && row < rows && column >= 0 && column < columns) {
            double element = x.getDouble(n, c, at[0], at[1]) * w.getDouble(c, at[2], at[3], at[4]);
            expected[n][c / 2 * 3 + at[2]][row][column] += element;
          }
        }
      }
    }
    double[] flat =
        Arrays.stream(expected)
            .flatMap(Arrays::stream)
            .flatMap(Arrays::stream)
            .flatMapToDouble(Arrays::stream)
            .toArray();
    assertArrayEquals(flat, result.toDoubleArray(), 1e-14);
    Tensor sequence = x.slice(2, 0, 1).squeeze(2);
    Tensor filter = w.slice(2, 0, 1).squeeze(2);
    Tensor both = sequence.unsqueeze(2).convTranspose2d(filter.unsqueeze(2), 3, 0, 2, 1, 1);
    Tensor one = sequence.convTranspose1d(filter, 3, 0, 2, 1, 1);
    assertEquals("[2, 3, 10]", one.shape().toString());
    assertArrayEquals(both.slice(2, 0, 1).squeeze(2).toDoubleArray(), one.toDoubleArray(), 1e-15);
    assertEquals("[2, 3, 8]", sequence.convTranspose1d(filter, 3, 0).shape().toString());
    assertEquals("[2, 3, 4, 4]", x.convTranspose2d(w, 1, 0).shape().toString());
  }

  @Test
  void poolingOfSequencesAndVolumes() {
    Tensor x = TensorCase.values(1, 2, 3, 7);
    Tensor maxima = x.maxPool1d(3, 2, 1);
    Tensor means = x.averagePool1d(3, 2, 1);
    assertEquals("[2, 3, 4]", maxima.shape().toString());
    for (int n = 0; n < 2; n++) {
      for (int i = 0; i < 4; i++) {
        double greatest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int k = Math.max(0, 2 * i - 1); k < Math.min(7, 2 * i + 2); k++) {
          greatest = Math.max(greatest, x.getDouble(n, 1, k));
          sum += x.getDouble(n, 1, k) / 3;
        }
        assertEquals(greatest, maxima.getDouble(n, 1, i));
        assertEquals(sum, means.getDouble(n, 1, i), 1e-15);
      }
    }
    double least = Double.NEGATIVE_INFINITY;
    Tensor cubes = VOLUME.maxPool3d(2, 2, 1);
    Tensor cubeMeans = VOLUME.averagePool3d(2, 2, 1);
    assertEquals("[2, 2, 3, 2, 3]", cubes.shape().toString());
    assertEquals("[2, 2, 3, 2, 3]", cubeMeans.shape().toString());
    for (int i = 0; i < 2 * 2 * 3 * 2 * 3; i++) {
      int[] at = {i / 36, i / 18 % 2, i / 6 % 3, i / 3 % 2, i % 3};
      assertEquals(cube(at, least, Math::max), cubes.getDouble(at));
      assertEquals(cube(at, 0, Double::sum) / 8, cubeMeans.getDouble(at), 1e-15);
    }
  }

  private static double cube(int[] at, double start, DoubleBinaryOperator join) {
    double joined = start;
    for (int k = 0; k < 8; k++) {
      int depth = 2 * at[2] - 1 + k / 4;
      int row = 2 * at[3] - 1 + k / 2 % 2;
      int column = 2 * at[4] - 1 + k % 2;
      if (depth >= 0 && depth < 4 && row >= 0 && row < 3 && column >= 0 && column < 5) {
        double element = VOLUME.getDouble(at[0], at[1], depth, row, column);
        joined = join.applyAsDouble(joined, element);
      }
    }
    return joined;
  }

  @Test
  void poolingOfImages() {
    Tensor x = TensorCase.values(3, 1, 2, 3, 4);
    Tensor inside = x.averagePool2d(3, 2, 1, false);
    double corner = at(x, 0, 0) + at(x, 0, 1) + at(x, 1, 0) + at(x, 1, 1);
    assertEquals(corner / 4, at(inside, 0, 0), 1e-15);
    assertArrayEquals(
        x.averagePool2d(3, 2, 1).toDoubleArray(), x.averagePool2d(3, 2, 1, true).toDoubleArray());
    double cubes = 0;
    for (int i = 0; i < 4; i++) {
      cubes += Math.pow(Math.abs(at(x, i / 2, i % 2)), 3);
    }
    assertEquals(Math.cbrt(cubes), at(x.lpPool2d(3, 2, 1), 0, 0), 1e-14);
    assertArrayEquals(x.mean(2, 3).toDoubleArray(), x.globalAveragePool().toDoubleArray());
    assertEquals("[1, 2, 1, 1]", x.globalMaxPool().shape().toString());
    assertArrayEquals(x.max(2, 3).toDoubleArray(), x.globalMaxPool().toDoubleArray());
    Tensor means = x.adaptiveAveragePool2d(2, 3);
    Tensor maxima = x.adaptiveMaxPool2d(2, 3);
    assertEquals("[1, 2, 2, 3]", means.shape().toString());
    // rows 0 to 1 and 1 to 2, columns 0 to 1, 1 to 2 and 2 to 3
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = at(x, i, j) + at(x, i, j + 1) + at(x, i + 1, j) + at(x, i + 1, j + 1);
        assertEquals(sum / 4, at(means, i, j), 1e-15);
        double upper = Math.max(at(x, i, j), at(x, i, j + 1));
        double lower = Math.max(at(x, i + 1, j), at(x, i + 1, j + 1));
        assertEquals(Math.max(upper, lower), at(maxima, i, j));
      }
    }
  }

  @Test
  void enlarging() {
    Tensor x = TensorCase.values(3, 1, 2, 2, 3);
    Tensor nearest = x.upsampleNearest2d(2);
    Tensor linear = x.upsampleBilinear2d(2);
    assertEquals("[1, 2, 4, 6]", linear.shape().toString());
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 6; j++) {
        assertEquals(at(x, i / 2, j / 2), at(nearest, i, j));
        double row = Math.min(1, Math.max(0, (i + 0.5) / 2 - 0.5));
        double column = Math.min(2, Math.max(0, (j + 0.5) / 2 - 0.5));
        double sum = 0;
        for (int r = 0; r < 2; r++) {
          for (int c = 0; c < 3; c++) {
            double weight =
                Math.max(0, 1 - Math.abs(row - r)) * Math.max(0, 1 - Math.abs(column - c));
            sum += weight * at(x, r, c);
          }
        }
        assertEquals(sum, at(linear, i, j), 1e-15);
      }
    }
    assertEquals(DType.FLOAT32, Tensor.ones(1, 1, 2, 2).upsampleBilinear2d(3).dtype());
  }

  /** Cubic convolution, with the formula of Keys. */
  @Test
  void enlargingByCubicConvolution() {
    Tensor x = TensorCase.values(3, 1, 2, 2, 3);
    Tensor cubic = x.upsampleBicubic2d(3);
    assertEquals("[1, 2, 6, 9]", cubic.shape().toString());
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 9; j++) {
        double row = (i + 0.5) / 3 - 0.5;
        double column = (j + 0.5) / 3 - 0.5;
        double sum = 0;
        for (int r = -3; r < 6; r++) {
          for (int c = -3; c < 7; c++) {
            double element = at(x, Math.max(0, Math.min(1, r)), Math.max(0, Math.min(2, c)));
            sum += keys(row - r) * keys(column - c) * element;
          }
        }
        assertEquals(sum, at(cubic, i, j), 1e-14);
      }
    }
    // what is constant stays so, and one is no change
    Tensor ones = Tensor.ones(DType.FLOAT64, 1, 1, 3, 2);
    assertArrayEquals(
        Tensor.ones(DType.FLOAT64, 6, 4).toDoubleArray(),
        ones.upsampleBicubic2d(2).toDoubleArray(),
        1e-15);
    assertArrayEquals(x.toDoubleArray(), x.upsampleBicubic2d(1).toDoubleArray(), 1e-15);
    FiniteDifferences.check(y -> y.get(0).upsampleBicubic2d(2).square(), List.of(x));
  }

  private static double keys(double distance) {
    double a = -0.75;
    double d = Math.abs(distance);
    if (d <= 1) {
      return (a + 2) * d * d * d - (a + 3) * d * d + 1;
    }
    return d < 2 ? a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a : 0;
  }

  /** Each element of the operand adds the filter at its place. */
  @Test
  void transposedConvolutionsOfVolumes() {
    Tensor x = TensorCase.values(5, 2, 4, 2, 2, 3);
    Tensor w = TensorCase.values(6, 4, 1, 3, 2, 2);
    Tensor result = x.convTranspose3d(w, 2, 1, 1, 2, 2);
    int[] sizes = {2, 2, 2 - 2 + 4 + 2, 2 - 2 + 2 + 2, 4 - 2 + 2 + 2};
    assertEquals(Arrays.toString(sizes), result.shape().toString());
    double[] expected = new double[result.shape().elements()];
    for (int i = 0; i < x.shape().elements(); i++) {
      int[] at = {i / 48, i / 12 % 4, i / 6 % 2, i / 3 % 2, i % 3};
      for (int k = 0; k < 12; k++) {
        int[] tap = {k / 4, k / 2 % 2, k % 2};
        int place = at[0] * 2 + at[1] / 2;
        boolean inside = true;
        for (int axis = 0; axis < 3; axis++) {
          int to = 2 * at[axis + 2] - 1 + 2 * tap[axis];
          inside &= to >= 0 && to < sizes[axis + 2];
          place = place * sizes[axis + 2] + to;
        }
        if (inside) {
          expected[place] += x.array().doubles()[i] * w.getDouble(at[1], 0, tap[0], tap[1], tap[2]);
        }
      }
    }
    assertArrayEquals(expected, result.toDoubleArray(), 1e-14);
    assertEquals("[2, 1, 4, 3, 4]", x.convTranspose3d(w, 1, 0).shape().toString());
    // the adjoint of the convolution with the same filters
    Tensor volume = TensorCase.values(7, 1, 2, 5, 3, 4);
    Tensor filters = TensorCase.values(8, 3, 2, 2, 2, 2);
    Tensor image = volume.conv3d(filters, 1, 1);
    Tensor cotangent = TensorCase.values(9, image.shape().toArray());
    assertEquals(
        image.multiply(cotangent).sum().toDouble(),
        cotangent.convTranspose3d(filters, 1, 1).multiply(volume).sum().toDouble(),
        1e-12);
    FiniteDifferences.check(
        y -> y.get(0).convTranspose3d(y.get(1), 2, 0, 1, 1, 1),
        List.of(TensorCase.values(1, 1, 2, 2, 1, 2), TensorCase.values(2, 2, 1, 2, 1, 2)));
  }

  @Test
  void groupsOfChannelsAreNormalised() {
    Tensor x = TensorCase.values(3, 2, 4, 3);
    Tensor scale = TensorCase.values(4, 4);
    Tensor bias = TensorCase.values(5, 4);
    Tensor groups = x.groupNormalization(2, scale, bias, 0.1);
    Tensor instances = x.instanceNormalization(scale, bias, 0.1);
    Tensor batch = x.batchNormalization(scale, bias, 0.1);
    for (int i = 0; i < 24; i++) {
      int n = i / 12;
      int c = i / 3 % 4;
      int k = i % 3;
      int[] group = {n, n + 1, c / 2 * 2, c / 2 * 2 + 2};
      int[][] parts = {group, {n, n + 1, c, c + 1}, {0, 2, c, c + 1}};
      double[] actual = {
        groups.getDouble(n, c, k), instances.getDouble(n, c, k), batch.getDouble(n, c, k)
      };
      for (int which = 0; which < 3; which++) {
        double normal = normal(x, parts[which], x.getDouble(n, c, k));
        double expected = normal * scale.getDouble(c) + bias.getDouble(c);
        assertEquals(expected, actual[which], 1e-13);
      }
    }
    assertEquals("[4]", x.channelMean().shape().toString());
  }

  private static double normal(Tensor x, int[] part, double element) {
    double count = 0;
    double sum = 0;
    double squares = 0;
    for (int n = part[0]; n < part[1]; n++) {
      for (int c = part[2]; c < part[3]; c++) {
        for (int k = 0; k < 3; k++) {
          count++;
          sum += x.getDouble(n, c, k);
          squares += Math.pow(x.getDouble(n, c, k), 2);
        }
      }
    }
    double mean = sum / count;
    return (element - mean) / Math.sqrt(squares / count - mean * mean + 0.1);
  }

  @Test
  void derivativesAreLimitsOfDifferences() {
    FiniteDifferences.check(
        x -> x.get(0).conv3d(x.get(1), 2, 1),
        List.of(TensorCase.values(1, 1, 2, 3, 2, 3), TensorCase.values(2, 2, 2, 2, 2, 2)));
    FiniteDifferences.check(
        x -> x.get(0).convTranspose1d(x.get(1), 2, 0, 1, 1, 1),
        List.of(TensorCase.values(1, 1, 2, 3), TensorCase.values(2, 2, 2, 2)));
    FiniteDifferences.check(
        x -> x.get(0).upsampleBilinear2d(2).multiply(x.get(0).upsampleNearest2d(2)),
        List.of(TensorCase.values(1, 1, 1, 2, 3)));
    FiniteDifferences.check(
        x -> x.get(0).adaptiveAveragePool2d(2, 1).add(x.get(0).lpPool2d(2.5, 2, 1).sum()),
        List.of(TensorCase.values(1, 1, 1, 3, 2)));
    FiniteDifferences.check(
        x -> x.get(0).groupNormalization(2, x.get(1), x.get(1), 0.1),
        List.of(TensorCase.values(1, 1, 4, 2), TensorCase.values(2, 4)));
  }

  @Test
  void refusals() {
    Tensor image = Tensor.zeros(1, 2, 4, 4);
    assertEquals(
        "maxPool1d expects sequences of shape [n, channels, length], not [1, 2, 4, 4]",
        refusal(() -> image.maxPool1d(2, 2, 0)));
    assertEquals(
        "conv3d expects volumes of shape [n, channels, depth, rows, columns], not [1, 2, 4, 4]",
        refusal(() -> image.conv3d(image, 1, 0)));
    assertEquals(
        "conv3d: filters of depth 9 do not fit a depth of 4",
        refusal(() -> VOLUME.conv3d(Tensor.zeros(DType.FLOAT64, 2, 2, 9, 1, 1), 1, 0)));
    assertEquals(
        "convTranspose2d of 2 channels in 1 groups expects filters of the same dtype for as many"
            + " channels, not [3, 2, 1, 1]",
        refusal(() -> image.convTranspose2d(Tensor.zeros(3, 2, 1, 1), 1, 0)));
    assertEquals(
        "groupNormalization: shape [1, 2, 4, 4] has no channels for 3 groups",
        refusal(() -> image.groupNormalization(3, image, image, 0)));
    assertEquals(
        "upsampleNearest2d expects images of shape [n, channels, rows, columns], not [3]",
        refusal(() -> Tensor.zeros(3).upsampleNearest2d(2)));
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  private static double at(Tensor x, int row, int column) {
    return x.getDouble(0, 1, row, column);
  }
}
