package dev.kiln.processor.model.type;

import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the text of {@code @Shape}.
 *
 * <pre>
 * shape  := "" | sum ("," sum)*
 * open   := shape | "..." ("," sum)*
 * sum    := term (("+" | "-") term)*
 * term   := factor (("*" | "/") factor)*
 * factor := number | name | "(" sum ")"
 * </pre>
 */
public final class ShapeText {
  private static final int LONGEST_NUMBER = 9;

  private final String text;
  private int at;

  private ShapeText(String text) {
    this.text = text;
  }

  /** What is wrong with a shape's text. */
  public static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
      super(message);
    }
  }

  /** The name that {@link #parseOpen} gives any number of leading dimensions. */
  public static final String LEADING = "...";

  /** As {@link #parse}; a first dimension {@code ...} stands for any number of dimensions. */
  public static List<Dim> parseOpen(String text) throws SyntaxException {
    if (!text.strip().startsWith(LEADING)) {
      return parse(text);
    }
    String rest = text.strip().substring(LEADING.length()).strip();
    List<Dim> dims = new ArrayList<>(List.of(Dim.named(LEADING)));
    if (!rest.isEmpty()) {
      if (rest.charAt(0) != ',') {
        throw new SyntaxException("a comma is missing after " + LEADING);
      }
      String last = rest.substring(1);
      if (last.isBlank()) {
        throw new SyntaxException("it ends too early");
      }
      dims.addAll(parse(last));
    }
    return dims;
  }

  /** The dimensions of a shape. */
  public static List<Dim> parse(String text) throws SyntaxException {
    if (text.strip().startsWith(LEADING)) {
      throw new SyntaxException(
          LEADING + " is only on local variables and on components of records that methods make");
    }
    ShapeText parser = new ShapeText(text);
    List<Dim> dims = new ArrayList<>();
    parser.space();
    if (parser.at == text.length()) {
      return dims;
    }
    do {
      Dim dim = parser.sum();
      if (dim.constant().isPresent() && dim.constant().getAsLong() < 0) {
        throw new SyntaxException("the size " + dim + " is negative");
      }
      dims.add(dim);
    } while (parser.accept(','));
    if (parser.at < text.length()) {
      throw parser.unexpected();
    }
    return dims;
  }

  private Dim sum() throws SyntaxException {
    Dim sum = term();
    while (true) {
      if (accept('+')) {
        sum = sum.plus(term());
      } else if (accept('-')) {
        sum = sum.minus(term());
      } else {
        return sum;
      }
    }
  }

  private Dim term() throws SyntaxException {
    Dim product = factor();
    while (true) {
      if (accept('*')) {
        product = product.times(factor());
      } else if (accept('/')) {
        Dim dividend = product;
        Dim divisor = factor();
        product =
            dividend
                .dividedBy(divisor)
                .orElseThrow(
                    () ->
                        new SyntaxException(
                            divisor + " does not divide " + dividend + " for every size"));
      } else {
        return product;
      }
    }
  }

  private Dim factor() throws SyntaxException {
    if (accept('(')) {
      Dim inner = sum();
      if (!accept(')')) {
        throw unexpected();
      }
      return inner;
    }
    space();
    int start = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.isEmpty()) {
      throw unexpected();
    }
    if (word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      if (word.length() > LONGEST_NUMBER) {
        throw new SyntaxException("the size " + word + " is too large");
      }
      return Dim.of(Long.parseLong(word));
    }
    if (!Character.isJavaIdentifierStart(word.charAt(0))) {
      throw new SyntaxException("'" + word + "' is neither a number nor a name");
    }
    return Dim.named(word);
  }

  private boolean accept(char expected) {
    space();
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private SyntaxException unexpected() {
    return new SyntaxException(
        at < text.length()
            ? "unexpected '" + text.charAt(at) + "' at character " + (at + 1)
            : "it ends too early");
  }
}
