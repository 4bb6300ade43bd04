package dev.kiln.benchmark;

import java.util.Arrays;
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

/** What {@code @Checkpoint} costs where each iteration makes a new state. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CheckpointBenchmark {
  private static final double W = 0.001;

  private final CompiledSteps compiled = new CompiledSteps();

  @Param({"10", "100", "1000"})
  private int length;

  @Param("1000")
  private int steps;

  private double[] x;

  /** Checks that the two gradients are the same, bit for bit, before they are compared. */
  @Setup
  public void check() {
    x = new double[length];
    for (int i = 0; i < length; i++) {
      x[i] = Math.cos(i);
    }
    if (!Arrays.equals(kept().x(), bounded().x())) {
      throw new AssertionError("the gradients differ");
    }
  }

  /** The method itself. */
  @Benchmark
  public double primal() {
    return compiled.kept(x, W, steps);
  }

  /** The gradient that keeps all states. */
  @Benchmark
  public CompiledSteps.KeptGradient kept() {
    return compiled.keptGradient(x, W, steps);
  }

  /** The gradient that keeps some. */
  @Benchmark
  public CompiledSteps.BoundedGradient bounded() {
    return compiled.boundedGradient(x, W, steps);
  }
}
