package dev.kiln.benchmark;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.matrix.Convolutions;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The second convolution of LeNet on 32 images: 16 filters of 5 x 5 on 6 channels of 14 x 14. The
 * loops by hand compute the convolution, not its adjoints.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvolutionBenchmark {
  private static final int[] GEOMETRY = {1, 0, 1, 1, 0, 1, 1};
  private static final int IMAGES = 32;
  private static final int CHANNELS = 6;
  private static final int SIZE = 14;
  private static final int FILTERS = 16;
  private static final int FILTER_SIZE = 5;
  private static final int RESULT_SIZE = SIZE - FILTER_SIZE + 1;

  static final double FLOPS =
      2.0 * (IMAGES * FILTERS * RESULT_SIZE * RESULT_SIZE) * (CHANNELS * FILTER_SIZE * FILTER_SIZE);

  private NdArray images;
  private NdArray filters;
  private NdArray cotangent;

  /** Checks that the two agree before they are compared. */
  @Setup
  public void check() {
    images = numbers(IMAGES, CHANNELS, SIZE, SIZE);
    filters = numbers(FILTERS, CHANNELS, FILTER_SIZE, FILTER_SIZE);
    cotangent = numbers(IMAGES, FILTERS, RESULT_SIZE, RESULT_SIZE);
    float[] byHand = byHand();
    float[] convolution = convolution().floats();
    for (int i = 0; i < byHand.length; i++) {
      if (Math.abs(byHand[i] - convolution[i]) > 1e-3) {
        throw new AssertionError("the convolutions differ");
      }
    }
  }

  private static NdArray numbers(int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    SplittableRandom random = new SplittableRandom(sizes[0]);
    float[] numbers = new float[shape.elements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return NdArray.of(shape, numbers);
  }

  /** Kiln's kernel. */
  @Benchmark
  public NdArray convolution() {
    return Convolutions.conv2d(images, filters, GEOMETRY);
  }

  /** The adjoint by the images. */
  @Benchmark
  public NdArray adjointByImages() {
    return Convolutions.conv2dImages(cotangent, filters, GEOMETRY, images.shape().toArray());
  }

  /** The adjoint by the filters. */
  @Benchmark
  public NdArray adjointByFilters() {
    return Convolutions.conv2dFilters(images, cotangent, GEOMETRY, filters.shape().toArray());
  }

  /** The loops, the innermost one along the rows of the result. */
  @Benchmark
  public float[] byHand() {
    float[] x = images.floats();
    float[] w = filters.floats();
    float[] result = new float[IMAGES * FILTERS * RESULT_SIZE * RESULT_SIZE];
    for (int plane = 0; plane < IMAGES * FILTERS; plane++) {
      int image = plane / FILTERS;
      int filter = plane % FILTERS;
      for (int row = 0; row < RESULT_SIZE; row++) {
        int to = (plane * RESULT_SIZE + row) * RESULT_SIZE;
        for (int channel = 0; channel < CHANNELS; channel++) {
          for (int i = 0; i < FILTER_SIZE; i++) {
            int from = ((image * CHANNELS + channel) * SIZE + row + i) * SIZE;
            int by = ((filter * CHANNELS + channel) * FILTER_SIZE + i) * FILTER_SIZE;
            for (int j = 0; j < FILTER_SIZE; j++) {
              float factor = w[by + j];
              for (int column = 0; column < RESULT_SIZE; column++) {
                result[to + column] += factor * x[from + column + j];
              }
            }
          }
        }
      }
    }
    return result;
  }
}
