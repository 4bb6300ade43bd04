package dev.kiln.benchmark;

import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.List;
import java.util.Random;
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

/** The loss and gradient of one batch of 32 images in each mode. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DigitsBenchmark {
  private static final int BATCH = 32;

  private final Perceptron plain = new Perceptron(new Random(1));
  private final CompiledPerceptron compiled = new CompiledPerceptron(new Random(1));
  private final Session session =
      new Session(PerceptronGraphs.lossGradient(), PerceptronGraphs.stateOf(plain));
  private final Tensor x = Tensor.uniform(new Random(2), BATCH, 64);
  private final Tensor label = Tensor.of(new Random(3).ints(BATCH, 0, 10).toArray());

  /** The class as it is, with a tape. */
  @Benchmark
  public List<Tensor> eager() {
    try (Tape tape = Tape.open()) {
      return tape.gradient(plain.loss(x, label), plain.w1, plain.b1, plain.w2, plain.b2);
    }
  }

  /** The gradient graph in a session. */
  @Benchmark
  public Results inSession() {
    return session.run(Feeds.of("x", x).and("label", label));
  }

  /** The generated code. */
  @Benchmark
  public CompiledPerceptron.LossGradient compiled() {
    return compiled.lossGradient(x, label);
  }
}
