package dev.kiln.processor.frontend.code;

import dev.kiln.op.definition.Attributes;
import java.util.Optional;

/** The {@code @Checkpoint} of a method, which is for its outermost loops. */
public final class MethodMark {
  private final Optional<Attributes> attributes;
  private boolean isTaken;

  /** What the annotation says; empty where there is none. */
  public MethodMark(Optional<Attributes> attributes) {
    this.attributes = attributes;
  }

  /** The mark for an outermost loop. */
  public Optional<Attributes> take() {
    isTaken = true;
    return attributes;
  }

  /** Whether there is a mark that is for no loop. */
  public boolean isUnused() {
    return attributes.isPresent() && !isTaken;
  }
}
