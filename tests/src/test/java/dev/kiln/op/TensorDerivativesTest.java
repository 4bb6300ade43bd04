package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every derivative rule of an operation on tensors against finite differences. */
class TensorDerivativesTest {
  static Stream<TensorCase> cases() {
    return TensorCase.differentiable();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void derivativesAreLimitsOfDifferences(TensorCase tested) {
    FiniteDifferences.check(tested::apply, tested.operands());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theTypeRuleForetellsTheResult(TensorCase tested) {
    List<ValueType> types = tested.operands().stream().map(TensorDerivativesTest::type).toList();
    assertEquals(
        type(tested.apply(tested.operands())),
        tested.operation().resultType(tested.attributes(), types).orElseThrow());
  }

  @Test
  void rowsAreDifferentiable() {
    FiniteDifferences.check(x -> x.get(0).get(1).square(), List.of(TensorCase.values(1, 3, 2)));
  }

  @Test
  void elementsAreDifferentiable() {
    FiniteDifferences.check(
        x -> x.get(0).get(1, 0, 1).square().add(x.get(0).get(0, 1).sum().exp()),
        List.of(TensorCase.values(2, 3, 2, 2)));
  }

  @Test
  void partsFromAComputedStartOnAreDifferentiable() {
    FiniteDifferences.check(
        x -> x.get(0).narrow(1, 1, 2).square(), List.of(TensorCase.values(3, 2, 4)));
  }

  @Test
  void noDifferentiableOperationIsLeftOut() {
    Set<OpDefinition> tested = cases().map(TensorCase::operation).collect(Collectors.toSet());
    List<OpDefinition> missing =
        Catalogue.all().stream()
            .filter(TensorDerivativesTest::isDifferentiableOnTensors)
            .filter(operation -> !tested.contains(operation))
            .toList();
    assertEquals(List.of(), missing);
  }

  private static boolean isDifferentiableOnTensors(OpDefinition operation) {
    boolean hasRule =
        operation.derivative() instanceof Derivative.Vjp
            || operation.derivative() instanceof Derivative.VariadicVjp;
    boolean onTensors =
        operation.evaluation() instanceof Evaluation.OnTensors
            || operation.evaluation() instanceof Evaluation.Elementwise;
    boolean ofItsValue = !operation.is(Trait.FOR_DERIVATIVES);
    return hasRule && onTensors && operation.arity() != 0 && ofItsValue;
  }

  private static ValueType type(Tensor tensor) {
    return new TensorType(tensor.dtype(), tensor.dims());
  }
}
