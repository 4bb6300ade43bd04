package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.annotation.DType;
import dev.kiln.op.scalar.MathOps;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Derivatives where there is none, by the conventions of docs/derivatives.md. */
class KinksTest {
  @Test
  void scalarExtremaShareATie() {
    for (String method : List.of("max", "min")) {
      assertDerivatives(method, new double[] {2, 2}, 0.5, 0.5);
    }
    assertDerivatives("max", new double[] {3, 2}, 1, 0);
    assertDerivatives("min", new double[] {3, 2}, 0, 1);
  }

  @Test
  void theSignIsCopiedOrTurned() {
    assertDerivatives("copySign", new double[] {0.5, 2}, 1, 0);
    assertDerivatives("copySign", new double[] {0.5, -2}, -1, 0);
    assertDerivatives("copySign", new double[] {-0.5, -2}, 1, 0);
    assertDerivatives("copySign", new double[] {-0.5, 2}, -1, 0);
  }

  @Test
  void theAbsoluteValueOfZeroIsFlat() {
    assertDerivatives("abs", new double[] {0}, 0);
    assertDerivatives("abs", new double[] {-0.5}, -1);
  }

  @Test
  void distancesAreFlatAtTheOrigin() {
    assertDerivatives("hypot", new double[] {0, 0}, 0, 0);
  }

  @Test
  void aPowerOfZeroHasNoDerivativeByItsExponent() {
    assertDerivatives("pow", new double[] {0, 2}, 0, 0);
    assertDerivatives("pow", new double[] {3, 0}, 0, Math.log(3));
    assertDerivatives("pow", new double[] {0, -1}, Double.NEGATIVE_INFINITY, 0);
    Tensor zero = Tensor.of(new double[] {0, 0, 0});
    Tensor exponents = Tensor.of(new double[] {-1, 0, 2});
    assertGradient(new double[] {0, 0, 0}, exponents, zero::pow);
    assertGradient(new double[] {Double.NEGATIVE_INFINITY, 0, 0}, zero, x -> x.pow(exponents));
  }

  @Test
  void anInfiniteSlopeMattersOnlyWhereItCounts() {
    Tensor x = Tensor.of(new double[] {0, 4, 0});
    Tensor chosen = Tensor.of(new boolean[] {false, true, false});
    Tensor zeros = Tensor.zeros(DType.FLOAT64, 3);
    double[] expected = {0, 0.25, 0};
    assertGradient(expected, x, each -> chosen.where(each.sqrt(), zeros));
    assertGradient(expected, x, each -> each.sqrt().multiply(chosen.cast(DType.FLOAT64)));
    assertGradient(
        new double[] {0, -0.0625, 0}, x, each -> chosen.where(zeros.add(1).divide(each), zeros));
    assertGradient(new double[] {0, 0.25, 0}, x, each -> chosen.where(each.log(), each.square()));
    double infinite = Double.POSITIVE_INFINITY;
    assertGradient(new double[] {infinite, 0.25, infinite}, x, Tensor::sqrt);
  }

  @Test
  void theLengthOfNothingIsFlat() {
    assertGradient(
        new double[] {0, 0}, Tensor.zeros(DType.FLOAT64, 2), x -> x.square().sum().sqrt());
  }

  /** What is subtracted of the dividend does not change with it, nor with the divisor. */
  @Test
  void remaindersAreStraight() {
    Tensor x = Tensor.of(new double[] {1e3, -7, 0.3});
    Tensor y = Tensor.of(new double[] {0.3, 0.7, 0.1});
    try (Tape outer = Tape.open()) {
      Tensor slope;
      try (Tape inner = Tape.open()) {
        slope = inner.gradient(x.remainder(y).sum(), y).get(0);
      }
      assertArrayEquals(new double[] {-3333, 10, -2}, slope.toDoubleArray(), 1e-12);
      Tensor second = outer.gradient(slope.sum(), y).get(0);
      assertArrayEquals(new double[3], second.toDoubleArray());
    }
  }

  @Test
  void elementsShareATie() {
    double[] expected = {0.5, 1, 0};
    Tensor x = Tensor.of(new double[] {2, 3, 1});
    Tensor y = Tensor.of(new double[] {2, 1, 4});
    assertGradient(expected, x, each -> each.maximum(y));
    assertGradient(new double[] {0.5, 0, 1}, x, each -> each.minimum(y));
  }

  @Test
  void theExtremaOfATensorShareTheirDerivative() {
    Tensor x = Tensor.of(new double[] {2, 3, 3, 1, 1, 3});
    double third = 1.0 / 3;
    assertGradient(new double[] {0, third, third, 0, 0, third}, x, each -> each.max());
    assertGradient(new double[] {0, 0, 0, 0.5, 0.5, 0}, x, each -> each.min());
  }

  @Test
  void aRectifierIsFlatAtZero() {
    Tensor x = Tensor.of(new double[] {-1, 0, 2});
    assertGradient(new double[] {0, 0, 1}, x, Tensor::relu);
    assertGradient(new double[] {-1, 0, 1}, x, Tensor::abs);
  }

  private static void assertGradient(double[] expected, Tensor x, UnaryOperator<Tensor> function) {
    try (Tape tape = Tape.open()) {
      Tensor sum = function.apply(x).sum();
      assertArrayEquals(expected, tape.gradient(sum, x).get(0).toDoubleArray(), 1e-15);
    }
  }

  private static void assertDerivatives(String method, double[] point, double... expected) {
    List<DType> dtypes =
        Stream.of(DType.FLOAT64, DType.FLOAT32)
            .filter(dtype -> overload(method, dtype, point.length).isPresent())
            .toList();
    assertEquals(DType.FLOAT64, dtypes.get(0));
    for (DType dtype : dtypes) {
      OpDefinition operation = overload(method, dtype, point.length).orElseThrow();
      List<Term> operands =
          Arrays.stream(point).<Term>mapToObj(x -> NumberTerm.of(dtype, x)).toList();
      NumberTerm.Application call = NumberTerm.Application.of(operation, operands);
      Term one = NumberTerm.of(call.result().dtype(), 1);
      for (int i = 0; i < point.length; i++) {
        NumberTerm actual = (NumberTerm) Pullback.of(operation, one, call, i).orElseThrow();
        assertEquals(expected[i], actual.value(), 1e-6, method + ", operand " + i);
      }
    }
  }

  private static Optional<OpDefinition> overload(String method, DType dtype, int arity) {
    return MathOps.overloads(method).stream().filter(each -> fits(each, dtype, arity)).findFirst();
  }

  private static boolean fits(OpDefinition operation, DType dtype, int arity) {
    return operation.arity() == arity
        && ScalarDerivativesTest.isDefined(
            operation, Stream.generate(() -> dtype).limit(arity).toList());
  }
}
