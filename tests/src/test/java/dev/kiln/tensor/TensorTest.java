package dev.kiln.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.testkit.run.Observation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tensors as values: what they hold, how they print, what operations make of them. */
class TensorTest {
  private static final Tensor MATRIX = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});

  @Test
  void theSeedCountsOnTensors() {
    Tensor first = Tensor.scalar(0);
    Tensor second = Tensor.scalar(10);
    while (first.less(second).toBoolean()) {
      first = first.add(2);
      second = second.add(1);
    }
    assertEquals(20, first.toInt());
    assertEquals(20, second.toInt());
  }

  @Test
  void printsNestedBrackets() {
    assertEquals("2.0 : f32[]", Tensor.scalar(2f).toString());
    assertEquals(
        """
        [[1.0, 2.0, 3.0],
         [4.0, 5.0, 6.0]] : f64[2, 3]\
        """,
        MATRIX.toString());
    assertEquals("[0, 1, 2, ..., 17, 18, 19] : i32[20]", Tensor.arange(DType.INT32, 20).toString());
    assertEquals("[] : f32[0]", Tensor.zeros(0).toString());
  }

  @Test
  void reducesOverAxes() {
    assertEquals(21, MATRIX.sum().toDouble());
    assertArrayEquals(new double[] {5, 7, 9}, MATRIX.sum(0).toDoubleArray());
    assertArrayEquals(new double[] {2, 5}, MATRIX.mean(-1).toDoubleArray());
    assertArrayEquals(new int[] {2, 1}, MATRIX.max(true, 1).shape().toArray());
    assertArrayEquals(new int[] {2, 2}, MATRIX.argmax(1).toIntArray());
  }

  @Test
  void nanIsGreatestAndLeast() {
    Tensor withNan = Tensor.of(new float[] {1, Float.NaN, 3});
    assertTrue(Float.isNaN(withNan.max().toFloat()));
    assertTrue(Float.isNaN(withNan.min().toFloat()));
    assertEquals(1, withNan.argmax(0).toInt());
  }

  @Test
  void multipliesMatricesInBatches() {
    Tensor column = Tensor.of(new double[] {1, 0, -1});
    assertArrayEquals(new double[] {-2, -2}, MATRIX.matmul(column).toDoubleArray());
    assertArrayEquals(
        new double[] {14, 32, 32, 77}, MATRIX.matmul(MATRIX.transpose()).toDoubleArray());
    Tensor batch = MATRIX.reshape(2, 1, 3);
    assertArrayEquals(new int[] {2, 1, 2}, batch.matmul(MATRIX.transpose()).shape().toArray());
  }

  @Test
  void movesElements() {
    assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6}, MATRIX.permute(1, 0).toDoubleArray());
    assertArrayEquals(new double[] {2, 3, 5, 6}, MATRIX.slice(-1, 1, 3).toDoubleArray());
    assertArrayEquals(
        new double[] {3, 1, 6, 4}, MATRIX.gather(1, Tensor.of(new int[] {2, 0})).toDoubleArray());
    assertArrayEquals(new double[] {4, 5, 6}, MATRIX.get(1).toDoubleArray());
    assertArrayEquals(new int[] {3, 2}, MATRIX.reshape(-1, 2).shape().toArray());
    assertEquals(6, MATRIX.get(1, 2).toDouble());
    assertArrayEquals(new double[] {3, 4}, MATRIX.reshape(3, 1, 2).get(1, 0).toDoubleArray());
    assertArrayEquals(new double[] {2, 3, 5, 6}, MATRIX.narrow(1, 1, 2).toDoubleArray());
  }

  @Test
  void softmaxOfLargeNumbersIsFinite() {
    Tensor large = Tensor.of(new double[] {1000, 1000});
    assertArrayEquals(new double[] {0.5, 0.5}, large.softmax(0).toDoubleArray());
    assertArrayEquals(
        new double[] {-Math.log(2), -Math.log(2)}, large.logSoftmax(0).toDoubleArray(), 1e-15);
  }

  @Test
  void castsAsJavaDoes() {
    Tensor numbers = Tensor.of(new double[] {-2.7, 1e20, Double.NaN});
    assertArrayEquals(new int[] {-2, Integer.MAX_VALUE, 0}, numbers.cast(DType.INT32).toIntArray());
  }

  @Test
  void elementsAreCopied() {
    float[] elements = {1, 2};
    Tensor tensor = Tensor.of(elements);
    elements[0] = 5;
    tensor.toFloatArray()[1] = 5;
    assertTrue(tensor.sameElements(Tensor.of(new float[] {1, 2})));
  }

  @Test
  void equalityIsIdentity() {
    Tensor one = Tensor.scalar(1);
    assertEquals(one, one);
    assertFalse(one.equals(Tensor.scalar(1)));
    assertTrue(one.sameElements(Tensor.scalar(1)));
  }

  @Test
  void theGeneratorDecidesTheNumbers() {
    Tensor first = Tensor.normal(new SplittableRandom(3), 2, 2);
    assertTrue(first.sameElements(Tensor.normal(new SplittableRandom(3), 2, 2)));
    assertFalse(first.sameElements(Tensor.normal(new SplittableRandom(4), 2, 2)));
  }

  @Test
  void aLongReachesALongTensorExactly() {
    long odd = (1L << 53) + 1;
    Tensor zero = Tensor.zeros(DType.INT64, 1);
    assertEquals(odd, zero.add(odd).getLong(0));
    assertEquals(-odd, zero.subtract(odd).getLong(0));
    assertEquals(Long.MAX_VALUE, zero.maximum(Long.MAX_VALUE).getLong(0));
    assertEquals(odd, Tensor.full(DType.INT64, odd, 2).getLong(1));
    assertTrue(zero.add(odd).equalTo(odd).getBoolean(0));
    assertFalse(zero.add(odd).equalTo(odd - 1).getBoolean(0));
    assertTrue(zero.add(odd).greater(odd - 1).getBoolean(0));
    // other dtypes get it as any number
    assertEquals(1.5, Tensor.full(DType.FLOAT64, 0.5, 1).add(1L).getDouble(0));
    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(DType.INT32, 1).add(1L << 31));
  }

  @Test
  void thereIsNoGreatestOfNothing() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(2, 0).argmax(1));
    assertEquals("argmax or argmin of no elements of f32[2, 0]", Observation.message(thrown));
    assertEquals(0, Tensor.zeros(0, 3).argmax(1).dim(0));
  }

  @Test
  void indicesAreCheckedWhereSlicesAreEmpty() {
    Tensor wrong = Tensor.of(new int[] {0, 2});
    assertThrows(IndexOutOfBoundsException.class, () -> Tensor.zeros(2, 0).gather(0, wrong));
  }
}
