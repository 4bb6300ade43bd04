package dev.kiln.benchmark;

import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
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

/** The gradient of a data-dependent loop of about a thousand steps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GradientLoopBenchmark {
  private final CompiledOrbit compiled = new CompiledOrbit();
  private final Session session = new Session(OrbitGraphs.settleGradient());
  private double x = 0.5;
  private double a = 2;
  private double tolerance = 1e-5;

  /** Checks that the two gradients are the same before they are compared. */
  @Setup
  public void check() {
    CompiledOrbit.SettleGradient generated = generated();
    SameGradient.require(
        handWritten(), new double[] {generated.value(), generated.x(), generated.a()});
  }

  /** Forward with a growing array, and back. */
  @Benchmark
  public double[] handWritten() {
    double[] states = new double[64];
    int steps = 0;
    double state = x;
    while (Math.abs(a * Math.sin(state) - state) > tolerance) {
      if (steps == states.length) {
        states = Arrays.copyOf(states, 2 * steps);
      }
      states[steps++] = state;
      state = state + 0.01 * (a * Math.sin(state) - state);
    }
    double dState = 1;
    double dA = 0;
    for (int i = steps - 1; i >= 0; i--) {
      double before = states[i];
      dA += dState * 0.01 * Math.sin(before);
      dState += dState * 0.01 * (a * Math.cos(before) - 1);
    }
    return new double[] {state, dState, dA};
  }

  /** The generated reverse mode. */
  @Benchmark
  public CompiledOrbit.SettleGradient generated() {
    return compiled.settleGradient(x, a, tolerance);
  }

  /** The same graph in a session. */
  @Benchmark
  public Results inSession() {
    return session.run(Feeds.of("x", x).and("a", a).and("tolerance", tolerance));
  }
}
