package dev.kiln.op.scalar;

import dev.kiln.annotation.DType;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Evaluation.BitsFunction;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.scalar.MethodTable.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Makes the operations of one method of {@link Math} and {@link StrictMath}: two for each overload,
 * which may compute different bits. The methods are named after the types of the operands.
 */
final class MathFunction {
  static final Derivative DISCRETE = new Derivative.None("its values are integers");

  private static final DType I = DType.INT32;
  private static final DType L = DType.INT64;
  private static final DType F = DType.FLOAT32;
  private static final DType D = DType.FLOAT64;

  /** A function of one float. */
  interface FloatUnaryOperator {
    float applyAsFloat(float operand);
  }

  /** A function of two floats. */
  interface FloatBinaryOperator {
    float applyAsFloat(float first, float second);
  }

  private final String method;
  private final Effect effect;
  private final boolean isShared;
  private final List<OpDefinition> defined = new ArrayList<>();

  /**
   * @param isShared whether the classes of the numbers have the same method, as {@code Double.max}
   */
  private MathFunction(String method, Effect effect, boolean isShared) {
    this.method = method;
    this.effect = effect;
    this.isShared = isShared;
  }

  /** The row of a method. */
  static Row row(String method, Consumer<MathFunction> overloads) {
    return row(overloads, new MathFunction(method, Effect.PURE, false), method);
  }

  /** A method that also the classes of the numbers have. */
  static Row shared(String method, Consumer<MathFunction> overloads) {
    return row(overloads, new MathFunction(method, Effect.PURE, true), method);
  }

  static Row mayThrow(String method, Consumer<MathFunction> overloads) {
    return row(overloads, new MathFunction(method, Effect.MAY_THROW, false), method);
  }

  private static Row row(Consumer<MathFunction> overloads, MathFunction function, String method) {
    return new Row(
        method,
        () -> {
          overloads.accept(function);
          return List.copyOf(function.defined);
        });
  }

  MathFunction ints(IntUnaryOperator function, Trait... traits) {
    return same(I, (x, y, z) -> function.applyAsInt((int) x), DISCRETE, operands(I), traits);
  }

  MathFunction ints(IntBinaryOperator function, Trait... traits) {
    BitsFunction onBits = (x, y, z) -> function.applyAsInt((int) x, (int) y);
    return same(I, onBits, DISCRETE, operands(I, I), traits);
  }

  MathFunction longs(LongUnaryOperator function, Trait... traits) {
    return same(L, (x, y, z) -> function.applyAsLong(x), DISCRETE, operands(L), traits);
  }

  MathFunction longs(LongBinaryOperator function, Trait... traits) {
    return same(L, (x, y, z) -> function.applyAsLong(x, y), DISCRETE, operands(L, L), traits);
  }

  MathFunction floats(FloatUnaryOperator function, Derivative derivative, Trait... traits) {
    return same(F, onFloats(function), derivative, operands(F), traits);
  }

  MathFunction floats(FloatBinaryOperator function, Derivative derivative, Trait... traits) {
    return same(F, onFloats(function), derivative, operands(F, F), traits);
  }

  MathFunction floats(
      FloatBinaryOperator math,
      FloatBinaryOperator strict,
      Derivative derivative,
      Trait... traits) {
    return add(F, onFloats(math), onFloats(strict), derivative, operands(F, F), traits);
  }

  MathFunction doubles(DoubleUnaryOperator function, Derivative derivative, Trait... traits) {
    return same(D, onDoubles(function), derivative, operands(D), traits);
  }

  MathFunction doubles(
      DoubleUnaryOperator math,
      DoubleUnaryOperator strict,
      Derivative derivative,
      Trait... traits) {
    return add(D, onDoubles(math), onDoubles(strict), derivative, operands(D), traits);
  }

  MathFunction doubles(DoubleBinaryOperator function, Derivative derivative, Trait... traits) {
    return same(D, onDoubles(function), derivative, operands(D, D), traits);
  }

  MathFunction doubles(
      DoubleBinaryOperator math,
      DoubleBinaryOperator strict,
      Derivative derivative,
      Trait... traits) {
    return add(D, onDoubles(math), onDoubles(strict), derivative, operands(D, D), traits);
  }

  /** An overload with any operands that computes the same bits in both classes. */
  MathFunction same(
      DType result,
      BitsFunction function,
      Derivative derivative,
      DType[] operands,
      Trait... traits) {
    return add(result, function, function, derivative, operands, traits);
  }

  private MathFunction add(
      DType result,
      BitsFunction math,
      BitsFunction strict,
      Derivative derivative,
      DType[] operands,
      Trait... traits) {
    Set<Trait> ofMath = EnumSet.noneOf(Trait.class);
    ofMath.addAll(Arrays.asList(traits));
    Set<Trait> ofStrict = EnumSet.copyOf(ofMath);
    ofStrict.remove(Trait.CHEAP); // a call, where that of Math is an instruction
    List<String> others = isShared ? List.of(Spelling.ownerFor(result)) : List.of();
    defined.add(
        new ScalarMethod("java.lang.Math", "math", method)
            .operation(result, effect, math, derivative, others, ofMath, operands));
    defined.add(
        new ScalarMethod("java.lang.StrictMath", "strict", method)
            .operation(result, effect, strict, derivative, List.of(), ofStrict, operands));
    return this;
  }

  static DType[] operands(DType... operands) {
    return operands;
  }

  private static BitsFunction onFloats(FloatUnaryOperator function) {
    return (x, y, z) -> Bits.of(function.applyAsFloat(Bits.toFloat(x)));
  }

  private static BitsFunction onFloats(FloatBinaryOperator function) {
    return (x, y, z) -> Bits.of(function.applyAsFloat(Bits.toFloat(x), Bits.toFloat(y)));
  }

  private static BitsFunction onDoubles(DoubleUnaryOperator function) {
    return (x, y, z) -> Bits.of(function.applyAsDouble(Bits.toDouble(x)));
  }

  private static BitsFunction onDoubles(DoubleBinaryOperator function) {
    return (x, y, z) -> Bits.of(function.applyAsDouble(Bits.toDouble(x), Bits.toDouble(y)));
  }
}
