package dev.kiln.processor.emit;

/** Writes assignments, compound ones where that is the same. */
final class CompoundAssignment {
  private CompoundAssignment() {}

  /** {@code x = x + e} is written {@code x += e}. */
  static void write(String name, JavaText code, Code out) {
    String text = code.text();
    int operator = name.length() + 1;
    boolean updates =
        text.length() > operator + 2
            && text.startsWith(name)
            && text.charAt(operator - 1) == ' '
            && "+-*/".indexOf(text.charAt(operator)) >= 0
            && text.charAt(operator + 1) == ' ';
    if (updates) {
      String rest = text.substring(operator + 2);
      if (isOneOperand(rest, "+-".indexOf(text.charAt(operator)) >= 0 ? "*/%" : "")) {
        out.statement("$L $L= $L", name, text.charAt(operator), rest);
        return;
      }
    }
    out.statement("$L = $L", name, code);
  }

  /** Whether the rest has no operators but {@code tighter} ones, so that it is one operand. */
  private static boolean isOneOperand(String rest, String tighter) {
    int depth = 0;
    for (int i = 0; i < rest.length() - 1; i++) {
      char each = rest.charAt(i);
      if (each == '(' || each == '[') {
        depth++;
      } else if (each == ')' || each == ']') {
        depth--;
      } else if (each == ' ' && depth == 0 && isOperator(rest, i + 1)) {
        if (tighter.indexOf(rest.charAt(i + 1)) < 0 || rest.charAt(i + 2) != ' ') {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isOperator(String text, int at) {
    int end = text.indexOf(' ', at);
    return end > 0
        && text.substring(at, end).chars().allMatch(each -> "+-*/%<>=!&|^?:".indexOf(each) >= 0);
  }
}
