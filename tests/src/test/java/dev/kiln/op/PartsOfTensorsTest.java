package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Methods that return arrays of tensors, against loops over elements and the sizes of PyTorch. */
class PartsOfTensorsTest {
  /** What {@code torch.split(torch.zeros(whole), size)} returned, by its sizes. */
  @ParameterizedTest
  @CsvSource({
    "6, 2, '2 2 2'",
    "7, 3, '3 3 1'",
    "2, 5, '2'",
    "1, 1, '1'",
    "0, 3, '0'",
    "4, 2147483647, '4'"
  })
  void splitsBySize(int whole, int size, String sizes) {
    requireParts(whole, sizes, x -> x.split(size, 1));
  }

  /** What {@code torch.chunk(torch.zeros(whole), count)} returned, by its sizes. */
  @ParameterizedTest
  @CsvSource({
    "6, 3, '2 2 2'",
    "7, 3, '3 3 1'",
    "5, 4, '2 2 1'",
    "9, 6, '2 2 2 2 1'",
    "2, 5, '1 1'",
    "5, 1, '5'",
    "0, 3, '0 0 0'"
  })
  void chunksByCount(int whole, int count, String sizes) {
    requireParts(whole, sizes, x -> x.chunk(count, -2));
  }

  @ParameterizedTest
  @CsvSource({"6, '1 2 3'", "3, '0 3 0'", "4, '4'", "0, ''", "0, '0'"})
  void splitsByGivenSizes(int whole, String sizes) {
    requireParts(whole, sizes, x -> x.split(sizes(sizes), 1));
  }

  private interface Parts {
    Tensor[] of(Tensor x);
  }

  /** Of tensors whose axis 1 is taken apart, with one axis on either side. */
  private static void requireParts(int whole, String expected, Parts parts) {
    Tensor x = TensorCase.values(1, 2, whole, 3);
    Tensor[] actual = parts.of(x);
    assertArrayEquals(sizes(expected), Arrays.stream(actual).mapToInt(y -> y.dim(1)).toArray());
    int start = 0;
    for (Tensor part : actual) {
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < part.dim(1); j++) {
          for (int k = 0; k < 3; k++) {
            assertEquals(x.getDouble(i, start + j, k), part.getDouble(i, j, k));
          }
        }
      }
      start += part.dim(1);
    }
  }

  private static int[] sizes(String text) {
    return text.isEmpty()
        ? new int[0]
        : Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  @Test
  void unbindsSlices() {
    Tensor x = Tensor.arange(DType.INT64, 12).reshape(2, 3, 2);
    Tensor[] columns = x.unbind(1);
    assertEquals(3, columns.length);
    assertArrayEquals(new long[] {2, 3, 8, 9}, columns[1].toLongArray());
    assertArrayEquals(new int[] {2, 2}, columns[1].shape().toArray());
    assertEquals(2.5, Tensor.of(new double[] {1, 2.5}).unbind(-1)[1].toDouble());
    assertEquals(0, Tensor.zeros(2, 0).unbind(1).length);
  }

  /** As {@code numpy.meshgrid(.., indexing="ij")}. */
  @Test
  void gridsHaveADimensionForEachVector() {
    Tensor x = TensorCase.values(1, 2);
    Tensor y = TensorCase.values(2, 3);
    Tensor z = TensorCase.values(3);
    Tensor[] grids = Tensor.meshgrid(x, y, z, x);
    assertEquals(4, grids.length);
    for (Tensor grid : grids) {
      assertArrayEquals(new int[] {2, 3, 1, 2}, grid.shape().toArray());
    }
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 2; k++) {
          assertEquals(x.getDouble(i), grids[0].getDouble(i, j, 0, k));
          assertEquals(y.getDouble(j), grids[1].getDouble(i, j, 0, k));
          assertEquals(z.getDouble(), grids[2].getDouble(i, j, 0, k));
          assertEquals(x.getDouble(k), grids[3].getDouble(i, j, 0, k));
        }
      }
    }
    Tensor[] mixed = Tensor.meshgrid(Tensor.of(new int[] {7}), Tensor.of(new boolean[0]));
    assertEquals(DType.INT32, mixed[0].dtype());
    assertArrayEquals(new int[] {1, 0}, mixed[1].shape().toArray());
  }

  @Test
  void derivatives() {
    Tensor x = TensorCase.values(1, 3, 5);
    Tensor y = TensorCase.values(2, 2);
    FiniteDifferences.check(z -> z.get(0).split(2, 1)[1].exp(), List.of(x));
    FiniteDifferences.check(
        z -> {
          Tensor[] parts = z.get(0).split(new int[] {1, 0, 2}, 0);
          return parts[0].multiply(parts[2]).add(parts[1].sum());
        },
        List.of(x));
    FiniteDifferences.check(
        z -> {
          Tensor[] parts = z.get(0).chunk(2, -1);
          return parts[0].sin().sum().multiply(parts[1]);
        },
        List.of(x));
    FiniteDifferences.check(
        z -> {
          Tensor[] rows = z.get(0).unbind(0);
          return rows[0].multiply(rows[1].cos()).subtract(rows[2].square());
        },
        List.of(x));
    FiniteDifferences.check(
        z -> {
          Tensor[] grids = Tensor.meshgrid(z.get(0), z.get(1));
          return grids[0].multiply(grids[1].exp());
        },
        List.of(y, TensorCase.values(3, 3)));
    // parts that nobody uses have no cotangents: each element of the sum is taken once
    try (Tape tape = Tape.open()) {
      Tensor sum = x.unbind(1)[3].sum();
      double[] slopes = tape.gradient(sum, x).get(0).toDoubleArray();
      for (int i = 0; i < slopes.length; i++) {
        assertEquals(i % 5 == 3 ? 1 : 0, slopes[i]);
      }
    }
  }

  @Test
  void mistakes() {
    Tensor x = Tensor.zeros(2, 5);
    List<String> messages = new ArrayList<>();
    for (Runnable each :
        List.<Runnable>of(
            () -> x.split(0, 1),
            () -> x.split(2, 2),
            () -> x.split(new int[] {2, 2}, 1),
            () -> x.split(new int[] {2, 4}, 1),
            () -> x.split(new int[] {6, -1}, 1),
            () -> x.chunk(-1, 0),
            () -> x.chunk(2, -3),
            () -> x.unbind(5),
            () -> Tensor.meshgrid(Tensor.zeros(2), x),
            Tensor::meshgrid)) {
      messages.add(Observation.message(assertThrows(IllegalArgumentException.class, each::run)));
    }
    assertEquals(
        List.of(
            "split needs a positive number, not 0",
            "split: no axis 2 in rank 2",
            "split: the sizes [2, 2] add up to 4, not 5",
            "slice 2 to 6 of axis 1 is outside shape [2, 5]",
            "slice 0 to 6 of axis 1 is outside shape [2, 5]",
            "chunk needs a positive number, not -1",
            "chunk: no axis -3 in rank 2",
            "unbind: no axis 5 in rank 2",
            "meshgrid expects vectors, not shape [2, 5]",
            "meshgrid needs at least one tensor"),
        messages);
    assertEquals(
        "part 1 of meshgrid is null",
        Observation.message(
            assertThrows(NullPointerException.class, () -> Tensor.meshgrid(x, null))));
  }
}
