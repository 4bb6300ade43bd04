package dev.kiln.benchmark;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/** Two counters that run towards each other. */
@Model
public class Counter {
  /** Where the counters met. */
  public record Counters(int first, int second) {}

  /** Where the counters met, as tensors. */
  public record Pair(Tensor first, Tensor second) {}

  /** Counts on primitives. */
  @Compute
  public Counters count(int first, int second) {
    while (first < second) {
      first += 2;
      second += 1;
    }
    return new Counters(first, second);
  }

  /** Counts on tensors. */
  @Compute
  public Pair countTensors(@Shape("") Tensor first, @Shape("") Tensor second) {
    while (first.less(second).toBoolean()) {
      first = first.add(2);
      second = second.add(1);
    }
    return new Pair(first, second);
  }
}
