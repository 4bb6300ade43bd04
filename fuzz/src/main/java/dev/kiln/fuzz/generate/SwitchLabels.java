package dev.kiln.fuzz.generate;

import java.util.ArrayList;
import java.util.List;

/** The labels of a switch: different numbers in groups, and the default somewhere. */
final class SwitchLabels {
  private final Context context;

  SwitchLabels(Context context) {
    this.context = context;
  }

  /** The labels of each group; none for the default. */
  List<List<String>> groups(boolean needsDefault) {
    Randomness random = context.random;
    List<String> free = new ArrayList<>(List.of("-1", "0", "1", "2", "3", "7", "0x10"));
    if (random.chance(0.1)) {
      free.add("Integer.MIN_VALUE");
    }
    context.labels.forEach(label -> free.add(label.name()));
    List<List<String>> groups = new ArrayList<>();
    int count = 1 + random.below(3);
    for (int i = 0; i < count && !free.isEmpty(); i++) {
      List<String> labels = new ArrayList<>();
      do {
        labels.add(free.remove(random.below(free.size())));
      } while (random.chance(0.3) && !free.isEmpty());
      groups.add(labels);
    }
    if (needsDefault || random.chance(0.6)) {
      int place = random.chance(0.7) ? groups.size() : random.below(groups.size() + 1);
      groups.add(place, List.of());
    }
    return groups;
  }
}
