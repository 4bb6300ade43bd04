package dev.kiln.benchmark;

import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
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

/** {@link ElementChain} compiled, where its operations are fused, beside the other modes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FusionBenchmark {
  @Param({"4096", "1048576"})
  private int elements;

  private final ElementChain eager = new ElementChain();
  private final CompiledElementChain compiled = new CompiledElementChain();
  private final Tensor a = Tensor.scalar(0.7f);
  private final Tensor b = Tensor.scalar(-0.2f);
  private Tensor x;
  private Session session;

  /** Set by JMH. */
  public FusionBenchmark() {}

  FusionBenchmark(int elements) {
    this.elements = elements;
    setUp();
  }

  /** Random numbers about 0. */
  @Setup
  public final void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    float[] numbers = new float[elements];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-3, 3);
    }
    x = Tensor.of(numbers, elements);
    Graph graph = ElementChainGraphs.wave();
    session = new Session(graph);
    boolean agree =
        eager().array().sameBits(compiled().array())
            && session().array().sameBits(compiled().array())
            && tape().array().sameBits(gradient().array());
    if (!agree) {
      throw new AssertionError("the modes disagree");
    }
  }

  /** Compiled. */
  @Benchmark
  public Tensor compiled() {
    return compiled.wave(x, a, b);
  }

  /** Eager. */
  @Benchmark
  public Tensor eager() {
    return eager.wave(x, a, b);
  }

  /** In a session. */
  @Benchmark
  public Tensor session() {
    return session.run(Feeds.of("x", x).and("a", a).and("b", b)).tensor("result");
  }

  /** The gradient, compiled. */
  @Benchmark
  public Tensor gradient() {
    return compiled.waveGradient(x, a, b).x();
  }

  /** The gradient by a tape. */
  @Benchmark
  public Tensor tape() {
    try (Tape tape = Tape.open()) {
      return tape.gradient(eager.wave(x, a, b), x).get(0);
    }
  }
}
