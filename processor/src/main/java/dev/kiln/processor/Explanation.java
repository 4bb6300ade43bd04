package dev.kiln.processor;

import dev.kiln.autodiff.ReverseReport;
import dev.kiln.autodiff.ReverseReport.Item;
import dev.kiln.autodiff.ReverseReport.Kind;
import dev.kiln.autodiff.ReverseReport.Section;
import dev.kiln.graph.SourcePosition;
import java.util.LinkedHashSet;
import java.util.Set;

/** Says in words what the gradient of a method stores, and why: {@code -Akiln.explain}. */
final class Explanation {
  private Explanation() {}

  static String of(String method, ReverseReport report) {
    StringBuilder text = new StringBuilder("the gradient of " + method + ":");
    for (int i = 0; i < report.functions().size(); i++) {
      Section section = report.functions().get(i);
      if (i > 0) {
        text.append("\n ").append(section.function()).append(", forward and backward on its own:");
      }
      Set<String> lines = new LinkedHashSet<>();
      String share = i > 0 ? " per call" : "";
      section.items().forEach(item -> lines.add(line(item, share)));
      if (section.items().stream().noneMatch(Explanation::isKept)) {
        text.append("\n  nothing is stored");
      }
      lines.forEach(line -> text.append("\n  ").append(line));
    }
    return text.toString();
  }

  private static boolean isKept(Item item) {
    return switch (item.kind()) {
      case STORED, OVERWRITTEN, COPIED, COUNTED -> true;
      case CHECKPOINTED -> true;
      case RECOVERED, REPEATED, FUSED, UNCHECKPOINTED, INACTIVE -> false;
    };
  }

  private static String line(Item item, String share) {
    String what =
        switch (item.kind()) {
          case STORED -> "stored: ";
          case OVERWRITTEN -> "stored, what is overwritten in: ";
          case COPIED -> "copied: ";
          case COUNTED -> "counted: ";
          case RECOVERED -> "recovered: ";
          case REPEATED -> "computed again: ";
          case FUSED -> "reversed round by round: ";
          case CHECKPOINTED -> "checkpointed: ";
          case UNCHECKPOINTED -> "not checkpointed: ";
          case INACTIVE -> "no derivative: ";
        };
    StringBuilder line = new StringBuilder(what).append(item.subject());
    if (item.position().isKnown()) {
      line.append(" (line ").append(item.position().line()).append(')');
    }
    if (isKept(item) && item.kind() != Kind.CHECKPOINTED) {
      line.append(item.size().isEmpty() ? "" : ", " + item.size());
      if (item.loops().isEmpty()) {
        line.append(share);
      } else {
        SourcePosition loop = item.loops().get(item.loops().size() - 1);
        line.append(" per round of the loop in line ").append(loop.line());
      }
    }
    return item.reason().isEmpty() ? line.toString() : line + ": " + item.reason();
  }
}
