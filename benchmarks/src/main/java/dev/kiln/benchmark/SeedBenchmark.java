package dev.kiln.benchmark;

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

/** What one iteration of the seed's loop costs in each mode. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SeedBenchmark {
  /** The distance of the counters, and so the number of iterations. */
  private static final int GAP = 1000;

  private final Counter eager = new Counter();
  private final Counter compiled = new CompiledCounter();
  private final Session scalars = new Session(CounterGraphs.count());
  private final Session tensors = new Session(CounterGraphs.countTensors());

  // not final, so that the compiler cannot compute the loops ahead
  private int first = 0;
  private int second = GAP;
  private final Tensor firstTensor = Tensor.scalar((float) first);
  private final Tensor secondTensor = Tensor.scalar((float) second);

  /** The loop as one writes it. */
  @Benchmark
  @OperationsPerInvocation(GAP)
  public Counter.Counters handWritten() {
    int low = first;
    int high = second;
    while (low < high) {
      low += 2;
      high += 1;
    }
    return new Counter.Counters(low, high);
  }

  /** The generated code, on primitives. */
  @Benchmark
  @OperationsPerInvocation(GAP)
  public Counter.Counters compiledScalars() {
    return compiled.count(first, second);
  }

  /** The generated code, on tensors. */
  @Benchmark
  @OperationsPerInvocation(GAP)
  public Counter.Pair compiledTensors() {
    return compiled.countTensors(firstTensor, secondTensor);
  }

  /** The graph in a session, on primitives. */
  @Benchmark
  @OperationsPerInvocation(GAP)
  public Results sessionScalars() {
    return scalars.run(Feeds.of("first", first).and("second", second));
  }

  /** The graph in a session, on tensors. */
  @Benchmark
  @OperationsPerInvocation(GAP)
  public Results sessionTensors() {
    return tensors.run(Feeds.of("first", firstTensor).and("second", secondTensor));
  }

  /** The class as it is, on tensors. */
  @Benchmark
  @OperationsPerInvocation(GAP)
  public Counter.Pair eagerTensors() {
    return eager.countTensors(firstTensor, secondTensor);
  }
}
