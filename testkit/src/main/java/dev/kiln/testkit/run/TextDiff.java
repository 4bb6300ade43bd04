package dev.kiln.testkit.run;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts, line by line, as {@code diff -u} shows it. */
public final class TextDiff {
  private static final int CONTEXT = 3;
  private static final int SHOWN = 60;

  private TextDiff() {}

  /** Lines that are only in {@code expected} begin with a minus, those only in the other a plus. */
  public static String of(String expected, String actual) {
    List<String> left = expected.lines().toList();
    List<String> right = actual.lines().toList();
    List<String> edits = edits(left, right);
    List<String> shown = new ArrayList<>();
    boolean isSkipping = false;
    for (int i = 0; i < edits.size() && shown.size() <= SHOWN; i++) {
      if (isNearChange(edits, i)) {
        if (isSkipping) {
          shown.add("@@ line " + (lineAt(edits, i) + 1) + " @@");
        }
        shown.add(edits.get(i));
        isSkipping = false;
      } else {
        isSkipping = true;
      }
    }
    if (shown.isEmpty()) {
      return "(they differ in the ends of lines only)";
    }
    if (shown.size() > SHOWN) {
      shown.add("..");
    }
    return String.join("\n", shown);
  }

  private static boolean isNearChange(List<String> edits, int index) {
    int last = Math.min(edits.size() - 1, index + CONTEXT);
    for (int i = Math.max(0, index - CONTEXT); i <= last; i++) {
      if (!edits.get(i).startsWith(" ")) {
        return true;
      }
    }
    return false;
  }

  /** How many lines of the expected text are before an edit. */
  private static long lineAt(List<String> edits, int index) {
    return edits.subList(0, index).stream().filter(each -> !each.startsWith("+")).count();
  }

  /** All lines of both, by a longest common subsequence. */
  private static List<String> edits(List<String> left, List<String> right) {
    int[][] common = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        common[i][j] =
            left.get(i).equals(right.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> edits = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
        edits.add(" " + left.get(i++));
        j++;
      } else if (j == right.size() || i < left.size() && common[i + 1][j] >= common[i][j + 1]) {
        edits.add("-" + left.get(i++));
      } else {
        edits.add("+" + right.get(j++));
      }
    }
    return edits;
  }
}
