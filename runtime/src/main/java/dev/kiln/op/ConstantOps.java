package dev.kiln.op;

import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Constants, and values that nobody may look at. */
public final class ConstantOps {
  private ConstantOps() {}

  /** A scalar constant, attribute {@code value}. */
  public static final OpDefinition CONSTANT =
      new OpDefinition(
              "constant",
              0,
              List.of(new OpDefinition.AttributeSpec("value", Attribute.Number.class)),
              Effect.PURE,
              (attributes, operands) ->
                  Optional.of(ScalarType.of(((Attribute.Number) attributes.get("value")).dtype())),
              new Evaluation.OnScalars(
                  (attributes, types) -> {
                    long bits = ((Attribute.Number) attributes.get("value")).bits();
                    return (first, second, third) -> bits;
                  }),
              new Emission.Constant(),
              Derivative.vjp(),
              List.of())
          .with(Trait.LITERAL, Trait.FREE);

  /** A tensor constant, attribute {@code value}. */
  public static final OpDefinition TENSOR_CONSTANT =
      new OpDefinition(
              "tensor_constant",
              0,
              List.of(new OpDefinition.AttributeSpec("value", Attribute.Array.class)),
              Effect.PURE,
              (attributes, operands) -> {
                var array = ((Attribute.Array) attributes.get("value")).array();
                return Optional.of(
                    new TensorType(
                        array.dtype(),
                        Arrays.stream(array.shape().toArray()).mapToObj(Dim::of).toList()));
              },
              new Evaluation.OnTensors(
                  (attributes, operands) -> ((Attribute.Array) attributes.get("value")).array()),
              new Emission.Constant(),
              Derivative.vjp(),
              List.of())
          .with(Trait.LITERAL, Trait.FREE);

  /**
   * A value of the type in attribute {@code type} that is passed on but never looked at: the result
   * of a construct that was left early. Zero, false or null.
   */
  public static final OpDefinition UNDEFINED =
      new OpDefinition(
              "undefined",
              0,
              List.of(new OpDefinition.AttributeSpec("type", Attribute.Type.class)),
              Effect.PURE,
              (attributes, operands) -> Optional.of(typeOf(attributes)),
              new Evaluation.OnFrame(
                  site -> {
                    int result = site.result();
                    return site.resultType() instanceof ScalarType
                        ? frame -> frame.bits[result] = 0
                        : frame -> frame.references[result] = null;
                  }),
              new Emission.Special(),
              Derivative.vjp(),
              List.of())
          .with(Trait.UNDEFINED, Trait.FREE, Trait.ZERO);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(CONSTANT, TENSOR_CONSTANT, UNDEFINED);

  private static ValueType typeOf(Attributes attributes) {
    return ((Attribute.Type) attributes.get("type")).type();
  }
}
