package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.matrix.Convolutions;
import dev.kiln.kernel.tensor.Creation;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bit for bit the chains that {@link Convolutions} describes, element by element. Run with and
 * without the Vector API.
 */
class ConvolutionsTest {
  private final SplittableRandom random = new SplittableRandom(5);

  /** Sizes, and the geometry. */
  private record Case(int[] images, int[] filters, int... geometry) {
    int columns() {
      return windows(3, 3);
    }

    int rows() {
      return windows(2, 0);
    }

    private int windows(int axis, int at) {
      int reach = geometry[at + 2] * (filters[axis] - 1) + 1;
      return (images[axis] + 2 * geometry[at + 1] - reach) / geometry[at] + 1;
    }

    int groups() {
      return geometry[6];
    }

    int row(int place, int inFilter) {
      return place * geometry[0] - geometry[1] + inFilter * geometry[2];
    }

    int column(int place, int inFilter) {
      return place * geometry[3] - geometry[4] + inFilter * geometry[5];
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(new int[] {2, 1, 28, 28}, new int[] {6, 1, 5, 5}, 1, 2, 1, 1, 2, 1, 1),
        new Case(new int[] {2, 6, 14, 14}, new int[] {16, 6, 5, 5}, 1, 0, 1, 1, 0, 1, 1),
        new Case(new int[] {1, 4, 7, 9}, new int[] {6, 2, 3, 2}, 2, 1, 1, 3, 0, 2, 2),
        new Case(new int[] {3, 5, 8, 6}, new int[] {5, 1, 3, 3}, 1, 1, 1, 1, 1, 1, 5),
        new Case(new int[] {1, 3, 6, 5}, new int[] {7, 3, 1, 1}, 1, 0, 1, 1, 0, 1, 1),
        new Case(new int[] {1, 2, 3, 3}, new int[] {4, 2, 3, 3}, 1, 3, 2, 2, 4, 1, 1),
        new Case(new int[] {13, 4, 9, 9}, new int[] {6, 2, 3, 3}, 1, 0, 1, 1, 0, 1, 2),
        new Case(new int[] {2, 1, 5, 1}, new int[] {3, 1, 1, 1}, 1, 0, 1, 2, 0, 1, 1),
        new Case(new int[] {2, 33, 20, 40}, new int[] {9, 33, 3, 3}, 1, 1, 1, 1, 1, 1, 1));
  }

  private NdArray random(DType dtype, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    double[] elements = random.doubles(shape.elements(), -1, 1).toArray();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextInt(5) == 0 ? -0.0 : elements[i];
    }
    return Creation.cast(NdArray.of(shape, elements), dtype);
  }

  /** {@code x * y + sum} of the dtype. */
  private static double fma(DType dtype, double x, double y, double sum) {
    return dtype == DType.FLOAT32
        ? Math.fma((float) x, (float) y, (float) sum)
        : Math.fma(x, y, sum);
  }

  private static double at(NdArray array, int... index) {
    int position = 0;
    for (int axis = 0; axis < 4; axis++) {
      int size = array.shape().size(axis);
      if (index[axis] < 0 || index[axis] >= size) {
        return 0;
      }
      position = position * size + index[axis];
    }
    return array.dtype() == DType.FLOAT32 ? array.floats()[position] : array.doubles()[position];
  }

  private interface Element {
    double at(int i, int j, int k, int l);
  }

  private static void check(Element expected, NdArray actual) {
    TensorShape shape = actual.shape();
    for (int i = 0; i < shape.size(0); i++) {
      for (int j = 0; j < shape.size(1); j++) {
        for (int k = 0; k < shape.size(2); k++) {
          for (int l = 0; l < shape.size(3); l++) {
            assertEquals(expected.at(i, j, k, l), at(actual, i, j, k, l));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void convolutions(Case each) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      NdArray images = random(dtype, each.images);
      NdArray filters = random(dtype, each.filters);
      int outputs = each.filters[0] / each.groups();
      check(
          (n, o, row, column) -> {
            double sum = 0;
            for (int c = 0; c < each.filters[1]; c++) {
              for (int i = 0; i < each.filters[2]; i++) {
                for (int j = 0; j < each.filters[3]; j++) {
                  int channel = o / outputs * each.filters[1] + c;
                  double x = at(images, n, channel, each.row(row, i), each.column(column, j));
                  sum = fma(dtype, x, at(filters, o, c, i, j), sum);
                }
              }
            }
            return sum;
          },
          Convolutions.conv2d(images, filters, each.geometry));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theAdjointByTheFilters(Case each) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      NdArray images = random(dtype, each.images);
      NdArray cotangent =
          random(dtype, each.images[0], each.filters[0], each.rows(), each.columns());
      int outputs = each.filters[0] / each.groups();
      check(
          (o, c, i, j) -> {
            double sum = 0;
            for (int n = 0; n < each.images[0]; n++) {
              for (int row = 0; row < each.rows(); row++) {
                for (int column = 0; column < each.columns(); column++) {
                  int channel = o / outputs * each.filters[1] + c;
                  double x = at(images, n, channel, each.row(row, i), each.column(column, j));
                  sum = fma(dtype, x, at(cotangent, n, o, row, column), sum);
                }
              }
            }
            return sum;
          },
          Convolutions.conv2dFilters(images, cotangent, each.geometry, each.filters));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theAdjointByTheImages(Case each) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      NdArray filters = random(dtype, each.filters);
      NdArray cotangent =
          random(dtype, each.images[0], each.filters[0], each.rows(), each.columns());
      int outputs = each.filters[0] / each.groups();
      check(
          (n, channel, h, w) -> {
            double sum = 0;
            int group = channel / each.filters[1];
            for (int o = group * outputs; o < (group + 1) * outputs; o++) {
              for (int i = 0; i < each.filters[2]; i++) {
                for (int j = 0; j < each.filters[3]; j++) {
                  int row = h - each.row(0, i);
                  int column = w - each.column(0, j);
                  boolean isPlace = row % each.geometry[0] == 0 && column % each.geometry[3] == 0;
                  double g =
                      isPlace
                          ? at(cotangent, n, o, row / each.geometry[0], column / each.geometry[3])
                          : 0;
                  sum = fma(dtype, g, at(filters, o, channel % each.filters[1], i, j), sum);
                }
              }
            }
            return sum;
          },
          Convolutions.conv2dImages(cotangent, filters, each.geometry, each.images));
    }
  }

  /** Floats, which have loops of their own, give the positions that doubles give. */
  @Test
  void maximaOfFloatsAreThoseOfDoubles() {
    NdArray floats = random(DType.FLOAT32, 3, 2, 7, 6);
    float[] elements = floats.floats();
    elements[5] = Float.NaN;
    elements[6] = Float.NaN;
    elements[50] = Float.POSITIVE_INFINITY;
    elements[51] = Float.NEGATIVE_INFINITY;
    elements[100] = elements[101];
    NdArray doubles = Creation.cast(floats, DType.FLOAT64);
    for (int[] geometry :
        new int[][] {{2, 2, 0, 2, 2, 0}, {3, 1, 0, 2, 3, 0}, {3, 2, 1, 3, 2, 1}}) {
      assertArrayEquals(
          Convolutions.windowMaxima(doubles, geometry).ints(),
          Convolutions.windowMaxima(floats, geometry).ints());
    }
  }
}
