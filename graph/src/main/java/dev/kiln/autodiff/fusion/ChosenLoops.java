package dev.kiln.autodiff.fusion;

import dev.kiln.graph.Operation;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** The loops that are to be fused, as far as that is decided: outer loops before inner ones. */
final class ChosenLoops {
  /**
   * A loop that is fused.
   *
   * @param sums the sums among what it carries
   * @param early what is known before it
   */
  private record Choice(Set<Integer> sums, EarlyValues early) {}

  private final Map<Operation, Choice> choices = new IdentityHashMap<>();

  void add(Operation.Loop loop, Set<Integer> sums, EarlyValues early) {
    choices.put(loop, new Choice(sums, early));
  }

  boolean contains(Operation operation) {
    return choices.containsKey(operation);
  }

  /** The sums among what a chosen loop carries. */
  Set<Integer> sums(Operation.Loop loop) {
    return choices.get(loop).sums();
  }

  /** What is known before a chosen loop. */
  EarlyValues early(Operation.Loop loop) {
    return choices.get(loop).early();
  }
}
