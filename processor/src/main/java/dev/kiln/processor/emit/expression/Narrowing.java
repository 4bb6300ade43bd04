package dev.kiln.processor.emit.expression;

import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.CodedType;
import java.util.regex.Pattern;

/** Ints that Java code stores or returns as bytes, shorts or chars, whose values they are. */
public final class Narrowing {
  private static final Pattern LITERAL = Pattern.compile("-?\\d+");

  private Narrowing() {}

  /** As it is assigned or returned, where Java narrows literals. */
  public static JavaText assigned(Expression value, CodedType type) {
    boolean isLiteral = LITERAL.matcher(value.code().text()).matches();
    return isLiteral ? value.code() : argument(value, type);
  }

  /** As it is passed: with a cast, unless it is an element of an array, or a cast already. */
  public static JavaText argument(Expression value, CodedType type) {
    String text = value.code().text();
    String cast = "(" + type.name() + ") ";
    JavaText unary = value.within(Precedence.UNARY);
    // an element of an array of ints is cast to be one of these types
    boolean isElement = text.endsWith("]") && value.within(Precedence.PRIMARY).text().equals(text);
    return unary.text().startsWith(cast) || isElement
        ? value.code()
        : JavaText.of("$L$L", cast, unary);
  }
}
