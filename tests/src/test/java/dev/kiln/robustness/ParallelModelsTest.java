package dev.kiln.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.kernel.Parallelism;
import dev.kiln.processor.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole model and its gradient have the same bits for every number of threads, in every mode. */
class ParallelModelsTest {
  private static final String[] MODES = {"compiled", "session", "eager"};

  /** Every product and convolution is large enough to be divided. */
  private static final String MODEL =
      """
      @Model public class Net {
        @Parameter @Shape("6, 1, 5, 5") Tensor filters1 = weights(1, 6, 1, 5, 5);
        @Parameter @Shape("16, 6, 5, 5") Tensor filters2 = weights(2, 16, 6, 5, 5);
        @Parameter @Shape("400, 321") Tensor w1 = weights(3, 400, 321);
        @Parameter @Shape("321, 10") Tensor w2 = weights(4, 321, 10);

        private static Tensor weights(int seed, int... sizes) {
          return Tensor.uniform(new java.util.Random(seed), sizes).subtract(0.5f);
        }

        @Compute @Differentiable(wrt = {"x", "filters1", "filters2", "w1", "w2"})
        public Tensor loss(
            @Shape("n, 1, 28, 28") Tensor x,
            @Shape(value = "n", dtype = DType.INT32) Tensor label) {
          Tensor half = x.conv2d(filters1, 1, 2).relu().maxPool2d(2, 2, 0);
          Tensor quarter = half.conv2d(filters2, 1, 0).relu().maxPool2d(2, 2, 0);
          Tensor logits = quarter.reshape(x.dim(0), 400).matmul(w1).tanh().matmul(w2);
          return dev.kiln.nn.Losses.softmaxCrossEntropy(logits, label).mean();
        }
      }
      """;

  /** From the number of a mode to all bits of the loss and its gradient. */
  private static final String CALLS =
      """
      Net plain = new Net();
      CompiledNet compiled = new CompiledNet();
      dev.kiln.session.Session session =
          new dev.kiln.session.Session(NetGraphs.lossGradient(), NetGraphs.stateOf(plain));
      Tensor x = Tensor.uniform(new java.util.Random(5), 9, 1, 28, 28);
      Tensor label = Tensor.of(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
      java.util.function.IntFunction<Object> calls = mode -> {
        java.util.List<Tensor> tensors = new java.util.ArrayList<>();
        if (mode == 0) {
          CompiledNet.LossGradient gradient = compiled.lossGradient(x, label);
          tensors.add(gradient.value());
          tensors.add(gradient.x());
          tensors.add(gradient.filters1());
          tensors.add(gradient.filters2());
          tensors.add(gradient.w1());
          tensors.add(gradient.w2());
        } else if (mode == 1) {
          dev.kiln.session.Results results =
              session.run(dev.kiln.session.Feeds.of("x", x).and("label", label));
          for (String name : "value x filters1 filters2 w1 w2".split(" ")) {
            tensors.add(results.tensor(name));
          }
        } else {
          try (dev.kiln.tensor.Tape tape = dev.kiln.tensor.Tape.open()) {
            Tensor loss = plain.loss(x, label);
            tensors.add(loss);
            tensors.addAll(
                tape.gradient(
                    loss, x, plain.filters1, plain.filters2, plain.w1, plain.w2));
          }
        }
        StringBuilder bits = new StringBuilder();
        for (Tensor each : tensors) {
          bits.append(each.shape()).append(java.util.Arrays.hashCode(each.toFloatArray()));
        }
        return bits.toString();
      };
      return calls;
      """;

  private static IntFunction<Object> calls;
  private static Object expected;

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void compile() throws Exception {
    calls = (IntFunction<Object>) new Sources().demo("Net", MODEL).run(CALLS);
    expected = calls.apply(0);
  }

  @Test
  void theNumberOfThreadsDoesNotMatter() {
    for (int mode = 0; mode < MODES.length; mode++) {
      for (int threads : new int[] {1, 2, 3, 5}) {
        try (Parallelism parallelism = Parallelism.open(threads)) {
          Object actual = calls.apply(mode);
          assertEquals(expected, actual, MODES[mode] + " with " + parallelism.threads());
        }
      }
    }
  }

  /** Each caller has threads of its own, some of them one; and all of them share one model. */
  @Test
  void severalCallersShareModels() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Object>> callers = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        int threads = 1 + caller % 3;
        int mode = caller % MODES.length;
        callers.add(
            () -> {
              for (int i = 0; i < 5; i++) {
                try (Parallelism parallelism = Parallelism.open(threads)) {
                  assertEquals(expected, calls.apply(mode), parallelism.threads() + " threads");
                  assertEquals(expected, calls.apply((mode + 1) % MODES.length));
                }
              }
              return expected;
            });
      }
      for (Future<Object> each : executor.invokeAll(callers)) {
        assertEquals(expected, each.get());
      }
    } finally {
      executor.shutdown();
    }
  }
}
