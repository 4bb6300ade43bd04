package dev.kiln.processor.emit;

import dev.kiln.annotation.DType;
import dev.kiln.op.Bits;

/** Java literals that give back every bit. */
final class Literals {
  private Literals() {}

  static Expression of(DType dtype, long bits) {
    return switch (dtype) {
      case BOOL -> Expression.truth(Bits.toBoolean(bits));
      case INT32 -> number(Integer.toString(Bits.toInt(bits)));
      case INT64 -> number(bits + "L");
      case FLOAT32 -> floating(Bits.toFloat(bits), "Float", Bits.toFloat(bits) + "f");
      case FLOAT64 -> floating(Bits.toDouble(bits), "Double", Double.toString(Bits.toDouble(bits)));
    };
  }

  /** Whether the literal has the very bits; of the many NaNs, it names one. */
  static boolean isExact(DType dtype, long bits) {
    return switch (dtype) {
      case FLOAT32 -> !Float.isNaN(Bits.toFloat(bits)) || bits == Bits.of(Float.NaN);
      case FLOAT64 -> !Double.isNaN(Bits.toDouble(bits)) || bits == Bits.of(Double.NaN);
      default -> true;
    };
  }

  private static Expression floating(double value, String owner, String text) {
    if (Double.isNaN(value)) {
      return Expression.primary(owner + ".NaN");
    }
    if (Double.isInfinite(value)) {
      return Expression.primary(owner + (value > 0 ? ".POSITIVE_INFINITY" : ".NEGATIVE_INFINITY"));
    }
    return number(text);
  }

  private static Expression number(String text) {
    return text.startsWith("-") ? Expression.unary(text) : Expression.primary(text);
  }

  /** A Java string literal; nothing of the text can end it or start an escape. */
  static String string(String text) {
    char[] characters = text.toCharArray();
    StringBuilder literal = new StringBuilder(text.length() + 16).append('"');
    int done = 0;
    for (int i = 0; i < characters.length; i++) {
      char each = characters[i];
      if (each < ' ' || each > '~' || each == '"' || each == '\\') {
        literal.append(characters, done, i - done).append(escaped(each));
        done = i + 1;
      }
    }
    return literal.append(characters, done, characters.length - done).append('"').toString();
  }

  private static String escaped(char each) {
    return switch (each) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\u%04x", (int) each);
    };
  }
}
