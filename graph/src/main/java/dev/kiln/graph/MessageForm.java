package dev.kiln.graph;

import java.util.List;
import java.util.Locale;

/**
 * How a number is written in the message of an exception.
 *
 * @param kind what the number represents
 * @param format that of {@code String.format}, for this one argument; empty for string
 *     concatenation
 * @param names of what is represented by 0, 1 and so on, where that is a name
 */
public record MessageForm(Kind kind, String format, List<String> names) {
  /** What a number represents. */
  public enum Kind {
    /** Itself, of its own type. */
    NUMBER,
    /** A byte. */
    BYTE,
    /** A short. */
    SHORT,
    /** A char. */
    CHAR,
    /** One of several names, or null. */
    NAME
  }

  /** A number as string concatenation writes it. */
  public static final MessageForm PLAIN = new MessageForm(Kind.NUMBER, "", List.of());

  public MessageForm {
    names = List.copyOf(names);
  }

  /** What an int or a char is as {@code kind}. */
  public static MessageForm of(Kind kind) {
    return new MessageForm(kind, "", List.of());
  }

  /** One of several names. */
  public static MessageForm names(List<String> names) {
    return new MessageForm(Kind.NAME, "", names);
  }

  /** The same as a format writes it. */
  public MessageForm formatted(String by) {
    return new MessageForm(kind, by, names);
  }

  /** The text of a number. */
  public String text(Object number) {
    Object value = value(number);
    return format.isEmpty() ? String.valueOf(value) : String.format(format, value);
  }

  private Object value(Object number) {
    return switch (kind) {
      case NUMBER -> number;
      case BYTE -> ((Number) number).byteValue();
      case SHORT -> ((Number) number).shortValue();
      case CHAR -> (char) ((Number) number).intValue();
      case NAME -> {
        int index = ((Number) number).intValue();
        yield index < 0 ? null : names.get(index);
      }
    };
  }

  /** The word for it in the text of a graph. */
  public String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
