package dev.kiln.processor.emit.statement;

import dev.kiln.processor.emit.name.JavaNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What labels are called in Java: as the user called them. Those of graphs are numbered, since one
 * label may stand for a loop and for its body.
 */
final class Labels {
  /** Words for labels that the user did not give and that are keywords. */
  private static final Map<String, String> WORDS = Map.of("return", "done", "switch", "cases");

  private final Map<String, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** Notes that something jumps to a label; an empty one is none. */
  void use(String label) {
    if (!label.isEmpty()) {
      names.computeIfAbsent(label, this::fresh);
    }
  }

  private String fresh(String label) {
    String word = label.replaceFirst("_\\d+$", "");
    String preferred = WORDS.getOrDefault(word, JavaNames.identifier(word));
    String name = preferred;
    for (int i = 2; !taken.add(name); i++) {
      name = preferred + i;
    }
    return name;
  }

  /** In front of what has the label: nothing where nobody jumps there. */
  String before(String label) {
    return names.containsKey(label) ? names.get(label) + ": " : "";
  }

  /** Behind a jump. */
  String after(String label) {
    return label.isEmpty() ? "" : " " + names.get(label);
  }
}
