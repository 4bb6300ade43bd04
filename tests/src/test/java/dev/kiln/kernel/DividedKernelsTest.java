package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.kernel.matrix.Convolutions;
import dev.kiln.kernel.matrix.MatrixProducts;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Large kernels give the same bits for every number of threads, at odd sizes. Run with and without
 * the Vector API.
 */
class DividedKernelsTest {
  private static final int[] THREADS = {1, 2, 3, 5};

  private final SplittableRandom random = new SplittableRandom(3);

  private void assertSameBits(String what, long work, Supplier<NdArray> kernel) {
    assertTrue(work >= Parallelism.LEAST_WORK, what + " is too small: " + work);
    NdArray expected = kernel.get();
    for (int threads : THREADS) {
      try (Parallelism parallelism = Parallelism.open(threads)) {
        NdArray actual = kernel.get();
        assertTrue(
            expected.sameBits(actual), () -> what + " with " + parallelism.threads() + " threads");
        assertEquals(threads > 1, isDivided(), what);
      }
    }
  }

  /** Whether the last kernel has started threads. */
  private static boolean isDivided() {
    String prefix = "kiln-" + Thread.currentThread().getName() + "-";
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(each -> each.getName().startsWith(prefix));
  }

  private NdArray random(DType dtype, int... sizes) {
    return IndexedArray.finite(dtype, random, sizes);
  }

  private NdArray matrices(DType dtype, boolean transposed, int[] batch, int rows, int columns) {
    int[] sizes = Arrays.copyOf(batch, batch.length + 2);
    sizes[batch.length] = transposed ? columns : rows;
    sizes[batch.length + 1] = transposed ? rows : columns;
    return random(dtype, sizes);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "INT32", "INT64"})
  void productsHaveTheSameBits(DType dtype) {
    int[][] shapes = {
      {131, 97, 129}, // rows, inner size, columns
      {67, 331, 65},
      {701, 23, 70},
      {70, 23, 701},
      {1, 1100, 1003},
      {3, 700, 601},
      {601, 700, 3},
      {2049, 67, 9},
      {129, 9000, 1},
    };
    for (int[] shape : shapes) {
      int rows = shape[0];
      int inner = shape[1];
      int columns = shape[2];
      for (int flags = 0; flags < 4; flags++) {
        boolean left = (flags & 1) != 0;
        boolean right = (flags & 2) != 0;
        NdArray a = matrices(dtype, left, new int[0], rows, inner);
        NdArray b = matrices(dtype, right, new int[0], inner, columns);
        assertSameBits(
            dtype + " " + a.shape() + left + " by " + b.shape() + right,
            (long) rows * inner * columns,
            () -> MatrixProducts.matmul(a, b, left, right));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "INT64"})
  void productsOfBatchesHaveTheSameBits(DType dtype) {
    int[][][] batches = {{{7}, {7}}, {{3, 1}, {1, 5}}, {{2}, {}}, {{}, {3}}};
    int[][] shapes = {{50, 67, 61}, {90, 131, 103}};
    for (int[] shape : shapes) {
      for (int[][] batch : batches) {
        for (int flags = 0; flags < 4; flags++) {
          boolean left = (flags & 1) != 0;
          boolean right = (flags & 2) != 0;
          NdArray a = matrices(dtype, left, batch[0], shape[0], shape[1]);
          NdArray b = matrices(dtype, right, batch[1], shape[1], shape[2]);
          NdArray one = MatrixProducts.matmul(a, b, left, right);
          long work = (long) one.shape().elements() * shape[1];
          if (work >= Parallelism.LEAST_WORK) {
            assertSameBits(
                dtype + " " + a.shape() + left + " by " + b.shape() + right,
                work,
                () -> MatrixProducts.matmul(a, b, left, right));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void productsWithVectorsHaveTheSameBits(DType dtype) {
    NdArray matrix = random(dtype, 1201, 1003);
    NdArray row = random(dtype, 1201);
    NdArray column = random(dtype, 1003);
    long work = 1201 * 1003;
    assertSameBits("row by matrix", work, () -> MatrixProducts.matmul(row, matrix));
    assertSameBits("matrix by column", work, () -> MatrixProducts.matmul(matrix, column));
  }

  /** Sizes, and the geometry. */
  private record Case(int[] images, int[] filters, int... geometry) {
    int[] result(int batch) {
      return new int[] {batch, filters[0], places(2, 0), places(3, 3)};
    }

    private int places(int axis, int at) {
      int reach = geometry[at + 2] * (filters[axis] - 1) + 1;
      return (images[axis] + 2 * geometry[at + 1] - reach) / geometry[at] + 1;
    }
  }

  static Stream<Case> convolutions() {
    return Stream.of(
        new Case(new int[] {11, 1, 28, 28}, new int[] {9, 1, 5, 5}, 1, 2, 1, 1, 2, 1, 1),
        new Case(new int[] {7, 6, 14, 14}, new int[] {16, 6, 5, 5}, 1, 0, 1, 1, 0, 1, 1),
        // fewer images than threads
        new Case(new int[] {1, 7, 37, 41}, new int[] {13, 7, 3, 3}, 1, 1, 1, 1, 1, 1, 1),
        new Case(new int[] {2, 8, 61, 40}, new int[] {15, 8, 4, 3}, 2, 1, 1, 1, 0, 2, 1),
        // several groups, and one for each channel
        new Case(new int[] {5, 9, 31, 23}, new int[] {21, 3, 3, 3}, 1, 0, 2, 1, 1, 1, 3),
        new Case(new int[] {3, 31, 37, 35}, new int[] {31, 1, 3, 3}, 1, 1, 1, 1, 1, 1, 31),
        // filters of one element
        new Case(new int[] {2, 40, 21, 21}, new int[] {37, 40, 1, 1}, 1, 0, 1, 1, 0, 1, 1));
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutionsAndTheirAdjointsHaveTheSameBits(Case each) {
    int[] filterSizes = each.filters;
    int filterSize = filterSizes[1] * filterSizes[2] * filterSizes[3];
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      NdArray images = random(dtype, each.images);
      NdArray filters = random(dtype, filterSizes);
      NdArray cotangent = random(dtype, each.result(each.images[0]));
      long work = (long) cotangent.shape().elements() * filterSize;
      assertSameBits(
          "convolution", work, () -> Convolutions.conv2d(images, filters, each.geometry));
      assertSameBits(
          "adjoint by the images",
          work,
          () -> Convolutions.conv2dImages(cotangent, filters, each.geometry, each.images));
      assertSameBits(
          "adjoint by the filters",
          work,
          () -> Convolutions.conv2dFilters(images, cotangent, each.geometry, filterSizes));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "INT32"})
  void greatestElementsOfWindowsHaveTheSamePositions(DType dtype) {
    NdArray images = IndexedArray.random(dtype, random, 5, 13, 58, 61);
    int[][] windows = {{2, 2, 0, 2, 2, 0}, {3, 2, 1, 2, 1, 1}};
    for (int[] geometry : windows) {
      assertSameBits(
          "positions", 8L * 65 * 29 * 30 * 4, () -> Convolutions.windowMaxima(images, geometry));
    }
  }
}
