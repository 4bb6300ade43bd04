package dev.kiln.agreement.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.Program;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A derivative that runs out of memory for the arrays and tensors that it saves says which these
 * are, wherever the error is thrown, and lets go of them: a small call succeeds after it.
 */
class SavedReferencesTest {
  private static final String SOURCE =
      """
      double[] step(double[] state) {
        double[] next = new double[state.length];
        for (int i = 0; i < next.length; i++) {
          next[i] = 0.5 * state[i] * state[(i + 1) % state.length];
        }
        return next;
      }
      @Compute @Differentiable double replaced(double[] x, int n) {
        double[] state = x.clone();
        for (int t = 0; t < n; t++) {
          state = step(state);
        }
        return state[0];
      }
      @Compute @Differentiable Tensor tensors(@Shape("k") Tensor x, int n) {
        Tensor state = x;
        for (int t = 0; t < n; t++) {
          state = state.multiply(0.5).sin();
        }
        return state.sum();
      }
      record Pair(double[] first, double[] second) {}
      @Compute @Differentiable double records(double[] x, int n) {
        Pair pair = new Pair(x, x);
        for (int t = 0; t < n; t++) {
          pair = new Pair(step(pair.second()), step(pair.first()));
        }
        return pair.first()[0] * pair.second()[1];
      }
      double deeper(double[] state, int n) {
        if (n == 0) {
          return state[0];
        }
        double[] next = step(state);
        return deeper(next, n - 1) * next[1];
      }
      @Compute @Differentiable double recursive(double[] x, int n) {
        return deeper(x, n);
      }
      @Compute @Differentiable double refused(double[] x, int n) {
        double[] state = x.clone();
        for (int t = 0; t < n; t++) {
          state = step(state);
          if (t == 7) {
            throw new IllegalStateException("seven");
          }
        }
        return state[0];
      }
      """;

  private static final String MAIN =
      """
        interface Call { Object run(); }
        static void say(Call large, Call small) {
          for (int i = 0; i < 2; i++) {
            try {
              large.run();
              System.out.println("enough memory");
            } catch (OutOfMemoryError e) {
              System.out.println(e.getMessage().replaceAll("than [0-9]+ ", "than N "));
            }
            small.run();
            System.out.println("and after it a small call succeeds");
          }
        }
        static final double[] X = new double[10_000];
        static final float[] F = new float[10_000];
        static final dev.kiln.tensor.Tensor T = dev.kiln.tensor.Tensor.of(F, 10_000);
        static Object run(dev.kiln.graph.Graph graph, Object x, int n) {
          return new dev.kiln.session.Session(graph)
              .run(dev.kiln.session.Feeds.none().and("x", x).and("n", n));
        }
        static void refuse(CompiledSaving model) {
          try {
            model.refusedGradient(new double[120_000], 20);
          } catch (IllegalStateException e) {
            System.out.println(e.getMessage() + " and room for " + new double[1_350_000].length);
          }
        }
        public static void main(String[] arguments) {
          CompiledSaving model = new CompiledSaving();
          refuse(model);
          say(() -> model.replacedGradient(X, 2000), () -> model.replacedGradient(X, 20));
          say(() -> model.tensorsGradient(T, 2000), () -> model.tensorsGradient(T, 20));
          say(() -> model.recordsGradient(X, 2000), () -> model.recordsGradient(X, 20));
          say(() -> model.recursiveGradient(X, 800), () -> model.recursiveGradient(X, 20));
          dev.kiln.graph.Graph replaced = SavingGraphs.replacedGradient();
          say(() -> run(replaced, X, 2000), () -> run(replaced, X, 20));
          dev.kiln.graph.Graph tensors = SavingGraphs.tensorsGradient();
          say(() -> run(tensors, T.array(), 2000), () -> run(tensors, T.array(), 20));
        }
      """;

  private static final String END =
      ", and there is no memory for more than N values;"
          + " @Checkpoint on a loop bounds what is saved of it\n";

  private static String twice(String sentence) {
    return (sentence + END + "and after it a small call succeeds\n").repeat(2);
  }

  @TempDir Path folder;

  @Test
  void theErrorNamesWhatIsSavedAndTheMemoryIsFreeAgain() throws IOException {
    String text = SmallHeap.run(Program.model("Saving", SOURCE), MAIN, 24, folder).success();
    String replaced =
        "replacedGradient saves state (Saving.java:31) in each iteration of the loop at"
            + " Saving.java:31";
    String tensors =
        "tensorsGradient saves multiply (Saving.java:39) in each iteration of the loop at"
            + " Saving.java:38";
    String records =
        "recordsGradient saves first (Saving.java:46) in each iteration of the loop at"
            + " Saving.java:46";
    String recursive =
        "recursiveGradient saves values of the functions that recursive calls (Saving.java:59)";
    assertEquals(
        "seven and room for 1350000\n"
            + twice(replaced)
            + twice(tensors)
            + twice(records)
            + twice(recursive)
            + twice(replaced)
            + twice(tensors),
        text);
  }
}
