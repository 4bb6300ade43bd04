package dev.kiln.pass;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.kernel.tensor.Layouts;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.GradientOps;
import dev.kiln.op.LayoutOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces arithmetic on scalars that gives one of its operands by that operand: {@code x * 1},
 * {@code x / 1}, {@code x - 0}, {@code -(-x)}, a choice of {@code x} or {@code x}, and for integers
 * {@code x + 0}. A constant in another shape becomes a constant of that shape.
 *
 * <p>Exact: for each identity the bits are those of the operation, also for infinities, NaN and
 * negative zero. So {@code x + 0.0} stays, since {@code -0.0 + 0.0} is {@code 0.0}, and so does
 * {@code x - -0.0}.
 */
public final class SimplifyArithmetic extends GraphCopier {
  /** The constants and negations so far, by their values in the copy. */
  private final Map<Value, Operation.Apply> made = new HashMap<>();

  private SimplifyArithmetic() {}

  /** The graph with such operations replaced. */
  public static Graph run(Graph graph) {
    return graph
        .withEntry(new SimplifyArithmetic().copy(graph.entry()))
        .withFunctions(
            graph.functions().stream().map(f -> new SimplifyArithmetic().copy(f)).toList());
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    Optional<Value> same = same(apply.definition(), lookup(apply.operands()));
    if (same.isPresent()) {
      define(apply.result(), List.of(same.get()));
      return;
    }
    Optional<NdArray> constant = reshaped(apply);
    if (constant.isPresent()) {
      Attributes value = Attributes.of("value", new Attribute.Array(constant.get()));
      Value copy =
          target.apply(apply.result().name(), ConstantOps.TENSOR_CONSTANT, value, List.of());
      define(apply.result(), List.of(copy));
      made.put(copy, (Operation.Apply) target.operations().get(target.operations().size() - 1));
      return;
    }
    super.copyApply(apply, target);
    if (apply.is(Trait.LITERAL) || apply.definition() == ElementwiseOps.NEGATE) {
      Value copy = single(apply.result());
      made.put(copy, (Operation.Apply) target.last());
    }
  }

  /** What an operation gives that puts a constant into a shape of known sizes. */
  private Optional<NdArray> reshaped(Operation.Apply apply) {
    if (apply.definition() != LayoutOps.RESHAPE || !isConstant(lookup(apply.operands()).get(0))) {
      return Optional.empty();
    }
    Value operand = lookup(apply.operands()).get(0);
    List<Dim> dims = ((TensorType) apply.result().type()).dims();
    NdArray array = ((Attribute.Array) made.get(operand).attributes().get("value")).array();
    if (dims.stream().anyMatch(dim -> dim.constant().isEmpty())) {
      return Optional.empty();
    }
    int[] sizes = dims.stream().mapToInt(dim -> (int) dim.constant().getAsLong()).toArray();
    int elements = Arrays.stream(sizes).reduce(1, (left, right) -> left * right);
    return elements == array.shape().elements() // else it fails where it is run
        ? Optional.of(Layouts.reshape(array, sizes))
        : Optional.empty();
  }

  /** The operand that the operation gives. */
  private Optional<Value> same(OpDefinition definition, List<Value> operands) {
    if (operands.isEmpty() || !(operands.get(0).type() instanceof ScalarType scalar)) {
      return Optional.empty();
    }
    Value first = operands.get(0);
    if (definition.is(Trait.SELECTION)) {
      return areSame(operands.get(1), operands.get(2))
          ? Optional.of(operands.get(1))
          : Optional.empty();
    }
    if (definition == GradientOps.STOP_GRADIENT) {
      return isConstant(first) ? Optional.of(first) : Optional.empty();
    }
    if (definition == ElementwiseOps.NEGATE) {
      return Optional.ofNullable(made.get(first))
          .filter(inner -> inner.definition() == ElementwiseOps.NEGATE)
          .map(inner -> inner.operands().get(0));
    }
    if (operands.size() != 2) {
      return Optional.empty();
    }
    Value second = operands.get(1);
    boolean zero =
        definition.is(Trait.ZERO_IS_NEUTRAL)
            || definition.is(Trait.INTEGER_ZERO_IS_NEUTRAL) && !scalar.isFloating();
    if (isNeutral(first, definition, zero) && definition.is(Trait.COMMUTATIVE)) {
      return Optional.of(second);
    }
    return isNeutral(second, definition, zero) ? Optional.of(first) : Optional.empty();
  }

  private boolean isNeutral(Value value, OpDefinition definition, boolean zero) {
    return zero && isNumber(value, 0) || definition.is(Trait.ONE_IS_NEUTRAL) && isNumber(value, 1);
  }

  private boolean isConstant(Value value) {
    Operation.Apply apply = made.get(value);
    return apply != null && apply.is(Trait.LITERAL);
  }

  /** Whether the values are one value, or constants with the same bits. */
  private boolean areSame(Value first, Value second) {
    return first.equals(second)
        || isConstant(first)
            && isConstant(second)
            && made.get(first).attributes().equals(made.get(second).attributes());
  }

  /** Whether the value is that constant, bit for bit. */
  private boolean isNumber(Value value, int number) {
    if (!isConstant(value)) {
      return false;
    }
    Operation.Apply apply = made.get(value);
    DType dtype = ((ScalarType) value.type()).dtype();
    return dtype != DType.BOOL
        && ((Attribute.Number) apply.attributes().get("value")).bits() == Bits.box(number, dtype);
  }
}
