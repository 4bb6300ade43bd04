package dev.kiln.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
  /** Example i is (2 i, 2 i + 1) with the label i. */
  private static final Dataset TEN =
      new Dataset(Tensor.arange(DType.FLOAT32, 20).reshape(10, 2), Tensor.arange(DType.INT32, 10));

  @Test
  void batchesAreAllExamplesOnceWithTheirLabels() {
    List<Dataset> batches = TEN.batches(4, 7);
    assertEquals(List.of(4, 4, 2), batches.stream().map(Dataset::size).toList());
    int[] labels =
        batches.stream().flatMapToInt(each -> IntStream.of(each.y().toIntArray())).toArray();
    float[] first = new float[10];
    int at = 0;
    for (Dataset each : batches) {
      float[] x = each.x().toFloatArray();
      for (int i = 0; i < each.size(); i++) {
        first[at] = x[2 * i];
        assertEquals(2f * labels[at++], x[2 * i]);
      }
    }
    Arrays.sort(labels);
    assertArrayEquals(IntStream.range(0, 10).toArray(), labels);
  }

  @Test
  void theKeyAloneDeterminesTheOrder() {
    assertArrayEquals(TEN.shuffled(3).y().toIntArray(), TEN.batches(10, 3).get(0).y().toIntArray());
    assertNotEquals(
        Arrays.toString(TEN.shuffled(3).y().toIntArray()),
        Arrays.toString(TEN.shuffled(4).y().toIntArray()));
  }

  @Test
  void partsAreTaken() {
    assertArrayEquals(new int[] {3, 4}, TEN.slice(3, 5).y().toIntArray());
    assertArrayEquals(new float[] {18, 19, 0, 1}, TEN.at(9, 0).x().toFloatArray());
  }

  @Test
  void aSplitHasEachExampleOnce() {
    List<Dataset> parts = TEN.split(0.68, 5);
    assertEquals(List.of(7, 3), parts.stream().map(Dataset::size).toList());
    int[] labels =
        parts.stream().flatMapToInt(each -> IntStream.of(each.y().toIntArray())).sorted().toArray();
    assertArrayEquals(IntStream.range(0, 10).toArray(), labels);
    assertThrows(IllegalArgumentException.class, () -> TEN.split(0.04, 5));
    assertThrows(IllegalArgumentException.class, () -> TEN.split(Double.NaN, 5));
    assertThrows(IllegalArgumentException.class, () -> TEN.split(1, 5));
  }

  @Test
  void thereAreAsManyTargetsAsExamples() {
    assertThrows(
        IllegalArgumentException.class, () -> new Dataset(Tensor.zeros(3, 2), Tensor.zeros(2)));
    assertThrows(
        IllegalArgumentException.class, () -> new Dataset(Tensor.scalar(1f), Tensor.scalar(1f)));
    assertThrows(IllegalArgumentException.class, () -> TEN.batches(0, 1));
  }
}
