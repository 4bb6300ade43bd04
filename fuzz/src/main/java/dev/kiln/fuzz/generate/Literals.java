package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.type.ScalarType;
import java.util.Locale;

/** Constants: mostly small numbers, at times special ones. */
final class Literals {
  private final Randomness random;
  private final boolean isSmooth;

  Literals(Randomness random, boolean isSmooth) {
    this.random = random;
    this.isSmooth = isSmooth;
  }

  /** A constant that may stand in code. */
  Expression.Literal code(ScalarType type) {
    return make(type, isSmooth ? 0 : 0.12);
  }

  /** An argument. */
  Expression.Literal input(ScalarType type) {
    return make(type, isSmooth ? 0 : 0.2);
  }

  static Expression.Literal number(int value) {
    return new Expression.Literal(ScalarType.INT32, Integer.toString(value));
  }

  /** A number that tensors of all dtypes take. */
  static Expression.Literal small(Randomness random, ScalarType type) {
    int number = random.below(5) - 1;
    boolean isFloating = type.dtype().isFloating();
    return new Expression.Literal(type, isFloating ? number + ".5" : Integer.toString(number));
  }

  private Expression.Literal make(ScalarType type, double special) {
    boolean isSpecial = random.chance(special);
    return new Expression.Literal(
        type,
        switch (type.dtype()) {
          case BOOL -> Boolean.toString(random.chance(0.5));
          case INT32 -> isSpecial ? specialInt() : Integer.toString(random.below(9) - 2);
          case INT64 -> isSpecial ? specialLong() : random.below(9) - 2 + "L";
          case FLOAT32 -> isSpecial ? specialFloat() : decimal() + "f";
          case FLOAT64 -> isSpecial ? specialDouble() : decimal();
        });
  }

  private String decimal() {
    if (!isSmooth && random.chance(0.3)) {
      return random.below(5) + ".0";
    }
    return String.format(Locale.ROOT, "%.3f", random.between(-2, 2));
  }

  private String specialInt() {
    return random.of(
        "Integer.MAX_VALUE",
        "Integer.MIN_VALUE",
        "-2147483648",
        "0x7fff_ffff",
        "-1",
        "0",
        Integer.toString(random.nextInt()));
  }

  private String specialLong() {
    return random.of(
        "Long.MAX_VALUE",
        "Long.MIN_VALUE",
        "-9223372036854775808L",
        "4294967296L",
        "-1L",
        "0L",
        random.nextLong() + "L");
  }

  private String specialFloat() {
    return random.of(
        "Float.NaN",
        "Float.POSITIVE_INFINITY",
        "Float.NEGATIVE_INFINITY",
        "-0.0f",
        "0f",
        "Float.MAX_VALUE",
        "Float.MIN_VALUE",
        "1e-39f",
        "16777217f",
        "3e9f");
  }

  private String specialDouble() {
    return random.of(
        "Double.NaN",
        "Double.POSITIVE_INFINITY",
        "Double.NEGATIVE_INFINITY",
        "-0.0",
        "0.0",
        "Double.MAX_VALUE",
        "Double.MIN_VALUE",
        "1e-310",
        "1e19",
        "-3e9",
        "Math.PI");
  }
}
