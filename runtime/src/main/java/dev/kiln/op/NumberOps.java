package dev.kiln.op;

import static dev.kiln.op.Bits.of;
import static dev.kiln.op.Bits.toDouble;
import static dev.kiln.op.Bits.toFloat;
import static dev.kiln.op.Bits.toInt;

import dev.kiln.annotation.DType;
import dev.kiln.op.Evaluation.BitsFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The static methods of {@link Double}, {@link Float}, {@link Integer} and {@link Long} on numbers,
 * each called as it is. Their {@code max} and {@code min} are those of {@link MathOps}, and {@code
 * sum} is an addition.
 *
 * <p>The bits of a number are integers, so its derivative does not pass through them.
 */
final class NumberOps {
  private static final DType I = DType.INT32;
  private static final DType L = DType.INT64;
  private static final DType F = DType.FLOAT32;
  private static final DType D = DType.FLOAT64;
  private static final Derivative DISCRETE =
      new Derivative.None("its values are integers or truth values");
  private static final Derivative ZERO = new Derivative.Zero();

  /** All methods. */
  private static final List<String> METHODS =
      List.of(
          "isNaN",
          "isInfinite",
          "isFinite",
          "compare",
          "doubleToLongBits",
          "doubleToRawLongBits",
          "longBitsToDouble",
          "floatToIntBits",
          "floatToRawIntBits",
          "intBitsToFloat",
          "signum",
          "bitCount",
          "rotateLeft",
          "rotateRight",
          "numberOfLeadingZeros",
          "numberOfTrailingZeros",
          "highestOneBit",
          "lowestOneBit",
          "reverse",
          "reverseBytes",
          "compareUnsigned",
          "divideUnsigned",
          "remainderUnsigned",
          "toUnsignedLong");

  private static final Set<String> OWNERS =
      Set.of("java.lang.Double", "java.lang.Float", "java.lang.Integer", "java.lang.Long");

  private static final Map<String, List<OpDefinition>> KNOWN = new ConcurrentHashMap<>();

  private final String method;
  private final List<OpDefinition> defined = new ArrayList<>();

  private NumberOps(String method) {
    this.method = method;
  }

  /** Whether a class has such methods. */
  static boolean isOwner(String type) {
    return OWNERS.contains(type);
  }

  /** The class that has the methods on numbers of a dtype. */
  static String owner(DType dtype) {
    return switch (dtype) {
      case INT32 -> "java.lang.Integer";
      case INT64 -> "java.lang.Long";
      case FLOAT32 -> "java.lang.Float";
      case FLOAT64 -> "java.lang.Double";
      case BOOL -> throw new IllegalArgumentException("not a number");
    };
  }

  /** The overloads of a method in all four classes; none where there is no such method. */
  static List<OpDefinition> overloads(String method) {
    return METHODS.contains(method)
        ? KNOWN.computeIfAbsent(method, name -> new NumberOps(name).define())
        : List.of();
  }

  /** The definitions of this file. */
  static List<OpDefinition> all() {
    return METHODS.stream().flatMap(method -> overloads(method).stream()).toList();
  }

  /** The operation called {@code name}, or null. */
  static OpDefinition named(String name) {
    String[] words = name.split("_");
    return words.length < 2
        ? null
        : overloads(words[1]).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElse(null);
  }

  private List<OpDefinition> define() {
    if (!(tests() || conversions() || counts() || arrangements() || unsigned())) {
      throw new IllegalStateException("there is no definition of " + method);
    }
    return List.copyOf(defined);
  }

  private boolean tests() {
    switch (method) {
      case "isNaN" -> {
        define(F, DType.BOOL, (x, y, z) -> of(Float.isNaN(toFloat(x))), F);
        define(D, DType.BOOL, (x, y, z) -> of(Double.isNaN(toDouble(x))), D);
      }
      case "isInfinite" -> {
        define(F, DType.BOOL, (x, y, z) -> of(Float.isInfinite(toFloat(x))), F);
        define(D, DType.BOOL, (x, y, z) -> of(Double.isInfinite(toDouble(x))), D);
      }
      case "isFinite" -> {
        define(F, DType.BOOL, (x, y, z) -> of(Float.isFinite(toFloat(x))), F);
        define(D, DType.BOOL, (x, y, z) -> of(Double.isFinite(toDouble(x))), D);
      }
      case "compare" -> {
        define(I, I, (x, y, z) -> Integer.compare(toInt(x), toInt(y)), I, I);
        define(L, I, (x, y, z) -> Long.compare(x, y), L, L);
        define(F, I, (x, y, z) -> Float.compare(toFloat(x), toFloat(y)), F, F);
        define(D, I, (x, y, z) -> Double.compare(toDouble(x), toDouble(y)), D, D);
      }
      case "signum" -> {
        define(I, I, (x, y, z) -> Integer.signum(toInt(x)), I);
        define(L, I, (x, y, z) -> Long.signum(x), L);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean conversions() {
    switch (method) {
      case "doubleToLongBits" -> define(D, L, (x, y, z) -> Double.doubleToLongBits(toDouble(x)), D);
      case "doubleToRawLongBits" -> define(D, L, (x, y, z) -> x, D);
      case "longBitsToDouble" -> define(D, D, (x, y, z) -> x, L);
      case "floatToIntBits" -> define(F, I, (x, y, z) -> Float.floatToIntBits(toFloat(x)), F);
      case "floatToRawIntBits" -> define(F, I, (x, y, z) -> toInt(x), F);
      case "intBitsToFloat" -> define(F, F, (x, y, z) -> toInt(x), I);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean counts() {
    switch (method) {
      case "bitCount" -> {
        define(I, I, (x, y, z) -> Integer.bitCount(toInt(x)), I);
        define(L, I, (x, y, z) -> Long.bitCount(x), L);
      }
      case "numberOfLeadingZeros" -> {
        define(I, I, (x, y, z) -> Integer.numberOfLeadingZeros(toInt(x)), I);
        define(L, I, (x, y, z) -> Long.numberOfLeadingZeros(x), L);
      }
      case "numberOfTrailingZeros" -> {
        define(I, I, (x, y, z) -> Integer.numberOfTrailingZeros(toInt(x)), I);
        define(L, I, (x, y, z) -> Long.numberOfTrailingZeros(x), L);
      }
      case "highestOneBit" -> {
        define(I, I, (x, y, z) -> Integer.highestOneBit(toInt(x)), I);
        define(L, L, (x, y, z) -> Long.highestOneBit(x), L);
      }
      case "lowestOneBit" -> {
        define(I, I, (x, y, z) -> Integer.lowestOneBit(toInt(x)), I);
        define(L, L, (x, y, z) -> Long.lowestOneBit(x), L);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean arrangements() {
    switch (method) {
      case "rotateLeft" -> {
        define(I, I, (x, y, z) -> Integer.rotateLeft(toInt(x), toInt(y)), I, I);
        define(L, L, (x, y, z) -> Long.rotateLeft(x, toInt(y)), L, I);
      }
      case "rotateRight" -> {
        define(I, I, (x, y, z) -> Integer.rotateRight(toInt(x), toInt(y)), I, I);
        define(L, L, (x, y, z) -> Long.rotateRight(x, toInt(y)), L, I);
      }
      case "reverse" -> {
        define(I, I, (x, y, z) -> Integer.reverse(toInt(x)), I);
        define(L, L, (x, y, z) -> Long.reverse(x), L);
      }
      case "reverseBytes" -> {
        define(I, I, (x, y, z) -> Integer.reverseBytes(toInt(x)), I);
        define(L, L, (x, y, z) -> Long.reverseBytes(x), L);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean unsigned() {
    switch (method) {
      case "compareUnsigned" -> {
        define(I, I, (x, y, z) -> Integer.compareUnsigned(toInt(x), toInt(y)), I, I);
        define(L, I, (x, y, z) -> Long.compareUnsigned(x, y), L, L);
      }
      case "divideUnsigned" -> {
        throwing(I, (x, y, z) -> Integer.divideUnsigned(toInt(x), toInt(y)));
        throwing(L, (x, y, z) -> Long.divideUnsigned(x, y));
      }
      case "remainderUnsigned" -> {
        throwing(I, (x, y, z) -> Integer.remainderUnsigned(toInt(x), toInt(y)));
        throwing(L, (x, y, z) -> Long.remainderUnsigned(x, y));
      }
      case "toUnsignedLong" -> define(I, L, (x, y, z) -> Integer.toUnsignedLong(toInt(x)), I);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A method of the class for {@code dtype}. */
  private void define(DType dtype, DType result, BitsFunction function, DType... operands) {
    define(dtype, result, Effect.PURE, function, operands);
  }

  /** A method on two numbers that divides by the second. */
  private void throwing(DType dtype, BitsFunction function) {
    define(dtype, dtype, Effect.MAY_THROW, function, dtype, dtype);
  }

  private void define(
      DType dtype, DType result, Effect effect, BitsFunction function, DType... operands) {
    String owner = owner(dtype);
    String prefix = owner.substring(owner.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
    Derivative derivative = operands[0].isFloating() && result != DType.BOOL ? ZERO : DISCRETE;
    defined.add(
        new ScalarMethod(owner, prefix, method)
            .operation(result, effect, function, derivative, List.of(), operands));
  }
}
