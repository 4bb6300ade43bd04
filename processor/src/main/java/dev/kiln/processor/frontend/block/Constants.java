package dev.kiln.processor.frontend.block;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.SliceOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of scalars when the model is compiled: their value, or their size in dimensions.
 */
public final class Constants {
  private final Map<Value, Long> bits = new HashMap<>();
  private final Map<Value, Dim> dims = new HashMap<>();

  void know(Value value, long constant) {
    bits.put(value, constant);
  }

  void rename(Value old, Value named) {
    if (bits.containsKey(old)) {
      bits.put(named, bits.get(old));
    }
    if (dims.containsKey(old)) {
      dims.put(named, dims.get(old));
    }
  }

  Optional<Long> bits(Value value) {
    return Optional.ofNullable(bits.get(value));
  }

  Optional<Dim> dim(Value value) {
    if (bits.containsKey(value) && value.type().equals(ScalarType.INT32)) {
      return Optional.of(Dim.of(bits.get(value)));
    }
    return Optional.ofNullable(dims.get(value));
  }

  /** Whether an operation only gives a value, or throws. */
  private static boolean isComputed(OpDefinition operation) {
    return operation.effect() == Effect.PURE || operation.effect() == Effect.MAY_THROW;
  }

  /** The constant that an operation on constants gives; null where it has none. */
  Value fold(
      BlockBuilder block, OpDefinition operation, Attributes attributes, List<Value> operands) {
    boolean known = !operands.isEmpty() && operands.stream().allMatch(bits::containsKey);
    Evaluation.ScalarCode code = scalarCode(operation);
    if (!known || code == null || !isComputed(operation)) {
      return null;
    }
    List<ValueType> types = operands.stream().map(Value::type).toList();
    ValueType result = operation.resultType(attributes, types).orElseThrow();
    List<Long> arguments = new ArrayList<>(operands.stream().map(bits::get).toList());
    while (arguments.size() < 3) {
      arguments.add(0L);
    }
    long value;
    try {
      value =
          code.forTypes(
                  attributes, types.stream().map(type -> ((ScalarType) type).dtype()).toList())
              .apply(arguments.get(0), arguments.get(1), arguments.get(2));
    } catch (ArithmeticException e) {
      return null; // which it throws at run time
    }
    Value constant = block.constantBits((ScalarType) result, value);
    know(constant, value);
    return constant;
  }

  private static Evaluation.ScalarCode scalarCode(OpDefinition operation) {
    if (operation.is(Trait.LITERAL)) {
      return null;
    }
    if (operation.evaluation() instanceof Evaluation.OnScalars on) {
      return on.scalar();
    }
    return operation.evaluation() instanceof Evaluation.Elementwise both ? both.scalar() : null;
  }

  /** Follows sizes through integer arithmetic. */
  void follow(OpDefinition operation, Attributes attributes, List<Value> operands, Value result) {
    if (!result.type().equals(ScalarType.INT32)) {
      return;
    }
    boolean ofTensor = !operands.isEmpty() && operands.get(0).type() instanceof TensorType;
    if (ofTensor && operation == SliceOps.DIMENSION) {
      TensorType type = (TensorType) operands.get(0).type();
      int axis = attributes.integer("axis");
      dims.put(result, type.dims().get(axis < 0 ? axis + type.rank() : axis));
      return;
    }
    if (operands.size() != 2) {
      return;
    }
    Optional<Dim> left = dim(operands.get(0));
    Optional<Dim> right = dim(operands.get(1));
    if (left.isEmpty() || right.isEmpty()) {
      return;
    }
    if (operation.is(Trait.SUM)) {
      dims.put(result, left.get().plus(right.get()));
    } else if (operation.is(Trait.DIFFERENCE)) {
      dims.put(result, left.get().minus(right.get()));
    } else if (operation.is(Trait.PRODUCT)) {
      dims.put(result, left.get().times(right.get()));
    } else if (operation == ElementwiseOps.DIVIDE_INTEGER) {
      left.get().dividedBy(right.get()).ifPresent(quotient -> dims.put(result, quotient));
    }
  }
}
