package dev.kiln.op.neural;

import dev.kiln.kernel.tensor.FourierTransforms;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.Operand;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.List;
import java.util.Optional;

/** Fourier transforms; {@code dev.kiln.nn.Fourier} describes them. */
public final class FourierOps {
  private FourierOps() {}

  /** ONNX DFT of complex numbers without its factor; its adjoint has the opposite sign. */
  public static final OpDefinition DFT =
      new OpDefinition(
          "dft",
          1,
          List.of(
              new AttributeSpec("axis", Attribute.Integer.class),
              new AttributeSpec("inverse", Attribute.Truth.class)),
          Effect.PURE,
          (a, t) -> {
            TensorType type = TypeRules.floating("fft", t, 0);
            int axis = TypeRules.axis("fft", type, a.integer("axis"));
            if (axis == type.rank() - 1 || !type.dims().get(type.rank() - 1).equals(Dim.of(2))) {
              throw new TypeMismatchException(
                  0,
                  "fft along axis "
                      + a.integer("axis")
                      + " expects complex numbers in a further, last dimension of size 2, not "
                      + type);
            }
            return Optional.of(type);
          },
          new Evaluation.OnTensors(
              (a, x) -> FourierTransforms.dft(x[0], a.integer("axis"), a.truth("inverse"))),
          new Emission.Call(
              "dev.kiln.kernel.tensor.FourierTransforms", "dft", List.of("axis", "inverse")),
          Derivative.linear(
              (g, c) -> dft(g, c.attributes().integer("axis"), !c.attributes().truth("inverse"))),
          List.of());

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(DFT);

  static <T extends Operand<T>> T dft(T x, int axis, boolean inverse) {
    return x.apply(
        DFT, Attributes.axis(axis).with("inverse", new Attribute.Truth(inverse)), List.of(x));
  }
}
