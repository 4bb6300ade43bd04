package dev.kiln.agreement.memory;

import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.Program;
import dev.kiln.agreement.tensor.MeanPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What derivatives of sums over samples take beside the samples does not grow with them. */
class ConstantMemoryTest {
  private static final int SAMPLES = 2_000_000;

  /** The samples take 16 MB; a number saved for each would take as much again. */
  private static final int MEGABYTES = 40;

  private static final double W = 0.75;

  private static final String START =
      """
        static double[] samples() {
          double[] x = new double[%d];
          for (int i = 0; i < x.length; i++) { x[i] = (i %% 1000) / 500.0; }
          return x;
        }
        static void say(String name, double value, double w) {
          System.out.println(name + " " + value + " " + w);
        }
      """
          .formatted(SAMPLES);

  @TempDir Path folder;

  @Test
  void meansOverTwoMillionSamples() throws IOException {
    String calls =
        MeanPrograms.METHODS.stream()
            .map(
                method ->
                    "    var %1$s = model.%1$sGradient(%2$s, x);\n".formatted(method, W)
                        + "    say(\"%1$s\", %1$s.value(), %1$s.w());\n".formatted(method))
            .collect(Collectors.joining());
    String main =
        """
          public static void main(String[] arguments) {
            double[] x = samples();
            CompiledMeans model = new CompiledMeans();
        """
            + calls
            + "  }\n";
    Program means = model("Means", byNumber(MeanPrograms.SOURCE));
    String text = SmallHeap.run(means, START + main, MEGABYTES, folder).success();
    List<String> lines = text.lines().toList();
    assertEquals(
        MeanPrograms.METHODS, lines.stream().map(line -> line.split(" ", -1)[0]).toList(), text);
    assertClosedForm(lines.get(MeanPrograms.METHODS.indexOf("byLength")));
  }

  @Test
  void sessionsAndProductsOverTwoMillionSamples() throws IOException {
    String main =
        """
          public static void main(String[] arguments) {
            double[] x = samples();
            CompiledOtherMeans model = new CompiledOtherMeans();
            var vjp = model.allVjp(0.75, x, x, 2.0);
            say("vjp", vjp.value(), vjp.w());
            var product = model.twiceHvp(0.75, x, 3.0);
            say("hvp", product.w(), product.wProduct());
            var session = new dev.kiln.session.Session(OtherMeansGraphs.allGradient());
            var gradient =
                session.run(dev.kiln.session.Feeds.of("w", 0.75).and("x", x).and("y", x));
            say("session", gradient.getDouble("value"), gradient.getDouble("w"));
          }
        """;
    Program means = model("OtherMeans", byNumber(MeanPrograms.OTHERS));
    String text = SmallHeap.run(means, START + main, MEGABYTES, folder).success();
    double sum = 0;
    double slope = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double x = (i % 1000) / 500.0;
      sum += Math.sin(W * x) * x;
      slope += Math.cos(W * x) * x * x;
    }
    double scale = 1.0 / SAMPLES / SAMPLES;
    String[] vjp = text.lines().toList().get(0).split(" ", -1);
    assertEquals(sum * scale, Double.parseDouble(vjp[1]), 1e-9 * sum * scale);
    assertEquals(2 * slope * scale, Double.parseDouble(vjp[2]), 1e-9 * slope * scale);
    String[] session = text.lines().toList().get(2).split(" ", -1);
    assertEquals(slope * scale, Double.parseDouble(session[2]), 1e-9 * slope * scale);
  }

  /** 1000 states of 40 kB, and their adjoints, would take 80 MB. */
  @Test
  void checkpointedStepsThatMakeNewArrays() throws IOException {
    String steps =
        """
        @Compute @Differentiable double f(double[] x, int n) {
          double[] state = x;
          for (@Checkpoint int t = 0; t < n; t++) {
            double[] next = new double[state.length];
            for (int i = 0; i < next.length; i++) { next[i] = state[i] * 1.001; }
            state = next;
          }
          double sum = 0;
          for (int i = 0; i < state.length; i++) { sum += state[i]; }
          return sum;
        }
        """;
    String main =
        """
          public static void main(String[] arguments) {
            var gradient = new CompiledNewStates().fGradient(new double[5000], 1000);
            System.out.println(gradient.x()[0] + " " + gradient.x()[4999]);
          }
        """;
    String text = SmallHeap.run(model("NewStates", steps), main, MEGABYTES, folder).success();
    double expected = Math.pow(1.001, 1000);
    for (String each : text.strip().split(" ", -1)) {
      assertEquals(expected, Double.parseDouble(each), 1e-12 * expected);
    }
  }

  private static void assertClosedForm(String line) {
    double loss = 0;
    double slope = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double x = (i % 1000) / 500.0;
      double e = Math.sin(W * x) - x;
      loss += e * e;
      slope += 2 * e * Math.cos(W * x) * x;
    }
    String[] words = line.split(" ", -1);
    assertEquals(loss / SAMPLES + 0.1 * W * W, Double.parseDouble(words[1]), 1e-9);
    assertEquals(slope / SAMPLES + 0.2 * W, Double.parseDouble(words[2]), 1e-9);
  }

  /** The same, but differentiated by the number only: derivatives by samples are as many. */
  private static String byNumber(String source) {
    return source
        .replace("@Differentiable double", "@Differentiable(wrt = \"w\") double")
        .replace("@Differentiable(modes", "@Differentiable(wrt = \"w\", modes")
        .replace("@Differentiable(\n    modes", "@Differentiable(wrt = \"w\",\n    modes");
  }
}
