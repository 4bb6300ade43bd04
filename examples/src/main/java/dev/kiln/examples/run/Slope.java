package dev.kiln.examples.run;

import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A loss and its derivatives.
 *
 * @param gradients the derivatives by the names of parameters
 */
public record Slope(Tensor loss, Map<String, Tensor> gradients) {
  /** That of eager code, which a tape records. */
  public static Slope eager(Map<String, Tensor> parameters, Supplier<Tensor> code) {
    try (Tape tape = Tape.open()) {
      Tensor loss = code.get();
      List<Tensor> derivatives = tape.gradient(loss, parameters.values().toArray(new Tensor[0]));
      Iterator<Tensor> each = derivatives.iterator();
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      parameters.keySet().forEach(name -> gradients.put(name, each.next()));
      return new Slope(loss, gradients);
    }
  }
}
