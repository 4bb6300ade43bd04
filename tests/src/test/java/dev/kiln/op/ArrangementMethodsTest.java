package dev.kiln.op;

import static dev.kiln.op.Elements.assertAre;
import static dev.kiln.op.Elements.counted;
import static dev.kiln.op.Elements.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rearrangements against loops over the elements of the result. */
class ArrangementMethodsTest {
  private static final Tensor FIVE = Tensor.of(new int[] {0, 1, 2, 3, 4});

  /** The indices that Python's slices have, for every start, end and step. */
  @Test
  void slicesWithStepsArePythons() {
    for (int n = 0; n < 5; n++) {
      Tensor x = Tensor.arange(DType.INT32, n);
      for (int start = -6; start <= 6; start++) {
        for (int end = -6; end <= 6; end++) {
          for (int step : new int[] {-3, -2, -1, 1, 2, 3}) {
            assertArrayEquals(
                python(n, start, end, step), x.slice(0, start, end, step).toIntArray());
          }
        }
      }
    }
    assertArrayEquals(
        new int[] {4, 3, 2, 1, 0}, FIVE.slice(0, -1, Integer.MIN_VALUE, -1).toIntArray());
    assertArrayEquals(new int[] {1, 4}, FIVE.slice(-1, 1, Integer.MAX_VALUE, 3).toIntArray());
    assertAre(shape(2, 2), i -> 4 * i[0] + 3 - 2 * i[1], counted(2, 4).slice(1, -1, -5, -2));
  }

  private static int[] python(int n, int start, int end, int step) {
    List<Integer> indices = new ArrayList<>();
    int first = start < 0 ? start + n : start;
    int last = end < 0 ? end + n : end;
    if (step > 0) {
      for (int i = Math.max(first, 0); i < Math.min(last, n); i += step) {
        indices.add(i);
      }
    } else {
      for (int i = Math.min(first, n - 1); i > Math.max(last, -1); i += step) {
        indices.add(i);
      }
    }
    return indices.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void repeatedAndRolled() {
    assertAre(shape(2, 6), i -> 3 * i[0] + i[1] / 2, counted(2, 3).repeat(1, 2));
    assertAre(shape(6, 2), i -> 2 * (i[0] / 3) + i[1], counted(2, 2).repeat(-2, 3));
    assertAre(shape(0, 3), i -> 0, counted(2, 3).repeat(0, 0));
    for (int shift : new int[] {0, 1, 2, -1, 7, -11, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertAre(
          shape(2, 5),
          i -> 5L * i[0] + Math.floorMod((long) i[1] - shift, 5L),
          counted(2, 5).roll(1, shift));
    }
    assertAre(shape(0, 2), i -> 0, counted(0, 2).roll(0, 3));
    assertAre(shape(0, 2), i -> 0, counted(0, 2).roll(1, 3));
  }

  @Test
  void padded() {
    Tensor x = counted(2, 3);
    assertAre(
        shape(2, 6), i -> i[1] < 2 || i[1] > 4 ? 7.5 : 3 * i[0] + i[1] - 2, x.pad(1, 2, 1, 7.5));
    assertAre(shape(4, 3), i -> i[0] % 3 == 0 ? -1 : 3 * i[0] - 3 + i[1], x.pad(-2, 1, 1, -1));
    assertAre(shape(2, 2), i -> 5, counted(2, 0).pad(1, 1, 1, 5));
    assertAre(
        shape(2, 7), i -> 3 * i[0] + Math.max(0, Math.min(2, i[1] - 2)), x.pad(1, 2, 2, "edge"));
    // NumPy: np.pad([0, 1, 2], (4, 4), ..)
    Tensor three = Tensor.of(new int[] {0, 1, 2});
    assertArrayEquals(
        new int[] {0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2}, three.pad(0, 4, 4, "reflect").toIntArray());
    assertArrayEquals(
        new int[] {2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0}, three.pad(0, 4, 4, "wrap").toIntArray());
    assertAre(shape(2, 0), i -> 0, counted(2, 0).pad(1, 0, 0, "wrap"));
    assertArrayEquals(
        new int[] {2, 2, 2}, three.slice(0, 2, 3).pad(0, 1, 1, "reflect").toIntArray());
    for (String mode : List.of("edge", "reflect", "wrap")) {
      assertThrows(IndexOutOfBoundsException.class, () -> counted(0).pad(0, 1, 0, mode));
    }
    assertEquals(
        "pad: no mode \"mirror\"; there are \"edge\", \"reflect\" and \"wrap\"",
        assertThrows(TypeMismatchException.class, () -> x.pad(0, 1, 1, "mirror")).getMessage());
    assertEquals(
        "pad: a negative number of elements, -1",
        assertThrows(TypeMismatchException.class, () -> x.pad(0, -1, 1, "edge")).getMessage());
  }

  @Test
  void stretchedAndOnDiagonals() {
    assertAre(shape(2, 3), i -> i[1], counted(3).expandAs(counted(2, 3)));
    assertAre(shape(2, 3, 3), i -> i[1] == i[2] ? 3 * i[0] + i[1] : 0, counted(2, 3).diagEmbed());
    assertAre(shape(0, 0), i -> 0, counted(0).diagEmbed());
    assertThrows(TypeMismatchException.class, () -> Tensor.scalar(1).diagEmbed());
  }

  @Test
  void windows() {
    Tensor x = counted(2, 5, 2);
    for (int size = 0; size <= 5; size++) {
      for (int step = 1; step <= 3; step++) {
        int by = step;
        assertAre(
            shape(2, (5 - size) / step + 1, 2, size),
            i -> 10 * i[0] + 2 * (i[1] * by + i[3]) + i[2],
            x.unfold(1, size, step));
      }
    }
    assertThrows(TypeMismatchException.class, () -> x.unfold(1, 6, 1));
    assertThrows(TypeMismatchException.class, () -> x.unfold(1, 2, 0));
  }

  @Test
  void blocksAndDepth() {
    Tensor x = counted(2, 3, 4, 6);
    assertAre(
        shape(2, 12, 2, 3),
        i -> {
          int block = i[1] / 3;
          int row = 2 * i[2] + block / 2;
          int column = 2 * i[3] + block % 2;
          return ((3 * i[0] + i[1] % 3) * 4 + row) * 6 + column;
        },
        x.spaceToDepth(2));
    assertEquals(true, x.spaceToDepth(2).depthToSpace(2).sameElements(x));
    // the example of ONNX DepthToSpace, mode DCR
    Tensor deep = Tensor.of(new int[] {0, 1, 2, 9, 10, 11, 18, 19, 20, 27, 28, 29}, 1, 4, 1, 3);
    assertArrayEquals(
        new int[] {0, 9, 1, 10, 2, 11, 18, 27, 19, 28, 20, 29}, deep.depthToSpace(2).toIntArray());
    assertEquals(
        "spaceToDepth: 4 is not divisible by 3",
        assertThrows(TypeMismatchException.class, () -> x.spaceToDepth(3)).getMessage());
    assertThrows(TypeMismatchException.class, () -> x.spaceToDepth(0));
    assertThrows(TypeMismatchException.class, () -> x.depthToSpace(2));
    assertThrows(TypeMismatchException.class, () -> counted(2, 2).depthToSpace(2));
  }

  @Test
  void createdNumbers() {
    assertArrayEquals(new int[] {3, 5, 7}, Tensor.arange(DType.INT32, 3, 9, 2).toIntArray());
    assertArrayEquals(
        new double[] {1, 0.75, 0.5}, Tensor.arange(DType.FLOAT64, 1, 0.25, -0.25).toDoubleArray());
    assertArrayEquals(new long[0], Tensor.arange(DType.INT64, 3, 3, 1).toLongArray());
    assertArrayEquals(new long[0], Tensor.arange(DType.INT64, 3, 1, 1).toLongArray());
    assertThrows(IllegalArgumentException.class, () -> Tensor.arange(DType.INT32, 0, 3, 0.5));
    assertThrows(IllegalArgumentException.class, () -> Tensor.arange(DType.FLOAT32, 0, 3, 0));
    assertThrows(IllegalArgumentException.class, () -> Tensor.arange(DType.BOOL, 0, 3, 1));
    assertArrayEquals(
        new double[] {-1, -0.5, 0, 0.5, 1},
        Tensor.linspace(DType.FLOAT64, -1, 1, 5).toDoubleArray());
    assertArrayEquals(new float[] {0.1f}, Tensor.linspace(DType.FLOAT32, 0.1, 1, 1).toFloatArray());
    assertEquals(0, Tensor.linspace(DType.FLOAT32, 0, 1, 0).dim(0));
    assertEquals(0.3, Tensor.linspace(DType.FLOAT64, 0.1, 0.3, 8).getDouble(7));
    assertThrows(IllegalArgumentException.class, () -> Tensor.linspace(DType.INT32, 0, 1, 3));
    assertAre(shape(2, 3), i -> i[0] == i[1] ? 1 : 0, Tensor.eye(DType.INT32, 2, 3));
    assertAre(shape(3, 1), i -> i[0] == i[1] ? 1 : 0, Tensor.eye(DType.FLOAT32, 3, 1));
    assertAre(shape(2, 0), i -> 0, Tensor.eye(DType.BOOL, 2, 0));
  }

  @Test
  void randomNumbersOfAnyFloatingDType() {
    Tensor wide = Tensor.uniform(DType.FLOAT64, new SplittableRandom(1), 1000);
    assertEquals(0.5, wide.mean().toDouble(), 0.03);
    assertEquals(1.0 / 12, wide.variance().toDouble(), 0.01);
    assertEquals(
        1, Tensor.normal(DType.FLOAT64, new SplittableRandom(2), 1000).variance().toDouble(), 0.1);
    assertEquals(
        true,
        Tensor.uniform(DType.FLOAT32, new SplittableRandom(3), 2, 3)
            .sameElements(Tensor.uniform(new SplittableRandom(3), 2, 3)));
    assertEquals(
        true,
        Tensor.normal(DType.FLOAT32, new SplittableRandom(3), 2, 3)
            .sameElements(Tensor.normal(new SplittableRandom(3), 2, 3)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Tensor.uniform(DType.INT32, new SplittableRandom(1), 2));
  }

  @Test
  void derivatives() {
    check(x -> x.slice(1, -1, -4, -2), 2, 4);
    check(x -> x.repeat(0, 2), 2, 3);
    check(x -> x.roll(-1, 2), 2, 3);
    check(x -> x.pad(0, 2, 1, 3.0), 2, 2);
    check(x -> x.pad(0, 2, 1, "edge"), 2, 2);
    check(x -> x.pad(1, 2, 1, "reflect"), 2, 3);
    check(x -> x.pad(1, 2, 1, "wrap"), 1, 3);
    check(Tensor::diagEmbed, 2, 3);
    check(x -> x.unfold(0, 2, 1), 4);
    check(x -> x.spaceToDepth(2), 1, 1, 2, 4);
    check(x -> x.depthToSpace(2), 1, 4, 1, 2);
    FiniteDifferences.check(
        x -> x.get(0).pad(0, 1, 2, x.get(1)).square(),
        List.of(TensorCase.values(1, 3), TensorCase.values(2)));
  }

  private static void check(java.util.function.UnaryOperator<Tensor> function, int... sizes) {
    FiniteDifferences.check(
        x -> function.apply(x.get(0)).square(), List.of(TensorCase.values(1, sizes)));
  }
}
