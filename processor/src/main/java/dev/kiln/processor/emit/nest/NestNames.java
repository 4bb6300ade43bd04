package dev.kiln.processor.emit.nest;

import dev.kiln.processor.emit.name.JavaNames;
import java.util.HashSet;
import java.util.Set;

/** The names of the variables in the method of a nest. */
final class NestNames {
  private final Set<String> taken;

  /**
   * @param reserved names that no variable takes
   */
  NestNames(Set<String> reserved) {
    taken = new HashSet<>(reserved);
  }

  /** A name that no other variable has: the user's where there is one, else what it is. */
  String fresh(String users, String otherwise) {
    String preferred = users.isEmpty() ? otherwise : JavaNames.identifier(users);
    String name = preferred;
    for (int i = 2; !taken.add(name); i++) {
      name = preferred + i;
    }
    return name;
  }
}
