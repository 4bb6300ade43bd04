package dev.kiln.pass.derivative;

import dev.kiln.annotation.DType;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.ChainOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.scalar.MathOps;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ScalarType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Cancels lengths: where a cotangent is {@code length * factor}, its product with the slope {@code
 * x / length} is {@code x * factor}. So the gradient of the square of a length is linear, also at
 * the origin, where the slope itself has no derivative.
 */
public final class CancelLengths extends GraphCopier {
  private static final OpDefinition POWER = MathOps.operation("pow", DType.FLOAT64, DType.FLOAT64);

  /** What operations made, by their results in the copy. */
  private final Map<Value, Operation.Apply> made = new HashMap<>();

  private CancelLengths() {}

  /** The graph with such products replaced. */
  public static Graph run(Graph graph) {
    return graph
        .withEntry(new CancelLengths().copy(graph.entry()))
        .withFunctions(graph.functions().stream().map(f -> new CancelLengths().copy(f)).toList());
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    if (apply.definition() == ChainOps.PRODUCT) {
      Value cotangent = single(apply.operands().get(0));
      Operation.Apply slope = made.get(single(apply.operands().get(1)));
      if (slope != null && slope.definition() == ChainOps.DIRECTION) {
        Optional<Value> factor = factor(cotangent, slope.operands().get(1), target);
        if (factor.isPresent()) {
          List<Value> operands = List.of(factor.get(), slope.operands().get(0));
          Value product =
              target.apply(apply.result().name(), ChainOps.PRODUCT, Attributes.NONE, operands);
          define(apply.result(), List.of(product));
          return;
        }
      }
    }
    super.copyApply(apply, target);
    if (!apply.results().isEmpty() && apply.result().type() instanceof ScalarType) {
      Operation last = target.last();
      made.put(single(apply.result()), (Operation.Apply) last);
    }
  }

  /** What {@code value} is {@code length} times, where that is seen from how it is made. */
  private Optional<Value> factor(Value value, Value length, BlockBuilder target) {
    if (value.equals(length)) {
      return Optional.of(target.constant((ScalarType) length.type(), 1));
    }
    Operation.Apply apply = made.get(value);
    if (apply == null) {
      return Optional.empty();
    }
    OpDefinition definition = apply.definition();
    List<Value> operands = apply.operands();
    if (definition == ElementwiseOps.NEGATE) {
      return factor(operands.get(0), length, target)
          .map(inner -> target.apply(ElementwiseOps.NEGATE, inner));
    }
    if (definition.is(Trait.SUM) || definition.is(Trait.DIFFERENCE)) {
      return factor(operands.get(0), length, target)
          .flatMap(
              left ->
                  factor(operands.get(1), length, target)
                      .map(right -> target.apply(definition, left, right)));
    }
    if (definition.is(Trait.PRODUCT) || definition.is(Trait.CHAIN_PRODUCT)) {
      return factor(operands.get(0), length, target)
          .map(inner -> target.apply(definition, inner, operands.get(1)))
          .or(
              () ->
                  factor(operands.get(1), length, target)
                      .map(inner -> target.apply(definition, operands.get(0), inner)));
    }
    if (definition.is(Trait.SELECTION)) {
      return factor(operands.get(1), length, target)
          .flatMap(
              chosen ->
                  factor(operands.get(2), length, target)
                      .map(other -> target.apply(definition, operands.get(0), chosen, other)));
    }
    if (isNumber(value, 0)) {
      return Optional.of(value);
    }
    boolean isFirstPower =
        definition == POWER && operands.get(0).equals(length) && isNumber(operands.get(1), 1);
    return isFirstPower
        ? Optional.of(target.constant((ScalarType) length.type(), 1))
        : Optional.empty();
  }

  private boolean isNumber(Value value, double number) {
    OptionalDouble known = number(value);
    return known.isPresent() && known.getAsDouble() == number;
  }

  /** The number that the value is, made of constants as rules for powers make exponents. */
  private OptionalDouble number(Value value) {
    Operation.Apply apply = made.get(value);
    if (apply == null || !value.type().equals(ScalarType.FLOAT64)) {
      return OptionalDouble.empty();
    }
    Optional<Attribute.Number> literal = apply.number();
    if (literal.isPresent()) {
      return OptionalDouble.of(Bits.toDouble(literal.get().bits()));
    }
    OpDefinition definition = apply.definition();
    if (definition.is(Trait.KEEPS_NUMBER)) {
      return number(apply.operands().get(0));
    }
    boolean difference = definition.is(Trait.DIFFERENCE);
    if (!difference && !definition.is(Trait.SELECTION)) {
      return OptionalDouble.empty();
    }
    OptionalDouble left = number(apply.operands().get(difference ? 0 : 1));
    OptionalDouble right = number(apply.operands().get(difference ? 1 : 2));
    boolean known = left.isPresent() && right.isPresent() && (difference || left.equals(right));
    return !known
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            difference ? left.getAsDouble() - right.getAsDouble() : left.getAsDouble());
  }
}
