package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.kernel.tensor.Reductions;
import dev.kiln.kernel.tensor.SoftmaxKernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Softmax and its relatives, made of the kernels that their documentation names. */
class SoftmaxTest {
  private static final int[][] SIZES = {{1}, {5}, {2500}, {3, 17}, {4, 0}, {2, 3, 5}, {40, 1, 3}};

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void alongEveryAxis(DType dtype) {
    SplittableRandom random = new SplittableRandom(1);
    for (int[] sizes : SIZES) {
      NdArray operand = IndexedArray.finite(dtype, random, sizes);
      for (int axis = 0; axis < sizes.length && operand.shape().elements() > 0; axis++) {
        NdArray softmax = SoftmaxKernels.softmax(operand, axis);
        NdArray logSoftmax = SoftmaxKernels.logSoftmax(operand, axis - sizes.length);
        int at = axis;
        int[] kept = sizes.clone();
        kept[axis] = 1;
        IndexedArray.forEach(
            TensorShape.of(kept),
            index -> {
              NdArray line = line(operand, at, index);
              NdArray shifted = Arithmetic.subtract(line, Reductions.max(line, false));
              NdArray exponentials = Arithmetic.exp(shifted);
              NdArray sum = Reductions.sum(exponentials, false);
              NdArray expected = Arithmetic.divide(exponentials, sum);
              assertTrue(expected.sameBits(line(softmax, at, index)), Arrays.toString(sizes));
              check(line, exponentials, line(logSoftmax, at, index));
            });
      }
    }
  }

  private static void check(NdArray line, NdArray exponentials, NdArray actual) {
    double[] wide = Creation.cast(line, DType.FLOAT64).doubles();
    double greatest = Arrays.stream(wide).max().orElseThrow();
    double[] terms = Creation.cast(exponentials, DType.FLOAT64).doubles();
    NdArray sum = Reductions.sum(NdArray.of(TensorShape.of(terms.length), terms), false);
    double logarithm = StrictMath.log(sum.doubles()[0]);
    double[] expected = Arrays.stream(wide).map(x -> x - greatest - logarithm).toArray();
    NdArray rounded = Creation.cast(NdArray.of(line.shape(), expected), line.dtype());
    assertTrue(rounded.sameBits(actual));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void crossEntropyIsTheLogarithmOfTheLabel(DType dtype) {
    NdArray logits = IndexedArray.finite(dtype, new SplittableRandom(2), 6, 19);
    NdArray labels = NdArray.of(TensorShape.of(6), new int[] {0, 18, 3, 7, 7, 11});
    NdArray log = Arithmetic.negate(SoftmaxKernels.logSoftmax(logits, 1));
    NdArray losses = SoftmaxKernels.crossEntropy(logits, labels);
    for (int i = 0; i < 6; i++) {
      NdArray row = line(log, 1, i, 0);
      int label = labels.ints()[i];
      NdArray expected = line(row.withShape(TensorShape.of(1, 19)), 0, 0, label);
      NdArray actual = line(losses.withShape(TensorShape.of(1, 6)), 0, 0, i);
      assertTrue(expected.sameBits(actual), "row " + i);
    }
  }

  @Test
  void numbersThatAreNotFinite() {
    float infinity = Float.POSITIVE_INFINITY;
    assertEquals("[0.5, 0.5, 0.0]", softmax(3, 3, -infinity));
    assertEquals("[NaN, NaN]", softmax(Float.NaN, 1));
    assertEquals("[NaN, NaN]", softmax(infinity, 1));
    assertEquals("[NaN, NaN]", softmax(-infinity, -infinity));
    assertEquals("[1.0, 0.0]", softmax(Float.MAX_VALUE, -Float.MAX_VALUE));
  }

  private static String softmax(float... row) {
    NdArray operand = NdArray.of(TensorShape.of(row.length), row);
    return Arrays.toString(SoftmaxKernels.softmax(operand, 0).floats());
  }

  /** The elements along an axis through an index, as an array of rank 1. */
  private static NdArray line(NdArray operand, int axis, int... index) {
    int size = operand.shape().size(axis);
    double[] wide = Creation.cast(operand, DType.FLOAT64).doubles();
    double[] line = new double[size];
    for (int i = 0; i < size; i++) {
      int[] at = index.clone();
      at[axis] = i;
      line[i] = wide[IndexedArray.position(operand.shape(), at)];
    }
    return Creation.cast(NdArray.of(TensorShape.of(size), line), operand.dtype());
  }
}
