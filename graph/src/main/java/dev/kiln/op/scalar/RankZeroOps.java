package dev.kiln.op.scalar;

import static dev.kiln.op.Derivative.linear;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.kernel.tensor.JavaNumbers;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.List;
import java.util.Optional;

/** Conversions between scalars and tensors of rank 0, which only graphs have. */
public final class RankZeroOps {
  private RankZeroOps() {}

  private static final String KERNELS = "dev.kiln.kernel.tensor.Creation";
  private static final Derivative KEEP_A_TENSOR =
      new Derivative.None(
          "a tape cannot follow a Java number that was taken out of a tensor;"
              + " keep it a tensor, or use the number for decisions only");

  /** A scalar as a tensor of rank 0. */
  public static final OpDefinition TENSOR_OF_SCALAR =
      new OpDefinition(
          "tensor_of_scalar",
          1,
          List.of(),
          Effect.PURE,
          (a, t) -> {
            if (t.get(0) instanceof ScalarType scalar) {
              return Optional.of(TensorType.of(scalar.dtype()));
            }
            throw new TypeMismatchException(
                0, "tensor_of_scalar expects a scalar, not a value of type " + t.get(0));
          },
          new Evaluation.OnFrame(RankZeroOps::fromScalar),
          new Emission.Call(KERNELS, "scalar", List.of()),
          linear(
              (g, c) ->
                  g.apply(
                      g.dtype() == DType.FLOAT32
                          ? RankZeroOps.ELEMENT_FLOAT
                          : RankZeroOps.ELEMENT_DOUBLE,
                      Attributes.NONE,
                      List.of(g))),
          List.of(
              scalarFactory(DType.INT32),
              scalarFactory(DType.INT64),
              scalarFactory(DType.FLOAT32),
              scalarFactory(DType.FLOAT64),
              scalarFactory(DType.BOOL)));

  /**
   * A number, a double, as a tensor of rank 0 of an integer dtype or bool; throws where it does not
   * fit. Attribute {@code method} is the method that it is an argument of.
   */
  public static final OpDefinition TENSOR_OF_NUMBER =
      new OpDefinition(
          "tensor_of_number",
          1,
          List.of(
              new OpDefinition.AttributeSpec("dtype", Attribute.ElementType.class),
              new OpDefinition.AttributeSpec("method", Attribute.Text.class)),
          Effect.MAY_THROW,
          (a, t) -> {
            TypeRules.scalar("tensor_of_number", t, 0, DType.FLOAT64);
            if (a.dtype("dtype").isFloating()) {
              throw new TypeMismatchException(
                  0, "tensor_of_number makes integers and truth values, not " + a.dtype("dtype"));
            }
            return Optional.of(TensorType.of(a.dtype("dtype")));
          },
          new Evaluation.OnFrame(
              site -> {
                int number = site.operands()[0];
                int result = site.result();
                DType dtype = site.attributes().dtype("dtype");
                String method = site.attributes().text("method");
                return frame ->
                    frame.references[result] =
                        JavaNumbers.tensor(Bits.toDouble(frame.bits[number]), dtype, method);
              }),
          new Emission.Call(
              "dev.kiln.kernel.tensor.JavaNumbers", "tensor", List.of("dtype", "method")),
          new Derivative.Zero(),
          List.of());

  /** The only element of a float32 tensor, as the adjoint of the above. */
  public static final OpDefinition ELEMENT_FLOAT = element("element_float", DType.FLOAT32);

  /** The only element of a float64 tensor, as the adjoint of the above. */
  public static final OpDefinition ELEMENT_DOUBLE = element("element_double", DType.FLOAT64);

  public static final OpDefinition TO_BOOLEAN = extraction("to_boolean", "toBoolean", DType.BOOL);
  public static final OpDefinition TO_INT = extraction("to_int", "toInt", DType.INT32);
  public static final OpDefinition TO_LONG = extraction("to_long", "toLong", DType.INT64);
  public static final OpDefinition TO_FLOAT = extraction("to_float", "toFloat", DType.FLOAT32);
  public static final OpDefinition TO_DOUBLE = extraction("to_double", "toDouble", DType.FLOAT64);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(
          TENSOR_OF_SCALAR,
          TENSOR_OF_NUMBER,
          ELEMENT_FLOAT,
          ELEMENT_DOUBLE,
          TO_BOOLEAN,
          TO_INT,
          TO_LONG,
          TO_FLOAT,
          TO_DOUBLE);

  private static OpDefinition element(String name, DType dtype) {
    return new OpDefinition(
        name,
        1,
        List.of(),
        Effect.PURE,
        (a, t) -> {
          if (TypeRules.tensor(name, t, 0).dtype() != dtype) {
            throw new TypeMismatchException(0, name + " of " + t.get(0));
          }
          return Optional.of(ScalarType.of(dtype));
        },
        new Evaluation.OnFrame(site -> toScalar(site, dtype)),
        new Emission.Call(KERNELS, dtype == DType.FLOAT32 ? "toFloat" : "toDouble", List.of()),
        linear((g, c) -> g.apply(RankZeroOps.TENSOR_OF_SCALAR, Attributes.NONE, List.of(g))),
        List.of());
  }

  private static Spelling scalarFactory(DType dtype) {
    return Spelling.scalarFunction(Spelling.TENSOR, "scalar", dtype);
  }

  private static OpDefinition extraction(String name, String method, DType dtype) {
    return new OpDefinition(
        name,
        1,
        List.of(),
        Effect.MAY_THROW,
        (a, t) -> {
          TensorType tensor = TypeRules.tensor(name, t, 0);
          boolean one = tensor.dims().stream().allMatch(dim -> dim.is(1));
          if (!one || (tensor.dtype() == DType.BOOL) != (dtype == DType.BOOL)) {
            throw new TypeMismatchException(
                0,
                method
                    + " expects a tensor with one "
                    + (dtype == DType.BOOL ? "truth value" : "number")
                    + ", not "
                    + tensor);
          }
          return Optional.of(ScalarType.of(dtype));
        },
        new Evaluation.OnFrame(site -> toScalar(site, dtype)),
        new Emission.Call(KERNELS, method, List.of()),
        dtype.isFloating() ? KEEP_A_TENSOR : new Derivative.Zero(),
        List.of(Spelling.method(method)));
  }

  private static Evaluation.Step fromScalar(Evaluation.Site site) {
    int operand = site.operands()[0];
    int result = site.result();
    DType dtype = ((ScalarType) site.operandTypes().get(0)).dtype();
    return frame -> frame.references[result] = scalar(frame.bits[operand], dtype);
  }

  private static NdArray scalar(long bits, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> Creation.scalar(Bits.toFloat(bits));
      case FLOAT64 -> Creation.scalar(Bits.toDouble(bits));
      case INT32 -> Creation.scalar(Bits.toInt(bits));
      case INT64 -> Creation.scalar(bits);
      case BOOL -> Creation.scalar(Bits.toBoolean(bits));
    };
  }

  private static Evaluation.Step toScalar(Evaluation.Site site, DType dtype) {
    int operand = site.operands()[0];
    int result = site.result();
    return frame ->
        frame.bits[result] =
            switch (dtype) {
              case FLOAT32 -> Bits.of(Creation.toFloat((NdArray) frame.references[operand]));
              case FLOAT64 -> Bits.of(Creation.toDouble((NdArray) frame.references[operand]));
              case INT32 -> Creation.toInt((NdArray) frame.references[operand]);
              case INT64 -> Creation.toLong((NdArray) frame.references[operand]);
              case BOOL -> Bits.of(Creation.toBoolean((NdArray) frame.references[operand]));
            };
  }
}
