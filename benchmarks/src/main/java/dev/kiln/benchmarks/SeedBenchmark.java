package dev.kiln.benchmarks;

import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The seed's loop, per iteration, in each mode beside Java written by hand. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Benchmark)
public class SeedBenchmark {
  private static final int GAP = 10_000;

  private int second = GAP;
  private final Loops eager = new Loops();
  private final Loops compiled = new CompiledLoops();
  private final Session scalars = new Session(LoopsGraphs.count());
  private final Session tensors = new Session(LoopsGraphs.countTensors());

  /** The loop as a person writes it. */
  @Benchmark
  @OperationsPerInvocation(GAP)
  public int handWritten() {
    int first = 0;
    int other = second;
    while (first < other) {
      first += 2;
      other += 1;
    }
    return first + other;
  }

  @Benchmark
  @OperationsPerInvocation(GAP)
  public Loops.Counters compiled() {
    return compiled.count(0, second);
  }

  @Benchmark
  @OperationsPerInvocation(GAP)
  public Results sessionOnScalars() {
    return scalars.run(Feeds.of("first", 0).and("second", second));
  }

  @Benchmark
  @OperationsPerInvocation(GAP)
  public Results sessionOnTensors() {
    return tensors.run(Feeds.of("first", Tensor.scalar(0)).and("second", Tensor.scalar(second)));
  }

  @Benchmark
  @OperationsPerInvocation(GAP)
  public Loops.CounterTensors eagerTensors() {
    return eager.countTensors(Tensor.scalar(0), Tensor.scalar(second));
  }
}
