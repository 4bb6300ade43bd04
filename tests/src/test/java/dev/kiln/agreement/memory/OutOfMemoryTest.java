package dev.kiln.agreement.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.Program;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A derivative that runs out of memory says what it was saving, and where. */
class OutOfMemoryTest {
  private static final String SOURCE =
      """
      @Compute @Differentiable double counted(double x, int n) {
        double y = x;
        for (int i = 0; i < n; i++) {
          y = y + 0.0001 * x * Math.sin(y);
        }
        return y;
      }
      @Compute @Differentiable double searched(double x, double end) {
        double y = x;
        while (y < end) {
          y = y + 0.0000001 * Math.sqrt(y);
        }
        return y;
      }
      @Compute @Differentiable double overwritten(double[] x, int n) {
        double[] u = x.clone();
        for (int t = 0; t < n; t++) {
          for (int i = 0; i < u.length; i++) {
            u[i] = u[i] * u[(i + 1) % u.length];
          }
        }
        return u[0];
      }
      @Compute @Differentiable double bounded(double x, int n) {
        double y = x;
        for (@Checkpoint int i = 0; i < n; i++) {
          y = y + 0.0001 * Math.sin(y + x);
        }
        return y;
      }
      """;

  private static final String MAIN =
      """
        interface Call { Object run(); }
        static void say(Call call) {
          try {
            call.run();
            System.out.println("enough memory");
          } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage().replaceAll("[0-9]{4,}", "N"));
          }
        }
        public static void main(String[] arguments) {
          say(() -> new CompiledExhausted().countedGradient(0.5, 20_000_000));
          say(() -> new CompiledExhausted().searchedGradient(0.5, 10));
          say(() -> new CompiledExhausted().overwrittenGradient(new double[1000], 100_000));
          say(() -> new CompiledExhausted().boundedGradient(0.5, 4_000_000));
          say(() ->
              new dev.kiln.session.Session(ExhaustedGraphs.countedGradient())
                  .run(dev.kiln.session.Feeds.of("x", 0.5).and("n", 20_000_000)));
          say(() ->
              new dev.kiln.session.Session(ExhaustedGraphs.searchedGradient())
                  .run(dev.kiln.session.Feeds.of("x", 0.5).and("end", 10.0)));
        }
      """;

  @TempDir Path folder;

  @Test
  void whatIsSavedIsNamedWithItsLineAndLoop() throws IOException {
    Program program = Program.model("Exhausted", SOURCE);
    String text = SmallHeap.run(program, MAIN, 16, folder).success();
    String end =
        ", and there is no memory for more than N values;"
            + " @Checkpoint on a loop bounds what is saved of it\n";
    String counted =
        "countedGradient saves y (Exhausted.java:24) in each iteration of the loop at"
            + " Exhausted.java:24"
            + end;
    String searched =
        "searchedGradient saves Math.sqrt (Exhausted.java:32) in each iteration of the loop at"
            + " Exhausted.java:31"
            + end;
    String overwritten =
        "overwrittenGradient saves what was in u (Exhausted.java:40) in each iteration of the loop"
            + " at Exhausted.java:39"
            + end;
    assertEquals(counted + searched + overwritten + "enough memory\n" + counted + searched, text);
  }
}
