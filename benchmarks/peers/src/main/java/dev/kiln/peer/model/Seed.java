package dev.kiln.peer.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/** The loop that static graphs make people write as a call of {@code while_loop}. */
@Model
public class Seed {
  /** Counts until the first number reaches the second. */
  @Compute
  public Tensor count(@Shape("") Tensor first, @Shape("") Tensor second) {
    while (first.less(second).toBoolean()) {
      first = first.add(2);
      second = second.add(1);
    }
    return first;
  }

  /** The same on numbers. */
  @Compute
  public int count(int first, int second) {
    while (first < second) {
      first += 2;
      second += 1;
    }
    return first;
  }
}
