package dev.kiln.op;

import static dev.kiln.op.Derivative.noGradient;
import static dev.kiln.op.Derivative.vjp;

import dev.kiln.array.NdArray;
import dev.kiln.kernel.tensor.SoftmaxKernels;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Softmax, its logarithm, and the loss made of it. */
public final class SoftmaxOps {
  private SoftmaxOps() {}

  private static final String KERNELS = "dev.kiln.kernel.tensor.SoftmaxKernels";

  // s = softmax(x): ds = s (dx - sum(s dx))
  public static final OpDefinition SOFTMAX =
      alongAxis(
          "softmax",
          "softmax",
          SoftmaxKernels::softmax,
          vjp(
              (g, c) -> {
                Term weighted = g.times(c.result());
                int axis = c.attributes().integer("axis");
                return weighted.subtract(weighted.sum(true, axis).times(c.result()));
              }));
  // l = log softmax(x): dl = dx - sum(softmax(x) dx)
  public static final OpDefinition LOG_SOFTMAX =
      alongAxis(
          "log_softmax",
          "logSoftmax",
          SoftmaxKernels::logSoftmax,
          vjp(
              (g, c) -> {
                int axis = c.attributes().integer("axis");
                return g.subtract(g.sum(true, axis).times(c.result().exp()));
              }));

  /** {@code -log softmax(logits)[label]} for each row; the derivative is softmax - oneHot. */
  public static final OpDefinition CROSS_ENTROPY =
      new OpDefinition(
              "softmax_cross_entropy",
              2,
              List.of(),
              Effect.MAY_THROW,
              (a, t) -> {
                TensorType logits = TypeRules.floating("softmaxCrossEntropy", t, 0);
                TensorType labels = TypeRules.integers("softmaxCrossEntropy", t, 1, "labels");
                boolean fits =
                    logits.rank() == 2
                        && labels.rank() == 1
                        && logits.dims().get(0).equals(labels.dims().get(0));
                if (!fits) {
                  throw new TypeMismatchException(
                      1,
                      "softmaxCrossEntropy expects logits [n, classes] and labels [n], not "
                          + logits.dimsText()
                          + " and "
                          + labels.dimsText(),
                      logits.rank() == 2 && labels.rank() == 1
                          ? TypeRules.unequal(logits.dims().get(0), labels.dims().get(0))
                          : Optional.empty());
                }
                return Optional.of(logits.withDims(labels.dims()));
              },
              new Evaluation.OnTensors((a, x) -> SoftmaxKernels.crossEntropy(x[0], x[1])),
              new Emission.Call(KERNELS, "crossEntropy", List.of()),
              vjp(
                  (g, c) -> {
                    TensorType logits = (TensorType) c.operandType(0);
                    Term hot =
                        c.operand(1)
                            .apply(
                                SelectionOps.ONE_HOT,
                                Attributes.of(
                                        "depth", new Attribute.Dims(List.of(logits.dims().get(1))))
                                    .with("dtype", new Attribute.ElementType(logits.dtype())),
                                List.of(c.operand(1)));
                    List<Dim> column = new ArrayList<>(((TensorType) c.resultType()).dims());
                    column.add(Dim.of(1));
                    return LayoutOps.reshape(g, column)
                        .times(c.operand(0).softmax(-1).subtract(hot));
                  },
                  noGradient()),
              List.of(
                  Spelling.method("softmaxCrossEntropy", new Spelling.Operand()),
                  Spelling.function("dev.kiln.nn.Losses", "softmaxCrossEntropy", 2)))
          .with(Trait.NEW_ELEMENTS);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(SOFTMAX, LOG_SOFTMAX, CROSS_ENTROPY);

  private static OpDefinition alongAxis(
      String name,
      String method,
      BiFunction<NdArray, Integer, NdArray> kernel,
      Derivative derivative) {
    return new OpDefinition(
            name,
            1,
            List.of(new OpDefinition.AttributeSpec("axis", Attribute.Integer.class)),
            Effect.PURE,
            (a, t) -> {
              TensorType type = TypeRules.floating(name, t, 0);
              TypeRules.axis(name, type, a.integer("axis"));
              return Optional.of(type);
            },
            new Evaluation.OnTensors((a, x) -> kernel.apply(x[0], a.integer("axis"))),
            new Emission.Call(KERNELS, method, List.of("axis")),
            derivative,
            List.of(
                Spelling.method(
                    method, new Spelling.AttributeArgument("axis", Attribute.Integer.class))))
        .with(Trait.NEW_ELEMENTS);
  }
}
