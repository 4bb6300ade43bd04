package dev.kiln.nn.layer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Gradients of generated code beside those of a tape over plain Java. */
final class TapedGradients {
  private TapedGradients() {}

  /** Fails where a gradient has other bits than that of the tape. */
  static void assertSame(
      Map<String, Tensor> parameters, Map<String, Tensor> gradients, Supplier<Tensor> loss) {
    assertFalse(gradients.isEmpty());
    Tensor[] named = gradients.keySet().stream().map(parameters::get).toArray(Tensor[]::new);
    try (Tape tape = Tape.open()) {
      List<Tensor> taped = tape.gradient(loss.get(), named);
      int i = 0;
      for (Map.Entry<String, Tensor> each : gradients.entrySet()) {
        Tensor other = taped.get(i++);
        assertTrue(other.array().sameBits(each.getValue().array()), each.getKey());
      }
    }
  }
}
