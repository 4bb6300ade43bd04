package dev.kiln.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.nn.Attention;
import dev.kiln.nn.Fourier;
import dev.kiln.nn.Random;
import dev.kiln.nn.Recurrent;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The statements of {@code docs/from-pytorch-and-numpy.md}. */
class DifferencesFromPyTorchTest {
  private static final Tensor INTEGERS = Tensor.of(new int[] {7, -7});

  @Test
  void dtypesAreNotPromoted() {
    Tensor doubles = Tensor.of(new double[] {1, 2});
    assertThrows(IllegalArgumentException.class, () -> INTEGERS.add(doubles));
    assertThrows(IllegalArgumentException.class, () -> INTEGERS.add(2.5));
    assertEquals(DType.INT32, INTEGERS.add(2).dtype());
    assertEquals(DType.FLOAT32, Tensor.of(new float[] {1}).add(2.5).dtype());
  }

  @Test
  void divisionsOfIntegersAreThoseOfJava() {
    assertArrayEquals(new int[] {3, -3}, INTEGERS.divide(2).array().ints());
    assertArrayEquals(new int[] {1, -1}, INTEGERS.remainder(3).array().ints());
  }

  @Test
  void castsAreThoseOfJava() {
    Tensor x = Tensor.of(new double[] {1e30, -1e30, Double.NaN});
    assertArrayEquals(
        new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 0}, x.cast(DType.INT32).array().ints());
  }

  @Test
  void indices() {
    Tensor x = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertEquals(DType.INT32, x.argmax(0).dtype());
    Tensor columns = x.gather(1, Tensor.of(new int[] {2, 0}));
    assertArrayEquals(new int[] {3, 1, 6, 4}, columns.array().ints());
    Tensor last = Tensor.of(new int[] {-1});
    assertArrayEquals(new int[] {4, 5, 6}, x.gather(0, last).array().ints());
    Tensor lasts = Tensor.of(new int[] {-1, 0}, 2, 1);
    assertArrayEquals(new int[] {3, 4}, x.gatherElements(1, lasts).array().ints());
    assertThrows(IllegalArgumentException.class, () -> x.slice(1, -2, 3));
    assertThrows(IllegalArgumentException.class, () -> x.slice(1, 0, 4));
    assertArrayEquals(new int[] {2, 3, 5, 6}, x.slice(1, -2, 9, 1).array().ints());
  }

  @Test
  void scatteringAndSorting() {
    Tensor zeros = Tensor.zeros(DType.INT32, 2);
    Tensor twice = Tensor.of(new int[] {0, 0});
    assertArrayEquals(
        new int[] {6, 0}, zeros.scatter(0, twice, Tensor.of(new int[] {5, 6})).array().ints());
    Tensor x = Tensor.of(new double[] {1, Double.NaN, 1, 0});
    assertArrayEquals(new int[] {3, 0, 2, 1}, x.argSort(0, false).array().ints());
    assertArrayEquals(new int[] {1, 0, 2, 3}, x.argSort(0, true).array().ints());
    assertEquals(DType.INT32, x.topKIndices(1, 0).dtype());
    assertEquals(DType.INT32, x.nonZero().dtype());
    Tensor truth = Tensor.scalar(true);
    assertEquals(DType.INT64, truth.where(1, 0).dtype());
    assertEquals(DType.FLOAT32, truth.where(1.0, 0.0).dtype());
  }

  @Test
  void variancesAreDividedByTheCount() {
    assertEquals(1.25, Tensor.of(new double[] {1, 2, 3, 4}).variance().toDoubleArray()[0]);
  }

  @Test
  void partsAndGrids() {
    Tensor x = Tensor.arange(DType.INT32, 5);
    assertEquals(3, x.chunk(4, 0).length);
    assertArrayEquals(new int[] {4}, x.chunk(4, 0)[2].array().ints());
    assertArrayEquals(new int[] {2, 3}, x.split(2, 0)[1].array().ints());
    Tensor grid = Tensor.meshgrid(x, Tensor.zeros(DType.INT32, 2))[0];
    assertArrayEquals(new int[] {5, 2}, grid.shape().toArray());
    assertEquals(3, grid.getInt(3, 1));
  }

  @Test
  void transposingSwapsTheLastTwoDimensions() {
    Tensor x = Tensor.zeros(DType.FLOAT32, 2, 3, 4);
    assertEquals("[2, 4, 3]", x.transpose().shape().toString());
    assertEquals("[4, 3, 2]", x.transpose(0, -1).shape().toString());
  }

  @Test
  void halvesAreRoundedToTheEvenNumber() {
    assertArrayEquals(
        new double[] {0, 2, 2}, Tensor.of(new double[] {0.5, 1.5, 2.5}).round().toDoubleArray());
  }

  @Test
  void remaindersOfEitherSign() {
    assertArrayEquals(new int[] {1, -1}, INTEGERS.remainder(3).toIntArray());
    assertArrayEquals(new int[] {1, 2}, INTEGERS.mod(3).toIntArray());
  }

  @Test
  void complexNumbersArePairs() {
    Tensor terms = Fourier.rfft(Tensor.of(new double[] {1, 0, 0}), 0);
    assertArrayEquals(new double[] {1, 0, 1, 0}, terms.toDoubleArray(), 1e-15);
  }

  @Test
  void varianceOfChannelsIsDividedByTheCount() {
    Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 4, 1);
    assertArrayEquals(new double[] {1.25}, x.channelVariance().toDoubleArray());
  }

  @Test
  void equalMaximaShareTheCotangentOfAdaptivePooling() {
    assertArrayEquals(
        new double[] {0.5, 0.5, 0},
        slopes(x -> x.reshape(1, 1, 1, 3).adaptiveMaxPool2d(1, 1), 2, 2, 1));
  }

  @Test
  void equalKeysGiveEqualNumbers() {
    Tensor key = Random.key(7);
    assertTrue(Random.normal(key, 4).sameElements(Random.normal(key, 4)));
    Tensor x = Tensor.ones(8);
    assertTrue(Random.dropout(x, key, 0.5).sameElements(Random.dropout(x, key, 0.5)));
  }

  @Test
  void queriesThatAttendToNothingGiveZero() {
    Tensor x = Tensor.ones(1, 2);
    Tensor result = Attention.scaledDotProduct(x, x, x, Tensor.of(new boolean[] {false}));
    assertArrayEquals(new float[2], result.toFloatArray());
  }

  @Test
  void statesOfLstmCellsAreOneTensor() {
    Tensor weights = Tensor.zeros(8, 2);
    Tensor bias = Tensor.zeros(8);
    Tensor state = Tensor.ones(2, 1, 2);
    Tensor next = Recurrent.lstmCell(Tensor.ones(1, 2), state, weights, weights, bias, bias);
    assertArrayEquals(new float[] {0.5f, 0.5f}, next.get(1, 0).toFloatArray());
  }

  @Test
  void slopesAtKinks() {
    assertArrayEquals(new double[] {0}, slopes(Tensor::relu, 0));
    assertArrayEquals(new double[] {0}, slopes(Tensor::abs, 0));
    assertArrayEquals(new double[] {0.5}, slopes(x -> x.maximum(1), 1));
    assertArrayEquals(new double[] {0.5}, slopes(x -> x.minimum(1), 1));
    assertArrayEquals(new double[] {1}, slopes(x -> x.clip(0, 1), 1));
    assertArrayEquals(new double[] {0.5, 0.5, 0}, slopes(Tensor::max, 2, 2, 1));
    assertArrayEquals(new double[] {0}, slopes(x -> x.sqrt().multiply(0), 0));
    assertArrayEquals(new double[] {1, 2, 0}, slopes(x -> x.cumMax(0), 2, 2, 1));
    assertArrayEquals(new double[] {0, 6, 0}, slopes(x -> x.prod(), 2, 0, 3));
  }

  private static double[] slopes(UnaryOperator<Tensor> function, double... at) {
    Tensor x = Tensor.of(at);
    try (Tape tape = Tape.open()) {
      return tape.gradient(function.apply(x).sum(), x).get(0).toDoubleArray();
    }
  }
}
