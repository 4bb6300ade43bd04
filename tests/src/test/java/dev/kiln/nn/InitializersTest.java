package dev.kiln.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The distributions of initial values, by their moments over many numbers. */
class InitializersTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(5);

  @Test
  void zerosAreZero() {
    assertTrue(Initializers.zeros(2, 3).sameElements(Tensor.of(new float[6], 2, 3)));
  }

  @Test
  void glorotUniformStaysWithinItsBound() {
    Tensor weights = Initializers.glorotUniform(RANDOM, 100, 50);
    float bound = (float) Math.sqrt(6.0 / 150);
    assertTrue(weights.max().toFloat() < bound);
    assertTrue(weights.min().toFloat() >= -bound);
    assertEquals(bound / Math.sqrt(3), weights.square().mean().sqrt().toDouble(), bound / 50);
    assertEquals(0, weights.mean().toDouble(), bound / 50);
  }

  @Test
  void normalNumbersHaveTheStandardDeviationOfTheirPaper() {
    Tensor he = Initializers.heNormal(RANDOM, 100, 50);
    assertEquals(Math.sqrt(2.0 / 100), he.square().mean().sqrt().toDouble(), 0.005);
    Tensor xavier = Initializers.xavierNormal(RANDOM, 100, 50);
    assertEquals(Math.sqrt(2.0 / 150), xavier.square().mean().sqrt().toDouble(), 0.005);
  }
}
