package dev.kiln.data;

import dev.kiln.tensor.Tensor;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Classes by number: the labels of examples, and the names that the numbers stand for.
 *
 * @param numbers int32 {@code [n]}: for each example, the position of its class in {@code names}
 * @param names the classes
 */
public record Labels(Tensor numbers, List<String> names) {
  /** Copies the list. */
  public Labels {
    names = List.copyOf(names);
  }

  /** How many classes there are. */
  public int count() {
    return names.size();
  }

  /** The names that occur, in the order of the alphabet, as numbers from 0. */
  static Labels of(Collection<String> texts) {
    List<String> names = List.copyOf(new TreeSet<>(texts));
    return new Labels(Tensor.of(texts.stream().mapToInt(names::indexOf).toArray()), names);
  }
}
