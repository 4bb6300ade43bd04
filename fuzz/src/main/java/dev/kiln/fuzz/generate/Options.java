package dev.kiln.fuzz.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Ways to go on, of which one is taken; a way that leads nowhere gives null. */
final class Options<T> {
  private final Randomness random;
  private final List<Supplier<T>> ways = new ArrayList<>();
  private final List<Integer> weights = new ArrayList<>();
  private int total;

  Options(Randomness random) {
    this.random = random;
  }

  /** Adds a way that is taken {@code weight} times as often as one of weight 1. */
  Options<T> or(int weight, Supplier<T> way) {
    if (weight > 0) {
      ways.add(way);
      weights.add(weight);
      total += weight;
    }
    return this;
  }

  /** Takes one way; null where it leads nowhere. */
  T take() {
    int left = random.below(total);
    int index = 0;
    while (left >= weights.get(index)) {
      left -= weights.get(index++);
    }
    return ways.get(index).get();
  }
}
