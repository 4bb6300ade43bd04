package dev.kiln.pass.split;

import dev.kiln.graph.Function;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names of new functions: {@code f} has the parts {@code fPart1}, {@code fPart2} and so on. */
public final class PartNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> last = new HashMap<>();

  /**
   * @param functions whose names are taken
   */
  public PartNames(List<Function> functions) {
    functions.forEach(function -> taken.add(function.name()));
  }

  private PartNames(PartNames other) {
    taken.addAll(other.taken);
    last.putAll(other.last);
  }

  /** The same names, to which others can be added. */
  public PartNames copy() {
    return new PartNames(this);
  }

  String of(String function) {
    int number = last.getOrDefault(function, 0) + 1;
    while (!taken.add(function + "Part" + number)) {
      number++;
    }
    last.put(function, number);
    return function + "Part" + number;
  }
}
