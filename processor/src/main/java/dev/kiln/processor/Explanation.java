package dev.kiln.processor;

import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.report.ReverseReport.Item;
import dev.kiln.autodiff.report.ReverseReport.Kind;
import dev.kiln.autodiff.report.ReverseReport.Section;
import dev.kiln.type.Dim;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in words what the gradient of a method stores, and why: {@code -Akiln.explain}. */
final class Explanation {
  private Explanation() {}

  /**
   * @param memory the bytes that tensors take, which depend on their sizes
   */
  static String of(String method, ReverseReport report, Dim memory) {
    StringBuilder text = new StringBuilder("the gradient of " + method + ":");
    for (int i = 0; i < report.functions().size(); i++) {
      Section section = report.functions().get(i);
      if (i > 0) {
        text.append("\n ").append(section.function()).append(", forward and backward on its own:");
      }
      Set<String> lines = new LinkedHashSet<>();
      String share = i > 0 ? " per call" : "";
      section.items().forEach(item -> lines.add(line(item, share)));
      if (section.items().stream().noneMatch(item -> item.kind().isKept())) {
        text.append("\n  nothing is saved");
      }
      lines.addAll(totals(section));
      if (i == 0 && !memory.is(0)) {
        lines.add("tensors take " + memory + " bytes, besides what loops save");
      }
      lines.forEach(line -> text.append("\n  ").append(line));
    }
    return text.toString();
  }

  private static String line(Item item, String share) {
    String what =
        switch (item.kind()) {
          case STORED -> "saved: ";
          case OVERWRITTEN -> "saved, overwritten elements of: ";
          case COPIED -> "copied: ";
          case COUNTED -> "counted: ";
          case RECOVERED -> "recovered: ";
          case REPEATED -> "recomputed: ";
          case FUSED -> "reversed iteration by iteration: ";
          case NOT_FUSED -> "reversed after its end: ";
          case TAKEN -> "reversed in the iteration that set it: ";
          case CHECKPOINTED -> "checkpointed: ";
          case UNCHECKPOINTED -> "not checkpointed: ";
          case INACTIVE -> "no derivative: ";
        };
    StringBuilder line = new StringBuilder(what).append(item.subject());
    if (item.position().isKnown()) {
      line.append(" (").append(item.position()).append(')');
    }
    if (item.kind().isKept() && item.kind() != Kind.CHECKPOINTED) {
      line.append(item.size().isEmpty() ? "" : ", " + item.size());
      if (item.loops().isEmpty()) {
        line.append(share);
      } else {
        line.append(" per iteration of the loop at ").append(innermost(item));
      }
    }
    return item.reason().isEmpty() ? line.toString() : line + ": " + item.reason();
  }

  private static SourcePosition innermost(Item item) {
    return item.loops().get(item.loops().size() - 1);
  }

  /** What each loop saves of all that is saved in it. */
  private static List<String> totals(Section section) {
    Map<SourcePosition, List<Item>> loops = new LinkedHashMap<>();
    for (Item item : section.items()) {
      boolean isSaved = item.kind().isKept() && item.kind() != Kind.CHECKPOINTED;
      if (isSaved && !item.loops().isEmpty()) {
        loops.computeIfAbsent(innermost(item), key -> new ArrayList<>()).add(item);
      }
    }
    return loops.entrySet().stream().map(each -> total(each.getKey(), each.getValue())).toList();
  }

  private static String total(SourcePosition loop, List<Item> items) {
    long bytes = items.stream().mapToLong(Item::bytes).sum();
    List<String> sizes = new ArrayList<>();
    if (bytes > 0) {
      sizes.add(bytes + (bytes == 1 ? " byte" : " bytes"));
    }
    items.stream().filter(each -> each.bytes() == 0).map(Item::size).forEach(sizes::add);
    String each = String.join(" + ", sizes);
    String names = items.stream().map(Item::subject).distinct().collect(Collectors.joining(", "));
    boolean isNested = items.get(0).loops().size() > 1;
    String all =
        sizes.size() == 1 && bytes > 0
            ? bytes + " * iterations bytes"
            : "(" + each + ") * iterations";
    String runs = isNested ? " of all runs of the loop" : "";
    return "saves "
        + each
        + " per iteration of the loop at "
        + loop
        + ": "
        + names
        + "; in total "
        + all
        + runs;
  }
}
