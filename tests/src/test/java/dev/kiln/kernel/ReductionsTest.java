package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.kernel.tensor.Layouts;
import dev.kiln.kernel.tensor.Reductions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reductions against the order that their documentation states, written as plainly as possible. */
class ReductionsTest {
  /** Sizes, and the axes that are reduced. */
  private static final int[][][] CASES = {
    {{}, {}},
    {{1}, {0}},
    {{0}, {0}},
    {{15}, {0}},
    {{16}, {0}},
    {{17}, {0}},
    {{23}, {0}},
    {{2003}, {0}},
    {{3, 1}, {1}},
    {{7, 40}, {1}},
    {{7, 40}, {0}},
    {{7, 40}, {0, 1}},
    {{0, 4}, {0}},
    {{4, 0}, {0}},
    {{5, 3, 20}, {0, 2}},
    {{5, 3, 20}, {1}},
    {{5, 3, 20}, {0, 1}},
    {{5, 3, 20}, {1, 2}},
    {{2, 20, 3, 17}, {1, 3}},
    {{2, 20, 3, 17}, {0, 2}},
    {{2, 1, 3, 1100}, {1, 3}},
    {{1100, 2}, {0}},
  };

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "FLOAT64", "INT32", "INT64"})
  void sumsAreInTheStatedOrder(DType dtype) {
    SplittableRandom random = new SplittableRandom(1);
    for (int[][] each : CASES) {
      NdArray operand = IndexedArray.finite(dtype, random, each[0]);
      NdArray sum = Reductions.sum(operand, true, each[1]);
      double[] expected = sums(operand, each[1]);
      NdArray rounded = Creation.cast(NdArray.of(sum.shape(), expected), dtype);
      assertTrue(rounded.sameBits(sum), () -> operand + " over " + Arrays.toString(each[1]));
      NdArray dropped = Reductions.sum(operand, false, each[1]);
      assertTrue(sum.withShape(dropped.shape()).sameBits(dropped));
      int rank = each[0].length - (each[1].length == 0 ? each[0].length : each[1].length);
      assertEquals(rank, dropped.shape().rank());
      assertTrue(sum.sameBits(Reductions.sumTo(operand, sum.shape().toArray())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "FLOAT64", "INT32", "INT64"})
  void extremaAreThoseOfAllElements(DType dtype) {
    SplittableRandom random = new SplittableRandom(2);
    for (int[][] each : CASES) {
      NdArray operand = IndexedArray.random(dtype, random, each[0]);
      if (operand.shape().elements() == 0) {
        continue;
      }
      NdArray max = Reductions.max(operand, true, each[1]);
      NdArray min = Reductions.min(operand, true, each[1]);
      double[] greatest = new double[max.shape().elements()];
      double[] least = new double[max.shape().elements()];
      Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      NdArray wide = Creation.cast(operand, DType.FLOAT64);
      IndexedArray.forEach(
          operand.shape(),
          index -> {
            double value = wide.doubles()[IndexedArray.position(operand.shape(), index)];
            int to = IndexedArray.position(max.shape(), index);
            greatest[to] = Math.max(greatest[to], value);
            least[to] = Math.min(least[to], value);
          });
      String what = operand + " over " + Arrays.toString(each[1]);
      NdArray expected = Creation.cast(NdArray.of(max.shape(), greatest), dtype);
      assertTrue(expected.sameBits(max), what);
      expected = Creation.cast(NdArray.of(max.shape(), least), dtype);
      assertTrue(expected.sameBits(min), what);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "FLOAT64", "INT32", "INT64"})
  void argmaxIsTheFirstOfTheGreatest(DType dtype) {
    SplittableRandom random = new SplittableRandom(3);
    for (int[] sizes : new int[][] {{9}, {4, 30}, {3, 5, 7}, {2, 1, 4}}) {
      for (int axis = -sizes.length; axis < sizes.length; axis++) {
        NdArray operand = IndexedArray.random(dtype, random, sizes);
        NdArray wide = Creation.cast(operand, DType.FLOAT64);
        NdArray result = Reductions.argmax(operand, axis);
        int at = Math.floorMod(axis, sizes.length);
        int[] kept = sizes.clone();
        kept[at] = 1;
        IndexedArray.forEach(
            TensorShape.of(kept),
            index -> {
              List<Double> line = new ArrayList<>();
              for (int i = 0; i < sizes[at]; i++) {
                int[] place = index.clone();
                place[at] = i;
                double value = wide.doubles()[IndexedArray.position(operand.shape(), place)];
                line.add(value + 0.0); // -0.0 is as great as 0.0
              }
              double greatest = line.stream().mapToDouble(x -> x).reduce(Math::max).orElseThrow();
              int position = IndexedArray.position(TensorShape.of(kept), index);
              assertEquals(line.indexOf(greatest), result.ints()[position], line::toString);
            });
      }
    }
  }

  @Test
  void slicesAreAddedInTheOrderOfTheIndices() {
    SplittableRandom random = new SplittableRandom(4);
    for (int axis = 0; axis < 3; axis++) {
      int[] sizes = {3, 4, 5};
      int[] indices = {2, 0, 2, 1, 2};
      int[] part = sizes.clone();
      part[axis] = indices.length;
      NdArray operand = IndexedArray.finite(DType.FLOAT32, random, part);
      double[] sums = new double[60];
      int at = axis;
      IndexedArray.forEach(
          operand.shape(),
          index -> {
            int from = IndexedArray.position(operand.shape(), index);
            int[] to = index.clone();
            to[at] = indices[index[at]];
            sums[IndexedArray.position(TensorShape.of(sizes), to)] += operand.floats()[from];
          });
      NdArray places = NdArray.of(TensorShape.of(indices.length), indices);
      NdArray result = Layouts.scatterAdd(operand, places, axis, sizes);
      NdArray expected = Creation.cast(NdArray.of(TensorShape.of(sizes), sums), DType.FLOAT32);
      assertTrue(expected.sameBits(result), "axis " + axis);
    }
  }

  @Test
  void thereIsNoExtremumOfNothing() {
    NdArray empty = Creation.zeros(DType.FLOAT32, 2, 0);
    assertThrows(IllegalArgumentException.class, () -> Reductions.max(empty, false, 1));
    assertThrows(IllegalArgumentException.class, () -> Reductions.argmax(empty, 1));
    assertEquals(0, Reductions.max(empty, false, 0).shape().elements());
  }

  /** Sums groups of neighbouring dimensions, the last one first. */
  private static double[] sums(NdArray operand, int... axes) {
    int rank = operand.shape().rank();
    boolean[] reduced = new boolean[rank];
    Arrays.fill(reduced, axes.length == 0);
    for (int axis : axes) {
      reduced[axis] = true;
    }
    double[] values = Creation.cast(operand, DType.FLOAT64).doubles();
    int[] sizes = operand.shape().toArray();
    for (int end = rank; end > 0; end--) {
      int begin = end;
      while (begin > 0 && (reduced[begin - 1] || sizes[begin - 1] == 1)) {
        begin--;
      }
      if (begin < end) {
        values = sumDimensions(values, sizes, begin, end);
        Arrays.fill(sizes, begin, end, 1);
        end = begin + 1;
      }
    }
    return values;
  }

  private static double[] sumDimensions(double[] values, int[] sizes, int begin, int end) {
    int outer = product(sizes, 0, begin);
    int size = product(sizes, begin, end);
    int inner = product(sizes, end, sizes.length);
    double[] sums = new double[outer * inner];
    for (int i = 0; i < outer; i++) {
      for (int j = 0; j < inner; j++) {
        double[] line = new double[size];
        for (int k = 0; k < size; k++) {
          line[k] = values[(i * size + k) * inner + j];
        }
        sums[i * inner + j] = inner == 1 ? inLanes(line) : inOrder(0, 0, line);
      }
    }
    return sums;
  }

  private static double inLanes(double... line) {
    if (line.length < 16) {
      return inOrder(0, 0, line);
    }
    double[] lanes = new double[8];
    int whole = line.length / 8 * 8;
    for (int i = 0; i < whole; i++) {
      lanes[i % 8] += line[i];
    }
    for (int width = 4; width > 0; width /= 2) {
      for (int i = 0; i < width; i++) {
        lanes[i] += lanes[i + width];
      }
    }
    return inOrder(lanes[0], whole, line);
  }

  private static double inOrder(double start, int first, double... line) {
    double sum = start;
    for (int i = first; i < line.length; i++) {
      sum += line[i];
    }
    return sum;
  }

  private static int product(int[] sizes, int begin, int end) {
    return Arrays.stream(sizes, begin, end).reduce(1, (a, b) -> a * b);
  }
}
