package dev.kiln.benchmark;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.matrix.MatrixProducts;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Products of float matrices against the three loops by hand. With {@code -jvmArgsAppend
 * "--add-modules jdk.incubator.vector"} Kiln uses the Vector API.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatrixProductBenchmark {
  /** What {@link KernelTimes} measures. */
  static final String SHAPES = "64x64x64 256x256x256 512x512x512 1x784x256 32x784x256";

  /** Rows, inner size and columns. */
  @Param({"64x64x64", "256x256x256", "512x512x512", "1x784x256", "32x784x256"})
  private String shape;

  private int rows;
  private int inner;
  private int columns;
  private float[] left;
  private float[] right;
  private NdArray leftMatrix;
  private NdArray rightMatrix;

  /** For JMH, which sets the shape. */
  public MatrixProductBenchmark() {}

  MatrixProductBenchmark(String shape) {
    this.shape = shape;
  }

  double flops() {
    return 2.0 * rows * inner * columns;
  }

  /** Checks that the two agree before they are compared. */
  @Setup
  public void check() {
    int[] sizes = Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
    rows = sizes[0];
    inner = sizes[1];
    columns = sizes[2];
    left = numbers(rows * inner);
    right = numbers(inner * columns);
    leftMatrix = NdArray.of(TensorShape.of(rows, inner), left);
    rightMatrix = NdArray.of(TensorShape.of(inner, columns), right);
    float[] byHand = byHand();
    float[] product = product().floats();
    for (int i = 0; i < byHand.length; i++) {
      if (Math.abs(byHand[i] - product[i]) > 1e-3) {
        throw new AssertionError("the products differ");
      }
    }
  }

  private static float[] numbers(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  /** Kiln's kernel. */
  @Benchmark
  public NdArray product() {
    return MatrixProducts.matmul(leftMatrix, rightMatrix);
  }

  /** The loops in the order that is best for the cache. */
  @Benchmark
  public float[] byHand() {
    float[] result = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        float factor = left[i * inner + k];
        for (int j = 0; j < columns; j++) {
          result[i * columns + j] += factor * right[k * columns + j];
        }
      }
    }
    return result;
  }
}
