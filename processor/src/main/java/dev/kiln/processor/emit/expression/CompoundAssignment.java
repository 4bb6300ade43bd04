package dev.kiln.processor.emit.expression;

import dev.kiln.processor.emit.text.JavaText;
import java.util.Set;

/** Writes assignments, compound ones where that is the same. */
public final class CompoundAssignment {
  private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/");

  private CompoundAssignment() {}

  /** {@code x = x + e} is {@code x += e}. */
  public static JavaText of(String name, Expression value) {
    return value.form() instanceof Expression.Binary binary
            && OPERATORS.contains(binary.operator())
            && binary.left().code().equals(new JavaText(name))
        ? JavaText.of("$L $L= $L", name, binary.operator(), binary.right().code())
        : JavaText.of("$L = $L", name, value.code());
  }

  /** As the update of a {@code for}: {@code i++} for {@code i += 1}. */
  public static JavaText step(String name, Expression value) {
    JavaText one = new JavaText("1");
    boolean isStep =
        value.form() instanceof Expression.Binary binary
            && binary.isWhole()
            && Set.of("+", "-").contains(binary.operator())
            && binary.left().code().equals(new JavaText(name))
            && binary.right().code().equals(one);
    return isStep ? JavaText.of("$L$L$L", name, operator(value), operator(value)) : of(name, value);
  }

  private static String operator(Expression value) {
    return ((Expression.Binary) value.form()).operator();
  }
}
