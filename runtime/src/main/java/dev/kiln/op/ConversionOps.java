package dev.kiln.op;

import static dev.kiln.op.Derivative.linear;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/** The conversion between element types. */
public final class ConversionOps {
  private ConversionOps() {}

  private static final String KERNELS = "dev.kiln.kernel.tensor.Creation";

  /** Converts to the dtype in attribute {@code to} as a Java cast does. JLS 5.1.2, 5.1.3. */
  public static final OpDefinition CAST =
      new OpDefinition(
              "cast",
              1,
              List.of(new OpDefinition.AttributeSpec("to", Attribute.ElementType.class)),
              Effect.PURE,
              ConversionOps::castType,
              new Evaluation.Elementwise(
                  (a, t) -> scalarCast(t.get(0), a.dtype("to")),
                  (a, x) -> Creation.cast(x[0], a.dtype("to"))),
              new Emission.Elementwise(
                  new Emission.Expression("({result}) {0}", Emission.Precedence.UNARY),
                  new Emission.Call(KERNELS, "cast", List.of("to"))),
              linear((g, c) -> g.cast(dtypeOf(c.operandType(0)))),
              List.of(
                  Spelling.method(
                      "cast", new Spelling.AttributeArgument("to", Attribute.ElementType.class))))
          .with(Trait.KEEPS_NUMBER);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(CAST);

  private static Optional<ValueType> castType(Attributes attributes, List<ValueType> operands) {
    DType to = attributes.dtype("to");
    if (operands.get(0) instanceof ScalarType from) {
      if ((from.dtype() == DType.BOOL) != (to == DType.BOOL)) {
        throw new TypeMismatchException(0, "cannot cast " + from + " to " + to);
      }
      return Optional.of(ScalarType.of(to));
    }
    return Optional.of(TypeRules.tensor("cast", operands, 0).withDType(to));
  }

  private static DType dtypeOf(ValueType type) {
    return type instanceof TensorType tensor ? tensor.dtype() : ((ScalarType) type).dtype();
  }

  /** Java's casts of primitives. */
  private static Evaluation.BitsFunction scalarCast(DType from, DType to) {
    if (from == DType.INT32 || from == DType.INT64) {
      return castLong(to);
    }
    if (from == DType.FLOAT32) {
      return castFloat(to);
    }
    if (from == DType.FLOAT64) {
      return castDouble(to);
    }
    return (x, y, z) -> x;
  }

  private static Evaluation.BitsFunction castLong(DType to) {
    if (to == DType.INT32) {
      return (x, y, z) -> (int) x;
    }
    if (to == DType.FLOAT32) {
      return (x, y, z) -> Bits.of((float) x);
    }
    if (to == DType.FLOAT64) {
      return (x, y, z) -> Bits.of((double) x);
    }
    return (x, y, z) -> x;
  }

  private static Evaluation.BitsFunction castFloat(DType to) {
    if (to == DType.INT32) {
      return (x, y, z) -> (int) Bits.toFloat(x);
    }
    if (to == DType.INT64) {
      return (x, y, z) -> (long) Bits.toFloat(x);
    }
    if (to == DType.FLOAT64) {
      return (x, y, z) -> Bits.of((double) Bits.toFloat(x));
    }
    return (x, y, z) -> x;
  }

  private static Evaluation.BitsFunction castDouble(DType to) {
    if (to == DType.INT32) {
      return (x, y, z) -> (int) Bits.toDouble(x);
    }
    if (to == DType.INT64) {
      return (x, y, z) -> (long) Bits.toDouble(x);
    }
    if (to == DType.FLOAT32) {
      return (x, y, z) -> Bits.of((float) Bits.toDouble(x));
    }
    return (x, y, z) -> x;
  }
}
