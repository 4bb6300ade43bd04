package dev.kiln.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.testkit.run.Observation;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Convolutions and pooling against the definition, element by element. */
class ConvolutionTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(23);

  /** The example "with padding" of Conv in the specification of ONNX. */
  @Test
  void theExampleOfOnnx() {
    double[] pixels = new double[25];
    for (int i = 0; i < 25; i++) {
      pixels[i] = i;
    }
    Tensor image = Tensor.of(pixels, 1, 1, 5, 5);
    Tensor ones = Tensor.ones(DType.FLOAT64, 1, 1, 3, 3);
    double[] padded = {
      12, 21, 27, 33, 24, 33, 54, 63, 72, 51, 63, 99, 108, 117, 81, 93, 144, 153, 162, 111, 72, 111,
      117, 123, 84
    };
    assertArrayEquals(padded, image.conv2d(ones, 1, 1).toDoubleArray());
    double[] inside = {54, 63, 72, 99, 108, 117, 144, 153, 162};
    assertArrayEquals(inside, image.conv2d(ones, 1, 0).toDoubleArray());
    assertArrayEquals(
        new double[] {12, 27, 24, 63, 108, 81, 72, 117, 84},
        image.conv2d(ones, 2, 1).toDoubleArray());
  }

  @Test
  void convolutionsAreTheirDefinition() {
    for (int stride = 1; stride <= 3; stride++) {
      for (int padding = 0; padding <= 2; padding++) {
        for (int dilation = 1; dilation <= 2; dilation++) {
          for (int groups : new int[] {1, 2}) {
            check(stride, padding, dilation, groups);
          }
        }
      }
    }
  }

  private static void check(int stride, int padding, int dilation, int groups) {
    Tensor images = random(2, 4, 7, 6);
    Tensor filters = random(6, 4 / groups, 3, 2);
    Tensor result = images.conv2d(filters, stride, padding, dilation, groups);
    int rows = (7 + 2 * padding - 2 * dilation - 1) / stride + 1;
    int columns = (6 + 2 * padding - dilation - 1) / stride + 1;
    assertEquals(List.of(2, 6, rows, columns).toString(), result.shape().toString());
    for (int n = 0; n < 2; n++) {
      for (int o = 0; o < 6; o++) {
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            double sum = 0;
            for (int channel = 0; channel < 4 / groups; channel++) {
              for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 2; j++) {
                  int row = r * stride - padding + i * dilation;
                  int column = c * stride - padding + j * dilation;
                  if (row >= 0 && row < 7 && column >= 0 && column < 6) {
                    int from = o / (6 / groups) * (4 / groups) + channel;
                    sum += at(images, n, from, row, column) * at(filters, o, channel, i, j);
                  }
                }
              }
            }
            assertEquals(sum, at(result, n, o, r, c), 1e-13);
          }
        }
      }
    }
  }

  @Test
  void poolsAreMaximaAndMeansOfWindows() {
    Tensor images = random(2, 3, 7, 5);
    for (int size = 1; size <= 3; size++) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int padding = 0; 2 * padding <= size; padding++) {
          Tensor greatest = images.maxPool2d(size, stride, padding);
          Tensor means = images.averagePool2d(size, stride, padding);
          int rows = (7 + 2 * padding - size) / stride + 1;
          int columns = (5 + 2 * padding - size) / stride + 1;
          assertEquals(List.of(2, 3, rows, columns).toString(), greatest.shape().toString());
          for (int i = 0; i < 2 * 3 * rows * columns; i++) {
            int plane = i / (rows * columns);
            double maximum = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int k = 0; k < size * size; k++) {
              int row = i / columns % rows * stride - padding + k / size;
              int column = i % columns * stride - padding + k % size;
              if (row >= 0 && row < 7 && column >= 0 && column < 5) {
                double element = at(images, plane / 3, plane % 3, row, column);
                maximum = Math.max(maximum, element);
                sum += element;
              }
            }
            assertEquals(maximum, greatest.toDoubleArray()[i]);
            assertEquals(sum / size / size, means.toDoubleArray()[i], 1e-15);
          }
        }
      }
    }
  }

  /** As in PyTorch: the cotangent goes to the first of equal elements, and NaN is the greatest. */
  @Test
  void tiesAndNaN() {
    Tensor x = Tensor.of(new double[] {1, 1, 1, 1}, 1, 1, 2, 2);
    try (Tape tape = Tape.open()) {
      Tensor gradient = tape.gradient(x.maxPool2d(2, 2, 0).sum(), x).get(0);
      assertArrayEquals(new double[] {1, 0, 0, 0}, gradient.toDoubleArray());
    }
    Tensor y = Tensor.of(new double[] {1, Double.NaN, 3, 4}, 1, 1, 2, 2);
    assertArrayEquals(new double[] {Double.NaN}, y.maxPool2d(2, 1, 0).toDoubleArray());
  }

  @Test
  void refusals() {
    Tensor images = random(1, 2, 3, 3);
    assertEquals(
        "conv2d of images f64[1, 2, 3, 3] in 1 groups expects filters of the same dtype and of"
            + " shape [outputs, channels / groups, rows, columns], not f64[1, 3, 2, 2]",
        Observation.message(
            assertThrows(
                IllegalArgumentException.class, () -> images.conv2d(random(1, 3, 2, 2), 1, 0))));
    assertEquals(
        "a window that reaches over 4 does not fit 3 with its padding",
        Observation.message(
            assertThrows(
                IllegalArgumentException.class, () -> images.conv2d(random(1, 2, 4, 4), 1, 0))));
    assertThrows(IllegalArgumentException.class, () -> images.conv2d(images, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> images.maxPool2d(2, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> images.flatten(0).maxPool2d(2, 1, 0));
  }

  private static double at(Tensor tensor, int... index) {
    int position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      position = position * tensor.dim(axis) + index[axis];
    }
    return tensor.toDoubleArray()[position];
  }

  private static Tensor random(int... sizes) {
    int count = 1;
    for (int size : sizes) {
      count *= size;
    }
    return Tensor.of(RANDOM.doubles(count, -1, 1).toArray(), sizes);
  }
}
