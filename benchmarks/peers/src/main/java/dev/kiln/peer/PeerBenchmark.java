package dev.kiln.peer;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One workload in one library, after its result was compared with that of Kiln. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PeerBenchmark {
  /** The greatest difference, of the greatest number in the result. */
  private static final double TOLERANCE = 1e-4;

  @Param private Workload workload;
  @Param private Library.Name library;

  private Library opened;
  private Library.Task task;

  /** For JMH, which sets the fields. */
  public PeerBenchmark() {}

  /** Prepares the workload, and checks what the library gives. */
  @Setup
  public void prepare() {
    opened = library.open();
    task = opened.prepare(workload).orElseThrow();
    checkAgainstKiln(workload, task.result());
  }

  /**
   * Checks a result.
   *
   * @throws AssertionError if it is not what Kiln computes
   */
  static void checkAgainstKiln(Workload workload, float[] result) {
    float[] expected = new KilnLibrary().prepare(workload).orElseThrow().result();
    if (result.length != expected.length) {
      throw new AssertionError(
          workload + " gives " + result.length + " numbers instead of " + expected.length);
    }
    double greatest = 0;
    for (float each : expected) {
      greatest = Math.max(greatest, Math.abs(each));
    }
    for (int i = 0; i < result.length; i++) {
      if (!(Math.abs(result[i] - expected[i]) <= TOLERANCE * greatest)) {
        throw new AssertionError(
            workload + " gives " + result[i] + " instead of " + expected[i] + " at " + i);
      }
    }
  }

  /** Runs it once. */
  @Benchmark
  public Object run() {
    return task.run();
  }

  /** Frees what the library holds. */
  @TearDown
  public void close() {
    opened.close();
  }
}
