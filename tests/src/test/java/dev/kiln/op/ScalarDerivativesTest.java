package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every derivative rule of an operation on scalars against finite differences. */
class ScalarDerivativesTest {
  /** In the domain of every function, and away from kinks. */
  private static final double[][] POINTS = {{0.3, 0.7, 0.45}, {0.8, 0.35, 0.6}};

  /** The types that an operation is differentiated with. */
  record Overload(OpDefinition operation, List<DType> operands) {
    @Override
    public String toString() {
      return operation.name() + operands;
    }
  }

  static Stream<Overload> overloads() {
    return Catalogue.all().stream()
        .filter(operation -> operation.derivative() instanceof Derivative.Vjp)
        .filter(
            operation ->
                operation.evaluation() instanceof Evaluation.OnScalars
                    || operation.evaluation() instanceof Evaluation.Elementwise)
        .filter(operation -> operation.attributes().isEmpty())
        .filter(operation -> !operation.is(Trait.FOR_DERIVATIVES)) // their values do not tell
        .flatMap(ScalarDerivativesTest::overloadsOf);
  }

  /** The types that the type rule takes, among all of floats, doubles, booleans and ints. */
  private static Stream<Overload> overloadsOf(OpDefinition operation) {
    List<List<DType>> lists = List.of(List.of());
    for (int i = 0; i < operation.arity(); i++) {
      lists =
          lists.stream()
              .flatMap(list -> Stream.of(DType.values()).map(dtype -> append(list, dtype)))
              .toList();
    }
    return lists.stream()
        .filter(list -> list.stream().anyMatch(DType::isFloating))
        .filter(list -> isDefined(operation, list))
        .map(list -> new Overload(operation, list));
  }

  private static List<DType> append(List<DType> list, DType dtype) {
    List<DType> longer = new ArrayList<>(list);
    longer.add(dtype);
    return longer;
  }

  static boolean isDefined(OpDefinition operation, List<DType> dtypes) {
    try {
      operation.resultType(
          Attributes.NONE, dtypes.stream().<ValueType>map(ScalarType::of).toList());
      return true;
    } catch (TypeMismatchException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("overloads")
  void derivativesAreLimitsOfDifferences(Overload overload) {
    for (double[] point : POINTS) {
      for (int i = 0; i < overload.operands().size(); i++) {
        if (overload.operands().get(i).isFloating()) {
          check(overload, point, i);
        }
      }
    }
  }

  private static void check(Overload overload, double[] point, int operand) {
    boolean single = overload.operands().contains(DType.FLOAT32);
    double expected = difference(overload, point, operand, single ? 1e-2 : 1e-3);
    NumberTerm.Application call =
        NumberTerm.Application.of(overload.operation(), terms(overload, point));
    Term one = NumberTerm.of(call.result().dtype(), 1);
    Term actual = Pullback.of(overload.operation(), one, call, operand).orElseThrow();
    assertEquals(overload.operands().get(operand), actual.dtype());
    assertEquals(
        expected, ((NumberTerm) actual).value(), single ? 1e-3 : 1e-7, "operand " + operand);
  }

  /** With an error of the fourth power of the step. */
  private static double difference(Overload overload, double[] point, int operand, double step) {
    double near =
        evaluate(overload, moved(point, operand, step))
            - evaluate(overload, moved(point, operand, -step));
    double far =
        evaluate(overload, moved(point, operand, 2 * step))
            - evaluate(overload, moved(point, operand, -2 * step));
    return (8 * near - far) / (12 * step);
  }

  private static double evaluate(Overload overload, double[] point) {
    Term result = NumberTerm.Application.of(overload.operation(), terms(overload, point)).result();
    return ((NumberTerm) result).value();
  }

  private static List<Term> terms(Overload overload, double[] point) {
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < overload.operands().size(); i++) {
      DType dtype = overload.operands().get(i);
      terms.add(
          NumberTerm.of(dtype, dtype == DType.BOOL ? i + 1 : dtype.isInteger() ? 3 : point[i]));
    }
    return terms;
  }

  private static double[] moved(double[] point, int operand, double step) {
    double[] moved = point.clone();
    moved[operand] += step;
    return moved;
  }

  @Test
  void manyOverloadsAreFound() {
    assertTrue(overloads().count() > 80, () -> overloads().count() + " overloads");
  }
}
