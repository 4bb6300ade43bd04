package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What traits say of operations on numbers holds for what these compute. */
class TraitsTest {
  private static final double[] NUMBERS = {
    -3e300, -2147483648.0, -7.5, -1, -0.25, -0.0, 0, 1e-310, 0.5, 1, 3, 1e18, 2e307
  };

  /** An operation on operands of one dtype. */
  private record Function(OpDefinition operation, DType dtype, Evaluation.BitsFunction code) {
    long apply(long... operands) {
      long[] all = Arrays.copyOf(operands, 3);
      return code.apply(all[0], all[1], all[2]);
    }

    List<Long> operands() {
      return Arrays.stream(NUMBERS)
          .mapToObj(each -> dtype == DType.BOOL ? Bits.of(each > 0) : Bits.box(each, dtype))
          .distinct()
          .toList();
    }

    double number(long bits) {
      return ((Number) Bits.unbox(bits, dtype)).doubleValue();
    }

    private void check(boolean condition, long... operands) {
      assertTrue(condition, () -> operation + " on " + dtype + Arrays.toString(operands));
    }
  }

  @Test
  void operandsOfCommutativeOperationsMayBeExchanged() {
    forPairs(Trait.COMMUTATIVE, (f, x, y) -> f.check(f.apply(x, y) == f.apply(y, x), x, y));
  }

  @Test
  void neutralOperandsLeaveTheOtherAsItIs() {
    for (Function f : with(Trait.ONE_IS_NEUTRAL)) {
      f.operands().forEach(x -> f.check(f.apply(x, Bits.box(1, f.dtype())) == x, x));
    }
    for (Function f : with(Trait.ZERO_IS_NEUTRAL)) {
      f.operands().forEach(x -> f.check(f.apply(x, Bits.box(0, f.dtype())) == x, x));
    }
    for (Function f : with(Trait.INTEGER_ZERO_IS_NEUTRAL)) {
      if (f.dtype().isInteger()) {
        f.operands().forEach(x -> f.check(f.apply(x, Bits.box(0, f.dtype())) == x, x));
      }
    }
  }

  @Test
  void ownInversesGiveTheOperandBack() {
    forPairs(Trait.OWN_INVERSE, (f, x, y) -> f.check(f.apply(f.apply(x, y), y) == x, x, y));
  }

  @Test
  void sumsDifferencesAndProductsAreThoseOfJava() {
    forPairs(Trait.SUM, (f, x, y) -> f.check(close(f, f.apply(x, y), x, y, 0), x, y));
    forPairs(Trait.DIFFERENCE, (f, x, y) -> f.check(close(f, f.apply(x, y), x, y, 1), x, y));
    forPairs(Trait.PRODUCT, (f, x, y) -> f.check(close(f, f.apply(x, y), x, y, 2), x, y));
  }

  @Test
  void comparisonsCompare() {
    forPairs(Trait.LESS, (f, x, y) -> f.check(holds(f, x, y) == (f.apply(x, y) != 0), x, y));
    forPairs(Trait.GREATER, (f, x, y) -> f.check(holds(f, y, x) == (f.apply(x, y) != 0), x, y));
  }

  @Test
  void extremaAreOneOfTheirOperands() {
    forPairs(
        Trait.MAXIMUM,
        (f, x, y) -> f.check(f.number(f.apply(x, y)) == Math.max(f.number(x), f.number(y)), x, y));
    forPairs(
        Trait.MINIMUM,
        (f, x, y) -> f.check(f.number(f.apply(x, y)) == Math.min(f.number(x), f.number(y)), x, y));
  }

  @Test
  void whatIsKnownOfResultsHolds() {
    for (Function f : with(Trait.FINITE_IF_NOT_NEGATIVE)) {
      f.operands().stream()
          .filter(x -> f.number(x) >= 0 && !Double.isInfinite(f.number(x)))
          .forEach(x -> f.check(Double.isFinite(f.number(f.apply(x))), x));
    }
    for (Function f : with(Trait.FINITE_IF_POSITIVE)) {
      f.operands().stream()
          .filter(x -> f.number(x) > 0 && !Double.isInfinite(f.number(x)))
          .forEach(x -> f.check(Double.isFinite(f.number(f.apply(x))), x));
    }
    for (Function f : with(Trait.SIGN_OF_OPERAND)) {
      f.operands().stream()
          .filter(x -> f.number(x) > 0)
          .forEach(x -> f.check(f.number(f.apply(x)) > 0, x));
    }
    forPairs(Trait.NOT_NEGATIVE, (f, x, y) -> f.check(f.number(f.apply(x, y)) >= 0, x, y));
    forPairs(
        Trait.FINITE,
        (f, x, y) -> {
          // small enough that nothing overflows
          boolean small = Math.abs(f.number(x)) < 1e15 && Math.abs(f.number(y)) < 1e15;
          boolean direction = f.operation().equals(ChainOps.DIRECTION);
          f.check(!small || direction || Double.isFinite(f.number(f.apply(x, y, x))), x, y);
        });
  }

  @Test
  void everyTraitIsThatOfAnOperation() {
    for (Trait trait : Trait.values()) {
      assertTrue(Catalogue.all().stream().anyMatch(each -> each.is(trait)), trait::name);
    }
  }

  @Test
  void literalsNeedNoOperands() {
    Catalogue.all().stream()
        .filter(each -> each.is(Trait.LITERAL) || each.is(Trait.FREE))
        .forEach(each -> assertEquals(0, each.arity(), each::name));
  }

  private interface OnPair {
    void accept(Function function, long first, long second);
  }

  private static void forPairs(Trait trait, OnPair check) {
    List<Function> functions = with(trait);
    assertFalse(functions.isEmpty(), trait::name);
    for (Function f : functions) {
      f.operands().forEach(x -> f.operands().forEach(y -> check.accept(f, x, y)));
    }
  }

  private static boolean holds(Function f, long less, long greater) {
    boolean equal = f.number(less) == f.number(greater);
    return f.number(less) < f.number(greater) || equal && f.operation().is(Trait.OR_EQUAL);
  }

  /** Sum, difference or product of the operands, in Java. */
  private static boolean close(Function f, long result, long x, long y, int kind) {
    Object[] expected =
        switch (f.dtype()) {
          case INT32 -> new Object[] {(int) x + (int) y, (int) x - (int) y, (int) x * (int) y};
          case INT64 -> new Object[] {x + y, x - y, x * y};
          case FLOAT32 -> {
            float a = Bits.toFloat(x);
            float b = Bits.toFloat(y);
            yield new Object[] {a + b, a - b, a * b};
          }
          default -> {
            double a = Bits.toDouble(x);
            double b = Bits.toDouble(y);
            yield new Object[] {a + b, a - b, a * b};
          }
        };
    return Bits.unbox(result, f.dtype()).equals(expected[kind]);
  }

  /** The operations with the trait, on all dtypes that they take for all operands. */
  private static List<Function> with(Trait trait) {
    List<Function> functions = new ArrayList<>();
    for (OpDefinition operation : Catalogue.all()) {
      Evaluation.ScalarCode code = scalarCode(operation);
      if (!operation.is(trait) || code == null || !operation.attributes().isEmpty()) {
        continue;
      }
      for (DType dtype : DType.values()) {
        List<DType> dtypes = Collections.nCopies(operation.arity(), dtype);
        if (ScalarDerivativesTest.isDefined(operation, dtypes)) {
          functions.add(new Function(operation, dtype, code.forTypes(Attributes.NONE, dtypes)));
        }
      }
    }
    return functions;
  }

  private static Evaluation.ScalarCode scalarCode(OpDefinition operation) {
    if (operation.evaluation() instanceof Evaluation.OnScalars on) {
      return on.scalar();
    }
    return operation.evaluation() instanceof Evaluation.Elementwise both ? both.scalar() : null;
  }
}
