package dev.kiln.fuzz.generate;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices that a seed determines. */
final class Randomness {
  private final SplittableRandom random;

  Randomness(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A number from 0 to {@code bound}, exclusive. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  int nextInt() {
    return random.nextInt();
  }

  long nextLong() {
    return random.nextLong();
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final <T> T of(T first, T... more) {
    int index = random.nextInt(more.length + 1);
    return index == 0 ? first : more[index - 1];
  }
}
