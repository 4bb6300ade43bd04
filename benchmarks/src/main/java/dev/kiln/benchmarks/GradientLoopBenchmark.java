package dev.kiln.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The gradient of 1000 rounds of a scalar loop beside its reverse written by hand. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Benchmark)
public class GradientLoopBenchmark {
  private static final int ROUNDS = 1000;

  private double x = 0.7;
  private final CompiledLoops compiled = new CompiledLoops();

  @Benchmark
  public CompiledLoops.RecurrenceGradient generated() {
    return compiled.recurrenceGradient(x, ROUNDS);
  }

  /** Forward keeping each {@code y}, then backward. */
  @Benchmark
  public double handWritten() {
    double[] kept = new double[ROUNDS];
    double y = x;
    int rounds = 0;
    while (rounds < ROUNDS && y < 1e6) {
      kept[rounds++] = y;
      y = y * y * 0.25 + x * 0.5;
    }
    double dY = 1;
    double dX = 0;
    for (int i = rounds - 1; i >= 0; i--) {
      dX += dY * 0.5;
      dY = dY * 0.5 * kept[i];
    }
    return y + dX + dY;
  }
}
