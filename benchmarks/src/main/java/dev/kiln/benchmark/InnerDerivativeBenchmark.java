package dev.kiln.benchmark;

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

/** A thousand steps with a force that is a derivative, against the same force by hand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InnerDerivativeBenchmark {
  private static final int STEPS = 1000;

  private final CompiledPendulum compiled = new CompiledPendulum();
  private double angle = 0.75;
  private double stiffness = 0.1;

  /** Checks that the two gradients are the same before they are compared. */
  @Setup
  public void check() {
    CompiledPendulum.SwingGradient inner = gradient();
    CompiledPendulum.SwingByHandGradient byHand = gradientByHand();
    SameGradient.require(
        new double[] {byHand.value(), byHand.angle(), byHand.stiffness()},
        new double[] {inner.value(), inner.angle(), inner.stiffness()});
  }

  /** The force is the derivative of the energy. */
  @Benchmark
  public double method() {
    return compiled.swing(angle, stiffness, STEPS);
  }

  /** The force is written by hand. */
  @Benchmark
  public double methodByHand() {
    return compiled.swingByHand(angle, stiffness, STEPS);
  }

  /** The derivative through the derivative. */
  @Benchmark
  public CompiledPendulum.SwingGradient gradient() {
    return compiled.swingGradient(angle, stiffness, STEPS);
  }

  /** The derivative of the code that is written by hand. */
  @Benchmark
  public CompiledPendulum.SwingByHandGradient gradientByHand() {
    return compiled.swingByHandGradient(angle, stiffness, STEPS);
  }
}
