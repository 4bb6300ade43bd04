package dev.kiln.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The training loop of the example app. */
final class TrainingTest {
  /** The loop that records a tape does not know which of the two classes it is given. */
  @Test
  void oneLoopWithATapeServesTheEagerAndTheCompiledModel() {
    Classifier eager = new Classifier.Eager(new Digits(new Random(1)));
    Classifier compiled = new Classifier.Eager(new CompiledDigits(new Random(1)));
    DigitImages images = DigitImages.all().training();
    assertEquals(
        new Training(eager, images).epoch(() -> {}),
        new Training(compiled, images).epoch(() -> {}),
        "the mean loss of an epoch");
    DigitsParameters.get(eager.model())
        .forEach(
            (name, weight) -> {
              Tensor other = DigitsParameters.get(compiled.model(), name);
              assertTrue(weight.sameElements(other), name + " after an epoch");
            });
  }
}
