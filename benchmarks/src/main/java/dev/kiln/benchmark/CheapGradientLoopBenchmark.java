package dev.kiln.benchmark;

import java.util.Arrays;
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
 * The gradient of a data-dependent loop of about a thousand steps that are cheap, so that saving
 * and restoring show.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CheapGradientLoopBenchmark {
  private final CompiledRecurrence compiled = new CompiledRecurrence();
  private double x = 1.99999;
  private double y = 0.5;
  private double tolerance = 2.6e-6;

  /** Checks that the two gradients are the same before they are compared. */
  @Setup
  public void check() {
    CompiledRecurrence.SettleGradient generated = generated();
    SameGradient.require(
        handWritten(), new double[] {generated.value(), generated.x(), generated.y()});
  }

  /** Forward with a growing array, and back. */
  @Benchmark
  public double[] handWritten() {
    double[] states = new double[64];
    int steps = 0;
    double state = y;
    double step = 1;
    while (step > tolerance) {
      if (steps == states.length) {
        states = Arrays.copyOf(states, 2 * steps);
      }
      states[steps++] = state;
      double next = state * state / 4 + x / 2;
      step = Math.abs(next - state);
      state = next;
    }
    double dState = 1;
    double dX = 0;
    for (int i = steps - 1; i >= 0; i--) {
      dX += dState / 2;
      dState = dState * states[i] / 2;
    }
    return new double[] {state, dX, dState};
  }

  /** The generated reverse mode. */
  @Benchmark
  public CompiledRecurrence.SettleGradient generated() {
    return compiled.settleGradient(x, y, tolerance);
  }
}
