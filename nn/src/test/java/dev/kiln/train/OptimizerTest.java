package dev.kiln.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.io.WeightFile;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules against their published formulas in loops over single numbers. */
class OptimizerTest {
  private static final Schedule RATE = Schedule.constant(0.05);

  /** The state of one number: the parameter and what is kept. */
  private static final class Number {
    double w;
    double m;
    double s;
  }

  /** One step of a published formula, with step counted from 1. */
  private interface Reference {
    void step(Number n, double g, int t);
  }

  @TempDir Path directory;

  @Test
  void descent() {
    assertFollows(Optimizer.sgd(RATE), (n, g, t) -> n.w -= 0.05 * g);
  }

  @Test
  void momentum() {
    assertFollows(
        Optimizer.momentum(0.9, RATE),
        (n, g, t) -> {
          n.m = 0.9 * n.m + g;
          n.w -= 0.05 * n.m;
        });
  }

  @Test
  void nesterov() {
    assertFollows(
        Optimizer.nesterov(0.9, RATE),
        (n, g, t) -> {
          n.m = 0.9 * n.m + g;
          n.w -= 0.05 * (g + 0.9 * n.m);
        });
  }

  private static void adam(Number n, double g, int t) {
    n.m = 0.9 * n.m + (1 - 0.9) * g;
    n.s = 0.999 * n.s + (1 - 0.999) * g * g;
    double mean = n.m / (1 - Math.pow(0.9, t));
    double square = n.s / (1 - Math.pow(0.999, t));
    n.w -= 0.05 * mean / (Math.sqrt(square) + 1e-8);
  }

  @Test
  void adamFollowsItsPaper() {
    assertFollows(Optimizer.adam(RATE), OptimizerTest::adam);
  }

  @Test
  void weightDecayIsCoupledOrDecoupled() {
    assertFollows(
        Optimizer.adamW(0.1, RATE),
        (n, g, t) -> {
          n.w -= 0.05 * 0.1 * n.w;
          adam(n, g, t);
        });
    assertFollows(Optimizer.adam(RATE).weightDecay(0.1), (n, g, t) -> adam(n, g + 0.1 * n.w, t));
  }

  @Test
  void rmsProp() {
    assertFollows(
        Optimizer.rmsProp(RATE),
        (n, g, t) -> {
          n.s = 0.99 * n.s + (1 - 0.99) * g * g;
          n.w -= 0.05 * g / (Math.sqrt(n.s) + 1e-8);
        });
  }

  @Test
  void adagrad() {
    assertFollows(
        Optimizer.adagrad(RATE),
        (n, g, t) -> {
          n.s += g * g;
          n.w -= 0.05 * g / (Math.sqrt(n.s) + 1e-10);
        });
  }

  @Test
  void lion() {
    assertFollows(
        Optimizer.lion(0.1, RATE),
        (n, g, t) -> {
          n.w -= 0.05 * (Math.signum(0.9 * n.m + (1 - 0.9) * g) + 0.1 * n.w);
          n.m = 0.99 * n.m + (1 - 0.99) * g;
        });
  }

  /**
   * Each rule comes to the one minimum of a quadratic with the gradients 2 (w - 3) and 20 (w + 1).
   */
  @Test
  void quadraticsAreMinimised() {
    Schedule falling = Schedule.cosine(0.05, 0, 2000);
    for (Optimizer each :
        List.of(
            Optimizer.sgd(falling),
            Optimizer.momentum(0.5, falling),
            Optimizer.nesterov(0.5, falling),
            Optimizer.adam(falling),
            Optimizer.rmsProp(falling),
            Optimizer.adagrad(Schedule.constant(1)),
            Optimizer.lion(0, falling))) {
      Map<String, Tensor> at = Map.of("w", Tensor.of(new double[] {0, 0}));
      for (int i = 0; i < 2000; i++) {
        double[] w = at.get("w").toDoubleArray();
        Tensor g = Tensor.of(new double[] {2 * (w[0] - 3), 20 * (w[1] + 1)});
        at = each.step(at, Map.of("w", g));
      }
      assertEquals(3, at.get("w").toDoubleArray()[0], 1e-3);
      assertEquals(-1, at.get("w").toDoubleArray()[1], 1e-3);
    }
  }

  /** Twelve steps of three parameters, in two dtypes, with gradients that depend on them. */
  private static void assertFollows(Optimizer optimizer, Reference reference) {
    double[] start = {0.5, -2, 3};
    Number[] numbers = new Number[3];
    Map<String, Tensor> at = new LinkedHashMap<>();
    at.put("a", Tensor.of(new double[] {start[0], start[1]}, 1, 2));
    at.put("b", Tensor.scalar(start[2]));
    at.put("frozen", Tensor.scalar(7.0));
    Map<String, Tensor> single = Map.of("c", Tensor.of(new float[] {0.5f, -2, 3}));
    Optimizer inSingle = optimizer.clippedByNorm(Double.POSITIVE_INFINITY);
    for (int i = 0; i < 3; i++) {
      numbers[i] = new Number();
      numbers[i].w = start[i];
    }
    for (int t = 1; t <= 12; t++) {
      double[] g = new double[3];
      for (int i = 0; i < 3; i++) {
        g[i] = Math.sin(t + i) + numbers[i].w * 0.3;
        reference.step(numbers[i], g[i], t);
      }
      at =
          optimizer.step(
              at,
              Map.of("a", Tensor.of(new double[] {g[0], g[1]}, 1, 2), "b", Tensor.scalar(g[2])));
      float[] rounded = {(float) g[0], (float) g[1], (float) g[2]};
      single = inSingle.step(single, Map.of("c", Tensor.of(rounded)));
    }
    assertEquals(List.of("a", "b", "frozen"), List.copyOf(at.keySet()));
    assertEquals(7, at.get("frozen").toDouble());
    double[] ours = {
      at.get("a").toDoubleArray()[0], at.get("a").toDoubleArray()[1], at.get("b").toDouble()
    };
    for (int i = 0; i < 3; i++) {
      assertEquals(numbers[i].w, ours[i], 1e-12);
      assertEquals(numbers[i].w, single.get("c").toFloatArray()[i], 2e-5);
    }
    assertEquals(12, optimizer.steps());
  }

  /** Also with schedules, clipping and averages, through a file. */
  @Test
  void aTrainingGoesOnWithTheSameBits() throws IOException {
    for (int kind = 0; kind < 8; kind++) {
      Map<String, Tensor> whole = weights();
      Optimizer first = optimizer(kind);
      Optimizer resumed = optimizer(kind);
      for (int t = 0; t < 7; t++) {
        whole = first.step(whole, gradients(whole, t));
      }
      Path file = directory.resolve("state" + kind);
      WeightFile.write(file, first.state());
      resumed.restore(WeightFile.read(file));
      assertEquals(7, resumed.steps());
      Map<String, Tensor> parts = whole;
      for (int t = 7; t < 15; t++) {
        whole = first.step(whole, gradients(whole, t));
        parts = resumed.step(parts, gradients(parts, t));
      }
      assertSame(whole, parts);
      assertSame(first.average(), resumed.average());
      assertSame(first.state(), resumed.state());
    }
  }

  private static Optimizer optimizer(int kind) {
    Schedule schedule = Schedule.oneCycle(0.1, 15);
    Optimizer optimizer =
        switch (kind) {
          case 0 -> Optimizer.sgd(schedule);
          case 1 -> Optimizer.momentum(0.9, schedule);
          case 2 -> Optimizer.nesterov(0.9, schedule);
          case 3 -> Optimizer.adam(schedule);
          case 4 -> Optimizer.adamW(0.01, schedule);
          case 5 -> Optimizer.rmsProp(schedule);
          case 6 -> Optimizer.adagrad(schedule);
          default -> Optimizer.lion(0.01, schedule);
        };
    return optimizer.clippedByNorm(1).averaging(0.9);
  }

  private static Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("encoder.w", Tensor.of(new float[] {1, -2, 3, 0.1f}, 2, 2));
    weights.put("encoder.b", Tensor.scalar(2.0));
    return weights;
  }

  private static Map<String, Tensor> gradients(Map<String, Tensor> at, int t) {
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    at.forEach((name, w) -> gradients.put(name, w.multiply(Math.cos(t)).add(w.tanh())));
    return gradients;
  }

  private static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (name, value) -> assertTrue(value.array().sameBits(actual.get(name).array()), name));
  }

  @Test
  void averagesAreExponential() {
    Optimizer optimizer = Optimizer.sgd(Schedule.constant(1)).averaging(0.75);
    Map<String, Tensor> at = Map.of("w", Tensor.scalar(8.0));
    double average = 8;
    for (int t = 0; t < 4; t++) {
      at = optimizer.step(at, Map.of("w", Tensor.scalar((double) t)));
      average = 0.75 * average + 0.25 * at.get("w").toDouble();
      assertEquals(average, optimizer.average().get("w").toDouble());
    }
    assertThrows(IllegalStateException.class, () -> Optimizer.sgd(RATE).average());
  }

  @Test
  void gradientsAreClipped() {
    Map<String, Tensor> gradients =
        Map.of("a", Tensor.of(new double[] {3, 0}), "b", Tensor.of(new float[] {-4}));
    assertEquals(5, Clipping.norm(gradients));
    Map<String, Tensor> byNorm = Clipping.byNorm(gradients, 2.5);
    assertEquals(1.5, byNorm.get("a").toDoubleArray()[0]);
    assertEquals(-2, byNorm.get("b").toFloatArray()[0]);
    assertEquals(gradients, Clipping.byNorm(gradients, 5));
    Map<String, Tensor> byValue = Clipping.byValue(gradients, 3.5);
    assertEquals(3, byValue.get("a").toDoubleArray()[0]);
    assertEquals(-3.5f, byValue.get("b").toFloatArray()[0]);
    Map<String, Tensor> zeros = Map.of("a", Tensor.zeros(2), "b", Tensor.zeros(1));
    assertEquals(
        -0.5,
        Optimizer.sgd(Schedule.constant(1))
            .clippedByValue(0.5)
            .step(zeros, Map.of("a", Tensor.of(new float[] {9, 0})))
            .get("a")
            .toFloatArray()[0]);
  }

  @Test
  void gradientsOfSeveralBatchesAreOneStep() {
    GradientSum sum =
        GradientSum.empty()
            .plus(Map.of("w", Tensor.scalar(1.0)))
            .plus(Map.of("w", Tensor.scalar(2.0)))
            .plus(Map.of("w", Tensor.scalar(6.0)));
    assertEquals(3, sum.count());
    assertEquals(9, sum.sum().get("w").toDouble());
    assertEquals(3, sum.mean().get("w").toDouble());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Optimizer adam = Optimizer.adam(RATE);
    Map<String, Tensor> weights = Map.of("w", Tensor.zeros(2));
    assertRefused(
        "there is a gradient 'v', but the parameters are [w]",
        () -> adam.step(weights, Map.of("v", Tensor.zeros(2))));
    assertRefused(
        "the gradient of 'w' is f32[3], the parameter is f32[2]",
        () -> adam.step(weights, Map.of("w", Tensor.zeros(3))));
    assertEquals(0, adam.steps());
    adam.step(weights, Map.of("w", Tensor.ones(2)));
    assertRefused(
        "the state is that of another optimiser; unknown: [mean.w, square.w]",
        () -> Optimizer.sgd(RATE).restore(adam.state()));
    assertRefused(
        "the state is that of another optimiser; unknown: []",
        () -> Optimizer.adam(RATE).averaging(0.9).restore(adam.state()));
    Map<String, Tensor> partial = adam.state();
    partial.remove("square.w");
    assertRefused("the state has no 'square.w'", () -> Optimizer.adam(RATE).restore(partial));
    assertRefused("the state has no 'steps'", () -> adam.restore(Map.of()));
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
