package dev.kiln.processor.emit;

import java.util.List;

/** Writes assignments, compound ones where that is the same. */
final class CompoundAssignment {
  private CompoundAssignment() {}

  /** {@code x = x + e} is written {@code x += e}. */
  static void write(String name, JavaText code, Code out) {
    String text = code.toString();
    for (String operator : List.of("+", "-", "*")) {
      String prefix = name + " " + operator + " ";
      if (text.startsWith(prefix) && isSimple(text.substring(prefix.length()))) {
        out.statement("$L $L= $L", name, operator, text.substring(prefix.length()));
        return;
      }
    }
    out.statement("$L = $L", name, code);
  }

  /** Whether the rest of a sum is one operand, so that taking it apart changes nothing. */
  private static boolean isSimple(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '(' || each == '[') {
        depth++;
      } else if (each == ')' || each == ']') {
        depth--;
      } else if (each == ' ' && depth == 0) {
        return false;
      }
    }
    return true;
  }
}
