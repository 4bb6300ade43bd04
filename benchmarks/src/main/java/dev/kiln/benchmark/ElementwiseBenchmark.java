package dev.kiln.benchmark;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.kernel.tensor.Reductions;
import dev.kiln.kernel.tensor.SoftmaxKernels;
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
 * Kernels on a matrix of floats with {@value #COLUMNS} columns, each beside the loop that one
 * writes by hand. Both make a new array for the result.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ElementwiseBenchmark {
  private static final int COLUMNS = 128;

  @Param({"4096", "1048576"})
  private int elements;

  private NdArray a;
  private NdArray b;
  private NdArray row;
  private NdArray number;

  /** Random numbers about 0. */
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    a = matrix(random, elements / COLUMNS, COLUMNS);
    b = matrix(random, elements / COLUMNS, COLUMNS);
    row = matrix(random, COLUMNS);
    number = Creation.scalar(1.5f);
  }

  private static NdArray matrix(SplittableRandom random, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    float[] numbers = new float[shape.elements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-3, 3);
    }
    return NdArray.of(shape, numbers);
  }

  @Benchmark
  public NdArray add() {
    return Arithmetic.add(a, b);
  }

  @Benchmark
  public float[] addByHand() {
    float[] x = a.floats();
    float[] y = b.floats();
    float[] result = new float[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = x[i] + y[i];
    }
    return result;
  }

  @Benchmark
  public NdArray addNumber() {
    return Arithmetic.add(a, number);
  }

  @Benchmark
  public float[] addNumberByHand() {
    float[] x = a.floats();
    float y = number.floats()[0];
    float[] result = new float[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = x[i] + y;
    }
    return result;
  }

  @Benchmark
  public NdArray addRow() {
    return Arithmetic.add(a, row);
  }

  @Benchmark
  public float[] addRowByHand() {
    float[] x = a.floats();
    float[] y = row.floats();
    float[] result = new float[x.length];
    for (int start = 0; start < result.length; start += COLUMNS) {
      for (int i = 0; i < COLUMNS; i++) {
        result[start + i] = x[start + i] + y[i];
      }
    }
    return result;
  }

  @Benchmark
  public NdArray exp() {
    return Arithmetic.exp(a);
  }

  @Benchmark
  public float[] expByHand() {
    float[] x = a.floats();
    float[] result = new float[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) Math.exp(x[i]);
    }
    return result;
  }

  @Benchmark
  public NdArray tanh() {
    return Arithmetic.tanh(a);
  }

  @Benchmark
  public float[] tanhByHand() {
    float[] x = a.floats();
    float[] result = new float[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) Math.tanh(x[i]);
    }
    return result;
  }

  @Benchmark
  public NdArray softmax() {
    return SoftmaxKernels.softmax(a, 1);
  }

  @Benchmark
  public float[] softmaxByHand() {
    float[] x = a.floats();
    float[] result = new float[x.length];
    for (int start = 0; start < result.length; start += COLUMNS) {
      float greatest = Float.NEGATIVE_INFINITY;
      for (int i = start; i < start + COLUMNS; i++) {
        greatest = Math.max(greatest, x[i]);
      }
      double sum = 0;
      for (int i = start; i < start + COLUMNS; i++) {
        result[i] = (float) Math.exp(x[i] - greatest);
        sum += result[i];
      }
      for (int i = start; i < start + COLUMNS; i++) {
        result[i] /= (float) sum;
      }
    }
    return result;
  }

  @Benchmark
  public NdArray sum() {
    return Reductions.sum(a, false);
  }

  @Benchmark
  public float sumByHand() {
    double sum = 0;
    for (float x : a.floats()) {
      sum += x;
    }
    return (float) sum;
  }
}
