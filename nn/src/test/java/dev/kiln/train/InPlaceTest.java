package dev.kiln.train;

import static dev.kiln.testkit.ModelAssertions.assertThatCall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Steps in place have the bits of steps that make new tensors. */
class InPlaceTest {
  private static final Schedule RATE = Schedule.cosine(0.1, 0.001, 20);

  private static Map<String, Tensor> tensors(Random random) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("layer.w", Tensor.normal(random, 7, 5));
    tensors.put("b", Tensor.normal(random, 3).multiply(100).round());
    tensors.put("zero", Tensor.zeros(2));
    return tensors;
  }

  @Test
  void allRulesHaveTheSameBits() {
    List<Supplier<Optimizer>> all =
        List.of(
            () -> Optimizer.sgd(RATE),
            () -> Optimizer.momentum(0.9, RATE),
            () -> Optimizer.nesterov(0.9, RATE),
            () -> Optimizer.adam(RATE),
            () -> Optimizer.adamW(0.01, RATE),
            () -> Optimizer.adam(RATE).weightDecay(0.02).clippedByNorm(0.5),
            () -> Optimizer.rmsProp(RATE).clippedByValue(0.3),
            () -> Optimizer.adagrad(RATE).averaging(0.7),
            () -> Optimizer.lion(0.01, RATE));
    for (Supplier<Optimizer> each : all) {
      Optimizer plain = each.get();
      Optimizer inPlace = each.get().inPlace();
      Random random = new Random(1);
      Map<String, Tensor> first = tensors(random);
      Map<String, Tensor> second = new LinkedHashMap<>(first);
      Map<String, Tensor> before = new LinkedHashMap<>();
      first.forEach((name, value) -> before.put(name, Tensor.of(value.array())));
      Map<String, Tensor> start = first;
      for (int step = 0; step < 25; step++) {
        Map<String, Tensor> gradients = tensors(random);
        if (step == 20) {
          gradients.put("zero", Tensor.of(new float[] {Float.NaN, -0f}));
        }
        first = plain.step(first, gradients);
        second = inPlace.step(second, gradients);
        assertBits(first, second);
        assertBits(plain.state(), inPlace.state());
        if (step == 12) {
          Optimizer resumed = each.get().inPlace();
          resumed.restore(inPlace.state());
          assertBits(plain.state(), resumed.state());
          inPlace = resumed;
        }
      }
      assertBits(before, start);
    }
  }

  private static void assertBits(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (name, value) -> assertTrue(value.array().sameBits(actual.get(name).array()), name));
  }

  @Test
  void stepsMakeNoArrays() {
    Map<String, Tensor> gradients = Map.of("w", Tensor.ones(1000));
    Optimizer adam = Optimizer.adamW(0.01, Schedule.constant(0.1)).inPlace();
    Map<String, Tensor> parameters = adam.step(Map.of("w", Tensor.zeros(1000)), gradients);
    Tensor w = parameters.get("w");
    assertSame(w, adam.step(parameters, gradients).get("w"));
    // Iterators and the like; one array alone would have 4000 bytes.
    assertThatCall(() -> adam.step(parameters, gradients)).allocatesAtMost(1000);
  }

  @Test
  void aParameterThatWasSetIsTaken() {
    Map<String, Tensor> gradients = Map.of("w", Tensor.ones(1));
    Optimizer momentum = Optimizer.momentum(0.5, Schedule.constant(1)).inPlace();
    momentum.step(Map.of("w", Tensor.zeros(1)), gradients);
    Tensor next = momentum.step(Map.of("w", Tensor.full(10, 1)), gradients).get("w");
    assertEquals(8.5f, next.getFloat(0));
  }

  @Test
  void otherRulesAndTypesAreRefused() {
    UpdateRule own = UpdateRule.of(List.of(), (w, g, s, r, t) -> UpdateRule.Update.of(w));
    assertThrows(IllegalArgumentException.class, () -> Optimizer.of(own, RATE).inPlace());
    Optimizer adam = Optimizer.adam(RATE).inPlace();
    Map<String, Tensor> doubles = Map.of("w", Tensor.zeros(DType.FLOAT64, 2));
    String message =
        assertThrows(IllegalArgumentException.class, () -> adam.step(doubles, doubles))
            .getMessage();
    assertEquals("in place are parameters of float32 alone; 'w' is f64[2]", message);
  }
}
