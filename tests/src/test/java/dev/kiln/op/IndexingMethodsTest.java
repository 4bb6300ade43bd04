package dev.kiln.op;

import static dev.kiln.op.Elements.assertAre;
import static dev.kiln.op.Elements.counted;
import static dev.kiln.op.Elements.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Taking, putting and ordering elements, against loops and published examples. */
class IndexingMethodsTest {
  private static final double NAN = Double.NaN;

  @Test
  void elementsAreTakenAlongAnAxis() {
    // the example of ONNX GatherElements
    Tensor x = Tensor.of(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 3);
    Tensor rows = Tensor.of(new int[] {1, 2, 0, 2, 0, 0}, 2, 3);
    assertArrayEquals(new int[] {4, 8, 3, 7, 2, 3}, x.gatherElements(0, rows).toIntArray());
    Tensor negative = Tensor.of(new long[] {-1, -2, 0, -2, 0, 0}, 2, 3);
    assertArrayEquals(new int[] {7, 5, 3, 4, 2, 3}, x.gatherElements(0, negative).toIntArray());
    int[] places = {2, -1, 0, 1, 1, -3, 0, 0};
    Tensor indices = Tensor.of(places, 2, 2, 2);
    assertAre(
        shape(2, 2, 2),
        i -> 12 * i[0] + 4 * Math.floorMod(places[4 * i[0] + 2 * i[1] + i[2]], 3) + i[2],
        counted(2, 3, 4).gatherElements(-2, indices));
    assertAre(shape(0), i -> 0, counted(3).gatherElements(0, Tensor.of(new int[0])));
  }

  @Test
  void slicesAreTakenAtTuples() {
    // the examples of ONNX GatherND
    Tensor x = Tensor.of(new int[] {0, 1, 2, 3}, 2, 2);
    assertArrayEquals(
        new int[] {0, 3}, x.gatherNd(Tensor.of(new long[] {0, 0, 1, 1}, 2, 2)).toIntArray());
    assertArrayEquals(
        new int[] {2, 3, 0, 1}, x.gatherNd(Tensor.of(new long[] {1, 0}, 2, 1)).toIntArray());
    Tensor cube = Tensor.of(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, 2, 2);
    Tensor some = cube.gatherNd(Tensor.of(new long[] {0, 1, 1, 0}, 2, 1, 2));
    assertEquals("[2, 1, 2]", some.shape().toString());
    assertArrayEquals(new int[] {2, 3, 4, 5}, some.toIntArray());
    assertEquals(7, cube.gatherNd(Tensor.of(new int[] {1, 1, -1})).toInt());
    assertEquals("[0, 2]", cube.gatherNd(Tensor.zeros(DType.INT32, 0, 2)).shape().toString());
  }

  @Test
  void elementsAreScattered() {
    // the examples of ONNX ScatterElements
    Tensor zeros = Tensor.zeros(DType.FLOAT64, 3, 3);
    Tensor rows = Tensor.of(new int[] {1, 0, 2, 0, 2, 1}, 2, 3);
    Tensor updates = Tensor.of(new double[] {1.0, 1.1, 1.2, 2.0, 2.1, 2.2}, 2, 3);
    assertArrayEquals(
        new double[] {2.0, 1.1, 0.0, 1.0, 0.0, 2.2, 0.0, 2.1, 1.2},
        zeros.scatter(0, rows, updates).toDoubleArray());
    Tensor line = Tensor.of(new double[] {1, 2, 3, 4, 5}, 1, 5);
    Tensor twice = Tensor.of(new int[] {1, 1}, 1, 2);
    Tensor pair = Tensor.of(new double[] {1.1, 2.1}, 1, 2);
    assertArrayEquals(
        new double[] {1, 5.2, 3, 4, 5}, line.scatterAdd(1, twice, pair).toDoubleArray(), 1e-15);
    assertArrayEquals(new double[] {1, 2.1, 3, 4, 5}, line.scatter(1, twice, pair).toDoubleArray());
    Tensor truths = Tensor.zeros(DType.BOOL, 3);
    assertArrayEquals(
        new boolean[] {false, false, true},
        truths.scatter(0, Tensor.of(new int[] {-1}), Tensor.ones(DType.BOOL, 1)).toBooleanArray());
    Tensor none = Tensor.zeros(DType.INT32, 0, 3);
    assertTrue(zeros.scatter(0, none, Tensor.zeros(DType.FLOAT64, 0, 3)).sameElements(zeros));
    assertTrue(zeros.scatterAdd(0, none, Tensor.zeros(DType.FLOAT64, 0, 3)).sameElements(zeros));
  }

  @Test
  void slicesAreScattered() {
    // the first example of ONNX ScatterND
    Tensor data = Tensor.of(new int[] {1, 2, 3, 4, 5, 6, 7, 8});
    Tensor places = Tensor.of(new long[] {4, 3, 1, 7}, 4, 1);
    Tensor updates = Tensor.of(new int[] {9, 10, 11, 12});
    assertArrayEquals(
        new int[] {1, 11, 3, 10, 9, 6, 7, 12}, data.scatterNd(places, updates).toIntArray());
    Tensor rows = counted(3, 2);
    Tensor at = Tensor.of(new int[] {2, 0, 2}, 3, 1);
    Tensor slices = Tensor.of(new double[] {10, 20, 30, 40, 50, 60}, 3, 2);
    assertArrayEquals(
        new double[] {30, 40, 2, 3, 50, 60}, rows.scatterNd(at, slices).toDoubleArray());
    assertArrayEquals(
        new double[] {30, 41, 2, 3, 64, 85}, rows.scatterNdAdd(at, slices).toDoubleArray());
    Tensor pair = Tensor.of(new int[] {1, -1}, 2);
    assertArrayEquals(
        new double[] {0, 1, 2, 8, 4, 5}, rows.scatterNd(pair, Tensor.scalar(8.0)).toDoubleArray());
  }

  @Test
  void rowsOfATable() {
    Tensor words = Tensor.of(new int[] {2, 0, 1, 1}, 2, 2);
    int[] of = {2, 0, 1, 1};
    assertAre(shape(2, 2, 4), i -> 4 * of[2 * i[0] + i[1]] + i[2], counted(3, 4).embedding(words));
    assertAre(shape(4), i -> 8 + i[0], counted(3, 4).embedding(Tensor.scalar(2)));
  }

  @Test
  void sortedAsByTheComparatorOfDoubles() {
    SplittableRandom random = new SplittableRandom(5);
    for (int n : new int[] {0, 1, 2, 3, 7, 8, 33}) {
      double[] elements = new double[2 * n];
      Arrays.setAll(elements, i -> random.nextInt(9) == 0 ? NAN : random.nextInt(6) - 2.5);
      Tensor x = Tensor.of(elements, 2, n);
      for (boolean descending : new boolean[] {false, true}) {
        int[] order = x.argSort(1, descending).toIntArray();
        for (int row = 0; row < 2; row++) {
          int start = row * n;
          Comparator<Integer> byElement = Comparator.comparingDouble(i -> elements[start + i]);
          int[] expected =
              IntStream.range(0, n)
                  .boxed()
                  .sorted(descending ? byElement.reversed() : byElement)
                  .mapToInt(Integer::intValue)
                  .toArray();
          assertArrayEquals(expected, Arrays.copyOfRange(order, start, start + n));
        }
      }
      double[] sorted = Arrays.copyOf(elements, n);
      Arrays.sort(sorted);
      assertArrayEquals(sorted, Arrays.copyOf(x.sort(-1, false).toDoubleArray(), n));
    }
  }

  @Test
  void extremesAreSorted() {
    Tensor longs = Tensor.of(new long[] {0, Long.MAX_VALUE, Long.MIN_VALUE, -1});
    assertArrayEquals(
        new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}, longs.sort(0, false).toLongArray());
    Tensor ints = Tensor.of(new int[] {0, Integer.MIN_VALUE, 5, 5, 7, 5}, 3, 2);
    assertArrayEquals(
        new int[] {0, Integer.MIN_VALUE, 5, 5, 7, 5}, ints.sort(0, false).toIntArray());
    assertArrayEquals(new int[] {2, 1, 1, 2, 0, 0}, ints.argSort(0, true).toIntArray());
    Tensor zeros = Tensor.of(new double[] {0.0, -0.0, 0.0});
    assertArrayEquals(new int[] {0, 1, 2}, zeros.argSort(0, false).toIntArray());
    assertArrayEquals(new int[] {0, 1, 2}, zeros.argSort(0, true).toIntArray());
    Tensor special = Tensor.of(new float[] {Float.NaN, 1, 1 / 0f, -1 / 0f, -0f});
    assertArrayEquals(new int[] {3, 4, 1, 2, 0}, special.argSort(0, false).toIntArray());
    Tensor truths = Tensor.of(new boolean[] {true, false, true, false});
    assertArrayEquals(new int[] {1, 3, 0, 2}, truths.argSort(0, false).toIntArray());
  }

  @Test
  void theGreatest() {
    // the example of ONNX TopK
    Tensor x = Tensor.of(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3, 4);
    assertArrayEquals(new int[] {3, 2, 1, 7, 6, 5, 11, 10, 9}, x.topK(3, 1).toIntArray());
    assertArrayEquals(new int[] {3, 2, 1, 3, 2, 1, 3, 2, 1}, x.topKIndices(3, 1).toIntArray());
    assertArrayEquals(new int[] {8, 9, 10, 11}, x.topK(1, 0).toIntArray());
    assertEquals("[3, 0]", x.topK(0, -1).shape().toString());
    assertEquals(
        "slice 0 to 5 of axis 1 is outside shape [3, 4]",
        Observation.message(assertThrows(IllegalArgumentException.class, () -> x.topK(5, 1))));
  }

  @Test
  void insertionPlaces() {
    Tensor sorted = Tensor.of(new double[] {1, 3, 3, 5, NAN});
    double[] wanted = {0, 1, 2, 3, 5, 6, NAN, -1 / 0.0};
    Tensor values = Tensor.of(wanted, 2, 4);
    assertAre(
        shape(2, 4),
        i -> {
          double value = wanted[4 * i[0] + i[1]];
          return DoubleArrays.count(sorted, each -> Double.compare(each, value) < 0);
        },
        sorted.searchSorted(values, false));
    assertAre(
        shape(2, 4),
        i -> {
          double value = wanted[4 * i[0] + i[1]];
          return DoubleArrays.count(sorted, each -> Double.compare(each, value) <= 0);
        },
        sorted.searchSorted(values, true));
    assertEquals(0, Tensor.of(new int[0]).searchSorted(Tensor.scalar(3), true).toInt());
  }

  private static final class DoubleArrays {
    static long count(Tensor tensor, java.util.function.DoublePredicate condition) {
      return Arrays.stream(tensor.toDoubleArray()).filter(condition).count();
    }
  }

  @Test
  void nonZeroElements() {
    Tensor x = Tensor.of(new double[] {3, 0, 0, 0, 4, -0.0, 5, NAN, 0}, 3, 3);
    assertArrayEquals(new int[] {0, 1, 2, 2, 0, 1, 0, 1}, x.nonZero().toIntArray());
    assertEquals("[2, 4]", x.nonZero().shape().toString());
    assertEquals("[0, 1]", Tensor.scalar(true).nonZero().shape().toString());
    assertEquals("[1, 0]", Tensor.of(new int[0]).nonZero().shape().toString());
  }

  @Test
  void cumulatedExtremaAndProducts() {
    Tensor x = Tensor.of(new double[] {1, 3, 2, 3, -1, 5, 0, 0, -0.5, NAN, 7, 1}, 2, 6);
    assertArrayEquals(
        new double[] {1, 3, 3, 3, 3, 5, 0, 0, 0, NAN, NAN, NAN}, x.cumMax(1).toDoubleArray());
    assertArrayEquals(
        new double[] {1, 1, 1, 1, -1, -1, 0, 0, -0.5, NAN, NAN, NAN}, x.cumMin(-1).toDoubleArray());
    Tensor ints = Tensor.of(new int[] {0, Integer.MIN_VALUE, Integer.MAX_VALUE, 0}, 2, 2);
    assertArrayEquals(
        new int[] {0, Integer.MIN_VALUE, 0, Integer.MIN_VALUE}, ints.cumMin(0).toIntArray());
    assertEquals("[0, 3]", counted(0, 3).cumMax(0).shape().toString());
    double[] y = {2, -3, 0.5, 4, 0, 6};
    for (boolean exclusive : new boolean[] {false, true}) {
      for (boolean reverse : new boolean[] {false, true}) {
        assertAre(
            shape(2, 3),
            i -> {
              double product = 1;
              for (int k = 0; k < 3; k++) {
                boolean before = reverse ? k > i[1] : k < i[1];
                product *= before || k == i[1] && !exclusive ? y[3 * i[0] + k] : 1;
              }
              return product + 0.0;
            },
            Tensor.of(y, 2, 3).cumProd(1, exclusive, reverse).add(0.0));
      }
    }
    assertArrayEquals(
        new int[] {2, 6, 24, 120}, Tensor.of(new int[] {2, 3, 4, 5}).cumProd(0).toIntArray());
    assertArrayEquals(
        new int[] {1 << 31, 0}, Tensor.of(new int[] {1 << 31, 6}).cumProd(0).toIntArray());
    assertEquals("[2, 0]", counted(2, 0).cumProd(1).shape().toString());
  }

  @Test
  void products() {
    double[] y = {2, -3, 0.5, 4, 0.25, 6, 1, 1, 3, -1, 5, 2};
    Tensor x = Tensor.of(y, 2, 3, 2);
    assertAre(shape(3), i -> product(y, k -> k / 2 % 3 == i[0]), x.prod(0, 2));
    assertAre(
        shape(2, 1, 2), i -> product(y, k -> k / 6 == i[0] && k % 2 == i[2]), x.prod(true, 1));
    assertAre(shape(2, 3), i -> product(y, k -> k / 2 == 3 * i[0] + i[1]), x.prod(-1));
    assertAre(shape(), i -> product(y, k -> true), x.prod());
    assertAre(shape(3), i -> 1, counted(3, 0).prod(1));
    assertAre(shape(0), i -> 1, counted(0, 3).prod(1));
    assertAre(shape(), i -> 1, counted(0).prod());
    assertEquals(5, Tensor.scalar(5).prod().toInt());
  }

  private static double product(double[] factors, java.util.function.IntPredicate chosen) {
    return IntStream.range(0, factors.length)
        .filter(chosen)
        .mapToDouble(i -> factors[i])
        .reduce(1, (a, b) -> a * b);
  }

  @Test
  void placesWithTheirDimension() {
    Tensor x = Tensor.of(new double[] {3, -1, 4, -1, 5, 2}, 2, 3);
    assertAre(shape(2, 1), i -> i[0] == 0 ? 2 : 1, x.argmax(true, -1));
    assertAre(shape(1, 3), i -> i[1] == 0 || i[1] == 2 ? 1 : 0, x.argmin(true, 0));
    assertAre(shape(2), i -> i[0] == 0 ? 2 : 1, x.argmax(false, 1));
  }

  @Test
  void numbersAndTruthsAsOperands() {
    Tensor truths = Tensor.of(new boolean[] {true, false});
    Tensor x = Tensor.of(new int[] {7, 8});
    assertArrayEquals(new int[] {7, -1}, truths.where(x, -1).toIntArray());
    assertArrayEquals(new int[] {-1, 8}, truths.where(-1, x).toIntArray());
    assertArrayEquals(new long[] {1, 0}, truths.where(1, 0).toLongArray());
    assertArrayEquals(new float[] {0.1f, 0}, truths.where(0.1, 0).toFloatArray());
    assertArrayEquals(new boolean[] {true, false}, truths.and(true).toBooleanArray());
    assertArrayEquals(new boolean[] {true, true}, truths.or(true).toBooleanArray());
    assertArrayEquals(new boolean[] {false, true}, truths.xor(true).toBooleanArray());
    assertArrayEquals(new boolean[] {false, true}, truths.equalTo(false).toBooleanArray());
    assertArrayEquals(new boolean[] {true, false}, truths.notEqualTo(false).toBooleanArray());
    assertArrayEquals(new int[] {6, 8}, x.and(14).toIntArray());
    assertArrayEquals(new int[] {7, 9}, x.or(1).toIntArray());
    assertArrayEquals(new int[] {-8, -9}, x.xor(-1).toIntArray());
    assertThrows(IllegalArgumentException.class, () -> truths.where(x, 0.5));
  }

  @Test
  void negativeIndicesCountFromTheEnd() {
    Tensor x = counted(2, 3);
    assertEquals(5, x.get(-1, -1).toDouble());
    assertAre(shape(3), i -> i[0], x.get(-2));
    FiniteDifferences.check(
        y -> y.get(0).get(-1).square().add(y.get(0).get(0, -2)),
        List.of(TensorCase.values(1, 2, 3)));
  }

  @Test
  void refusals() {
    Tensor x = counted(2, 3);
    Tensor far = Tensor.of(new int[] {3, 0}, 2, 1);
    assertEquals(
        "index 3 of axis 1 of shape [2, 3]",
        Observation.message(
            assertThrows(IndexOutOfBoundsException.class, () -> x.gatherElements(1, far))));
    assertEquals(
        "index -4 of axis 1 of shape [2, 3]",
        Observation.message(
            assertThrows(
                IndexOutOfBoundsException.class, () -> x.gatherNd(Tensor.of(new int[] {0, -4})))));
    assertEquals(
        "indices of shape [3, 1] along axis 1 of shape [2, 3]",
        Observation.message(
            assertThrows(
                IllegalArgumentException.class,
                () -> x.gatherElements(1, Tensor.zeros(DType.INT32, 3, 1)))));
    assertEquals(
        "gatherNd expects indices whose last size is from 1 to the rank of the tensor, not [3] for"
            + " shape [2, 3]",
        Observation.message(
            assertThrows(
                TypeMismatchException.class, () -> x.gatherNd(Tensor.zeros(DType.INT32, 3)))));
    assertEquals(
        "scatter expects updates of shape [2, 1], not [2]",
        Observation.message(
            assertThrows(
                TypeMismatchException.class,
                () -> x.scatter(1, Tensor.zeros(DType.INT32, 2, 1), counted(2)))));
    assertEquals(
        "scatterNd expects updates of shape [3], not []",
        Observation.message(
            assertThrows(
                TypeMismatchException.class,
                () -> x.scatterNd(Tensor.of(new int[] {0}), Tensor.scalar(1.0)))));
    assertEquals(
        "gatherElements expects an integer tensor as 'indices', not f64[2, 3]",
        Observation.message(
            assertThrows(IllegalArgumentException.class, () -> x.gatherElements(0, x))));
    assertEquals(
        "argSort: no axis 2 in shape [2, 3]",
        Observation.message(
            assertThrows(IllegalArgumentException.class, () -> x.argSort(2, false))));
    assertEquals(
        "searchSorted expects sorted elements of rank 1 and values of their dtype, not f64[2, 3]"
            + " and f64[2, 3]",
        Observation.message(
            assertThrows(IllegalArgumentException.class, () -> x.searchSorted(x, false))));
  }

  @Test
  void derivatives() {
    Tensor x = TensorCase.values(1, 3, 4);
    Tensor indices = Tensor.of(new int[] {2, 0, -1, 2, 1, 1}, 3, 2);
    FiniteDifferences.check(v -> v.get(0).gatherElements(1, indices).square(), List.of(x));
    Tensor tuples = Tensor.of(new int[] {2, 0, -1, 0, 1, 1}, 3, 2);
    FiniteDifferences.check(v -> v.get(0).gatherNd(tuples).square(), List.of(x));
    Tensor rows = Tensor.of(new int[] {2, 0, 2}, 3, 1);
    FiniteDifferences.check(v -> v.get(0).gatherNd(rows).square(), List.of(x));
    FiniteDifferences.check(v -> v.get(0).embedding(rows).square(), List.of(x));
    Tensor some = TensorCase.values(2, 3, 2);
    FiniteDifferences.check(v -> v.get(0).scatter(1, indices, v.get(1)).square(), List.of(x, some));
    FiniteDifferences.check(
        v -> v.get(0).scatterAdd(1, indices, v.get(1)).square(), List.of(x, some));
    Tensor slices = TensorCase.values(3, 3, 4);
    FiniteDifferences.check(v -> v.get(0).scatterNd(rows, v.get(1)).square(), List.of(x, slices));
    FiniteDifferences.check(
        v -> v.get(0).scatterNdAdd(rows, v.get(1)).square(), List.of(x, slices));
    FiniteDifferences.check(v -> v.get(0).sort(1, true).square(), List.of(x));
    FiniteDifferences.check(v -> v.get(0).topK(2, 0).square(), List.of(x));
    FiniteDifferences.check(v -> v.get(0).cumMax(1).square(), List.of(x));
    FiniteDifferences.check(v -> v.get(0).cumMin(0).square(), List.of(x));
  }

  /** Quotients of the product and an element would be NaN. */
  @Test
  void productsWithZerosHaveDerivatives() {
    for (double[] elements :
        new double[][] {{0.5, -2, 3, 1.5}, {0.5, 0, 3, 1.5}, {0, 2, 0, 1.5}, {0, 0, 0, 2}}) {
      Tensor x = Tensor.of(elements, 2, 2);
      FiniteDifferences.check(v -> v.get(0).prod(), List.of(x));
      FiniteDifferences.check(v -> v.get(0).prod(1), List.of(x));
      Tensor line = Tensor.of(elements);
      FiniteDifferences.check(v -> v.get(0).cumProd(0), List.of(line));
      FiniteDifferences.check(v -> v.get(0).cumProd(0, true, true), List.of(line));
    }
  }
}
