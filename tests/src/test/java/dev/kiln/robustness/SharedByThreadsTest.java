package dev.kiln.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.processor.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Sixty-four threads share a compiled model and a session; some of their calls fail half-way, and
 * some threads are interrupted. All others get the bits that a single thread gets, and the heap
 * does not grow.
 *
 * <p>{@code -Dkiln.seconds=60} goes on for that long.
 */
class SharedByThreadsTest {
  private static final int THREADS = 64;
  private static final int INPUTS = 32;
  private static final long NANOSECONDS = Long.getLong("kiln.seconds", 2) * 1_000_000_000L;

  private static final String MODEL =
      """
      @Model public class Shared {
        @Parameter double rate = 0.75;
        @Parameter @Shape("3") Tensor w = Tensor.ones(3);

        record Pair(double left, double right) {}

        double power(double x, int n) { return n == 0 ? 1 : x * power(x, n - 1); }

        @Compute @Differentiable(wrt = {"x", "rate"})
        public double f(double[] x, double[][] table, int limit) {
          double[] scratch = new double[x.length];
          double sum = 0;
          outer:
          for (int i = 0; i < x.length; i++) {
            double value = x[i];
            while (value > 0.125) {
              value *= rate;
              scratch[i] += value * value;
              if (scratch[i] > 4) { continue outer; }
            }
            Pair pair = new Pair(scratch[i] * table[i % table.length][limit], value);
            sum += pair.left() * pair.right() + power(value, i % 4);
          }
          return sum;
        }

        @Compute @Differentiable public Tensor g(@Shape("n, 3") Tensor x) {
          Tensor sum = w;
          for (int i = 0; i < x.dim(0); i++) {
            if (x.get(i).sum().toDouble() < 0) { continue; }
            sum = sum.multiply(x.get(i)).tanh();
          }
          return sum.sum();
        }
      }
      """;

  /** From the number of an input to all bits of what the model and the session give for it. */
  private static final String CALLS =
      """
      CompiledShared model = new CompiledShared();
      dev.kiln.session.Session session =
          new dev.kiln.session.Session(
              SharedGraphs.f(), SharedGraphs.stateOf(model));
      java.util.function.IntFunction<Object> calls = input -> {
        java.util.Random random = new java.util.Random(input);
        double[] x = random.doubles(20 + input, 0, 3).toArray();
        double[][] table = new double[4][3];
        for (double[] row : table) { java.util.Arrays.setAll(row, i -> random.nextDouble()); }
        int limit = input % 8 == 7 ? 3 : input % 3; // out of bounds, in the middle of the work
        StringBuilder bits = new StringBuilder();
        try {
          double[] dX = new double[x.length];
          CompiledShared.FGradient gradient = model.fGradient(x, table, limit);
          bits.append(gradient.value()).append(gradient.rate());
          bits.append(java.util.Arrays.toString(gradient.x()));
        } catch (ArrayIndexOutOfBoundsException e) {
          bits.append(e.getMessage());
        }
        try {
          bits.append(session.run(dev.kiln.session.Feeds.of("x", x)
              .and("table", table).and("limit", limit)).getDouble("result"));
        } catch (ArrayIndexOutOfBoundsException e) {
          bits.append(e.getMessage());
        }
        float[] elements = new float[3 * (1 + input)];
        for (int i = 0; i < elements.length; i++) { elements[i] = random.nextFloat() - 0.25f; }
        CompiledShared.GGradient g = model.gGradient(Tensor.of(elements, 1 + input, 3));
        return bits + g.value().toString() + g.x() + g.w();
      };
      return calls;
      """;

  @Test
  @SuppressWarnings("unchecked")
  void theyGetTheSameBits() throws Exception {
    IntFunction<Object> calls =
        (IntFunction<Object>) new Sources().demo("Shared", MODEL).run(CALLS);
    List<Object> expected = new ArrayList<>();
    for (int input = 0; input < INPUTS; input++) {
      expected.add(calls.apply(input));
    }
    long calledBefore = runAll(calls, expected, NANOSECONDS / 4);
    long before = usedHeap();
    long called = runAll(calls, expected, NANOSECONDS);
    long grown = usedHeap() - before;
    assertTrue(called > THREADS && calledBefore > THREADS, called + " calls");
    assertTrue(grown < 4 << 20, "the heap has grown by " + grown + " bytes");
  }

  /** Runs all threads for some time; returns how many calls they made. */
  private static long runAll(IntFunction<Object> calls, List<Object> expected, long nanoseconds)
      throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      long end = System.nanoTime() + nanoseconds;
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        tasks.add(() -> runUntil(end, first, calls, expected));
      }
      long count = 0;
      for (Future<Long> each : executor.invokeAll(tasks)) {
        count += each.get();
      }
      return count;
    } finally {
      executor.shutdownNow();
    }
  }

  private static long runUntil(
      long end, int first, IntFunction<Object> calls, List<Object> expected) {
    long count = 0;
    for (int input = first; System.nanoTime() < end || count == 0; input++) {
      if (input % 5 == 0) {
        Thread.currentThread().interrupt();
      }
      assertEquals(expected.get(input % INPUTS), calls.apply(input % INPUTS));
      assertEquals(input % 5 == 0, Thread.interrupted(), "an interruption is left to the caller");
      count++;
    }
    return count;
  }

  private static long usedHeap() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
