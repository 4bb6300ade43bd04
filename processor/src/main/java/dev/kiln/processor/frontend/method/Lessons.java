package dev.kiln.processor.frontend.method;

import dev.kiln.processor.frontend.type.KnownSizes;
import java.util.Optional;
import java.util.Set;

/**
 * What lowering a method teaches about it. Types must not change under way: what is learned counts
 * when the method is lowered again. So does only what is learned first, since what follows was
 * judged without it.
 */
public final class Lessons {
  private final Known known;
  private Optional<Known> learned = Optional.empty();

  /** Nothing is learned yet beside what is known. */
  public Lessons(Known known) {
    this.known = known;
  }

  /** What is known while the method is lowered. */
  public Known known() {
    return known;
  }

  /** What is known when the method is lowered again; empty where that would teach nothing. */
  public Optional<Known> learned() {
    return learned;
  }

  /** Learns sizes of nested models. */
  public void learn(KnownSizes sizes) {
    learned = learned.or(() -> Optional.of(known.with(sizes)));
  }

  /** Learns which fields a method takes. */
  void learn(String method, Set<String> fields) {
    learned = learned.or(() -> Optional.of(known.with(method, fields)));
  }
}
