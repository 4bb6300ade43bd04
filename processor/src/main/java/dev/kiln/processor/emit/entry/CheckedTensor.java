package dev.kiln.processor.emit.entry;

import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A tensor whose type is checked at entry.
 *
 * @param array its elements in generated code
 */
record CheckedTensor(String input, TensorType type, JavaText array) {
  /** More arguments are passed in an array, which each call would allocate. */
  private static final int LARGEST_CALL = 8;

  /** As a signature declares it: {@code x: f32[batch, 64]}. */
  String declaration() {
    return input + ": " + type;
  }

  /**
   * The tensors that one call checks. A tensor that others share a named size with is checked again
   * where these are in another call.
   */
  static List<List<CheckedTensor>> groups(List<CheckedTensor> tensors) {
    Map<String, Integer> bound = new LinkedHashMap<>();
    List<Set<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      Set<Integer> needed = new TreeSet<>(Set.of(i));
      for (Dim dim : tensors.get(i).type().dims()) {
        if (dim.name().isPresent()) {
          Integer first = bound.putIfAbsent(dim.name().get(), i);
          needed.add(first == null ? Integer.valueOf(i) : first);
        }
      }
      Set<Integer> joined = new TreeSet<>(needed);
      if (!groups.isEmpty()) {
        joined.addAll(groups.get(groups.size() - 1));
      }
      if (groups.isEmpty() || joined.size() > LARGEST_CALL) {
        groups.add(needed);
      } else {
        groups.set(groups.size() - 1, joined);
      }
    }
    return groups.stream().map(group -> group.stream().map(tensors::get).toList()).toList();
  }
}
