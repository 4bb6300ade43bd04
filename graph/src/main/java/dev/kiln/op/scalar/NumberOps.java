package dev.kiln.op.scalar;

import static dev.kiln.op.definition.Bits.of;
import static dev.kiln.op.definition.Bits.toDouble;
import static dev.kiln.op.definition.Bits.toFloat;
import static dev.kiln.op.definition.Bits.toInt;

import dev.kiln.annotation.DType;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.scalar.MethodTable.Row;
import java.util.List;
import java.util.function.Consumer;

/**
 * The static methods of {@link Double}, {@link Float}, {@link Integer} and {@link Long} on numbers,
 * each called as it is. Their {@code max} and {@code min} are those of {@link MathOps}, and {@code
 * sum} is an addition.
 *
 * <p>The bits of a number are integers, so its derivative does not pass through them.
 */
public final class NumberOps {
  private NumberOps() {}

  private static final DType I = DType.INT32;
  private static final DType L = DType.INT64;
  private static final DType F = DType.FLOAT32;
  private static final DType D = DType.FLOAT64;

  /** All methods. */
  public static final MethodTable TABLE =
      new MethodTable(
          row(
              "isNaN",
              f ->
                  f.cheap(F, DType.BOOL, (x, y, z) -> of(Float.isNaN(toFloat(x))), F)
                      .cheap(D, DType.BOOL, (x, y, z) -> of(Double.isNaN(toDouble(x))), D)),
          row(
              "isInfinite",
              f ->
                  f.cheap(F, DType.BOOL, (x, y, z) -> of(Float.isInfinite(toFloat(x))), F)
                      .cheap(D, DType.BOOL, (x, y, z) -> of(Double.isInfinite(toDouble(x))), D)),
          row(
              "isFinite",
              f ->
                  f.cheap(F, DType.BOOL, (x, y, z) -> of(Float.isFinite(toFloat(x))), F)
                      .cheap(D, DType.BOOL, (x, y, z) -> of(Double.isFinite(toDouble(x))), D)),
          row(
              "compare",
              f ->
                  f.cheap(I, I, (x, y, z) -> Integer.compare(toInt(x), toInt(y)), I, I)
                      .of(L, I, (x, y, z) -> Long.compare(x, y), L, L)
                      .of(F, I, (x, y, z) -> Float.compare(toFloat(x), toFloat(y)), F, F)
                      .cheap(D, I, (x, y, z) -> Double.compare(toDouble(x), toDouble(y)), D, D)),
          row(
              "doubleToLongBits",
              f -> f.of(D, L, (x, y, z) -> Double.doubleToLongBits(toDouble(x)), D)),
          row("doubleToRawLongBits", f -> f.of(D, L, (x, y, z) -> x, D)),
          row("longBitsToDouble", f -> f.of(D, D, (x, y, z) -> x, L)),
          row("floatToIntBits", f -> f.of(F, I, (x, y, z) -> Float.floatToIntBits(toFloat(x)), F)),
          row("floatToRawIntBits", f -> f.of(F, I, (x, y, z) -> toInt(x), F)),
          row("intBitsToFloat", f -> f.of(F, F, (x, y, z) -> toInt(x), I)),
          row(
              "signum",
              f ->
                  f.cheap(I, I, (x, y, z) -> Integer.signum(toInt(x)), I)
                      .of(L, I, (x, y, z) -> Long.signum(x), L)),
          row(
              "bitCount",
              f ->
                  f.cheap(I, I, (x, y, z) -> Integer.bitCount(toInt(x)), I)
                      .of(L, I, (x, y, z) -> Long.bitCount(x), L)),
          row(
              "rotateLeft",
              f ->
                  f.of(I, I, (x, y, z) -> Integer.rotateLeft(toInt(x), toInt(y)), I, I)
                      .of(L, L, (x, y, z) -> Long.rotateLeft(x, toInt(y)), L, I)),
          row(
              "rotateRight",
              f ->
                  f.of(I, I, (x, y, z) -> Integer.rotateRight(toInt(x), toInt(y)), I, I)
                      .of(L, L, (x, y, z) -> Long.rotateRight(x, toInt(y)), L, I)),
          row(
              "numberOfLeadingZeros",
              f ->
                  f.of(I, I, (x, y, z) -> Integer.numberOfLeadingZeros(toInt(x)), I)
                      .of(L, I, (x, y, z) -> Long.numberOfLeadingZeros(x), L)),
          row(
              "numberOfTrailingZeros",
              f ->
                  f.of(I, I, (x, y, z) -> Integer.numberOfTrailingZeros(toInt(x)), I)
                      .of(L, I, (x, y, z) -> Long.numberOfTrailingZeros(x), L)),
          row(
              "highestOneBit",
              f ->
                  f.of(I, I, (x, y, z) -> Integer.highestOneBit(toInt(x)), I)
                      .of(L, L, (x, y, z) -> Long.highestOneBit(x), L)),
          row(
              "lowestOneBit",
              f ->
                  f.of(I, I, (x, y, z) -> Integer.lowestOneBit(toInt(x)), I)
                      .of(L, L, (x, y, z) -> Long.lowestOneBit(x), L)),
          row(
              "reverse",
              f ->
                  f.of(I, I, (x, y, z) -> Integer.reverse(toInt(x)), I)
                      .of(L, L, (x, y, z) -> Long.reverse(x), L)),
          row(
              "reverseBytes",
              f ->
                  f.of(I, I, (x, y, z) -> Integer.reverseBytes(toInt(x)), I)
                      .of(L, L, (x, y, z) -> Long.reverseBytes(x), L)),
          row(
              "compareUnsigned",
              f ->
                  f.of(I, I, (x, y, z) -> Integer.compareUnsigned(toInt(x), toInt(y)), I, I)
                      .of(L, I, (x, y, z) -> Long.compareUnsigned(x, y), L, L)),
          row(
              "divideUnsigned",
              f ->
                  f.throwing(I, (x, y, z) -> Integer.divideUnsigned(toInt(x), toInt(y)))
                      .throwing(L, (x, y, z) -> Long.divideUnsigned(x, y))),
          row(
              "remainderUnsigned",
              f ->
                  f.throwing(I, (x, y, z) -> Integer.remainderUnsigned(toInt(x), toInt(y)))
                      .throwing(L, (x, y, z) -> Long.remainderUnsigned(x, y))),
          row("toUnsignedLong", f -> f.of(I, L, (x, y, z) -> Integer.toUnsignedLong(toInt(x)), I)));

  /** The overloads of a method in all four classes; none where there is no such method. */
  public static List<OpDefinition> overloads(String method) {
    return TABLE.overloads(method);
  }

  private static Row row(String method, Consumer<NumberFunction> overloads) {
    return new Row(
        method,
        () -> {
          NumberFunction function = new NumberFunction(method);
          overloads.accept(function);
          return function.defined();
        });
  }
}
