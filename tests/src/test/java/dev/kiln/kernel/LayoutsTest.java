package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.kernel.tensor.Layouts;
import dev.kiln.kernel.tensor.Scans;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels that move elements, element by element. */
class LayoutsTest {
  private static final int[][] SIZES = {
    {1, 1, 1}, {2, 3, 4}, {1, 30, 2}, {30, 1, 9}, {9, 10, 1}, {3, 0, 2}, {17, 9, 11}, {2, 70, 131}
  };

  @ParameterizedTest
  @EnumSource(DType.class)
  void permute(DType dtype) {
    for (int[] sizes : SIZES) {
      for (int[] axes : new int[][] {{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {0, 2, 1}, {2, 0, 1}}) {
        int[] moved = {sizes[axes[0]], sizes[axes[1]], sizes[axes[2]]};
        check(
            dtype,
            sizes,
            moved,
            x -> Layouts.permute(x, axes),
            to -> {
              int[] from = new int[3];
              for (int i = 0; i < 3; i++) {
                from[axes[i]] = to[i];
              }
              return from;
            });
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void slicesAndTheirPlaces(DType dtype) {
    for (int[] sizes : SIZES) {
      for (int axis = 0; axis < 3; axis++) {
        int at = axis;
        int start = sizes[axis] / 3;
        int[] part = sizes.clone();
        part[axis] = sizes[axis] - start;
        UnaryOperator<int[]> source = to -> shifted(to, at, start);
        check(dtype, sizes, part, x -> Layouts.slice(x, at, start, sizes[at]), source);
        // what is placed and then sliced is as before, and the rest is zero
        check(
            dtype,
            part,
            part,
            x -> Layouts.slice(Layouts.placeSlice(x, at, start, sizes), at, start, sizes[at]),
            to -> to);
        NdArray ones = Creation.full(DType.INT32, 1, part);
        int[] placed = Layouts.placeSlice(ones, axis, start, sizes).ints();
        assertEquals(ones.shape().elements(), Arrays.stream(placed).sum());
        // the two parts joined are the whole
        check(
            dtype,
            sizes,
            sizes,
            x ->
                Layouts.concatenate(
                    at, Layouts.slice(x, at, 0, start), Layouts.slice(x, at, start, sizes[at])),
            to -> to);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void flipsAndGathers(DType dtype) {
    for (int[] sizes : SIZES) {
      for (int axis = 0; axis < 3; axis++) {
        int at = axis;
        check(
            dtype,
            sizes,
            sizes,
            x -> Scans.flip(x, at),
            to -> {
              int[] from = to.clone();
              from[at] = sizes[at] - 1 - to[at];
              return from;
            });
        if (sizes[axis] > 0) {
          int[] indices = {sizes[axis] - 1, 0, sizes[axis] / 2, 0};
          int[] gathered = sizes.clone();
          gathered[axis] = indices.length;
          NdArray places = NdArray.of(TensorShape.of(indices.length), indices);
          check(
              dtype,
              sizes,
              gathered,
              x -> Layouts.gather(x, places, at),
              to -> {
                int[] from = to.clone();
                from[at] = indices[to[at]];
                return from;
              });
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void broadcastTo(DType dtype) {
    for (int[] sizes : SIZES) {
      int[] stretched = {2, 0, 0, 0};
      for (int i = 0; i < 3; i++) {
        stretched[i + 1] = sizes[i] == 1 ? 12 : sizes[i];
      }
      check(
          dtype,
          sizes,
          stretched,
          x -> Layouts.broadcastTo(x, stretched),
          to -> {
            int[] from = new int[3];
            for (int i = 0; i < 3; i++) {
              from[i] = sizes[i] == 1 ? 0 : to[i + 1];
            }
            return from;
          });
    }
  }

  private static int[] shifted(int[] index, int axis, int distance) {
    int[] shifted = index.clone();
    shifted[axis] += distance;
    return shifted;
  }

  /** Checks each element of the result against the one of the operand at {@code source}. */
  private static void check(
      DType dtype,
      int[] sizes,
      int[] expectedSizes,
      UnaryOperator<NdArray> kernel,
      UnaryOperator<int[]> source) {
    NdArray operand = IndexedArray.random(dtype, new SplittableRandom(sizes[0]), sizes);
    NdArray result = kernel.apply(operand);
    assertEquals(dtype, result.dtype());
    assertEquals(TensorShape.of(expectedSizes), result.shape());
    // exact: every element is 0 or 1, or a float
    double[] from = Creation.cast(operand, DType.FLOAT64).doubles();
    double[] to = Creation.cast(result, DType.FLOAT64).doubles();
    IndexedArray.forEach(
        result.shape(),
        index -> {
          int position = IndexedArray.position(operand.shape(), source.apply(index));
          assertEquals(
              from[position], to[IndexedArray.position(result.shape(), index)], operand.toString());
        });
  }
}
