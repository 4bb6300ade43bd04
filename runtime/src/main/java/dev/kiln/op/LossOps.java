package dev.kiln.op;

import static dev.kiln.op.Derivative.vjp;

import dev.kiln.kernel.tensor.LossKernels;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Losses that are operations of their own. */
public final class LossOps {
  private LossOps() {}

  /** {@code mean((prediction - target)^2)} over all elements; no broadcasting. */
  public static final OpDefinition MEAN_SQUARED_ERROR =
      new OpDefinition(
          "mean_squared_error",
          2,
          List.of(),
          Effect.PURE,
          (a, t) -> {
            TensorType prediction = TypeRules.floating("meanSquaredError", t, 0);
            TensorType target = TypeRules.floating("meanSquaredError", t, 1);
            if (!prediction.equals(target)) {
              throw new TypeMismatchException(
                  1,
                  "meanSquaredError expects a target of the type of the prediction, "
                      + prediction
                      + ", not "
                      + target,
                  TypeRules.unequal(prediction, target));
            }
            return Optional.of(TensorType.of(prediction.dtype()));
          },
          new Evaluation.OnTensors((a, x) -> LossKernels.meanSquaredError(x[0], x[1])),
          new Emission.Call("dev.kiln.kernel.tensor.LossKernels", "meanSquaredError", List.of()),
          vjp((g, c) -> slope(g, c), (g, c) -> slope(g, c).negate()),
          List.of(Spelling.function("dev.kiln.nn.Losses", "meanSquaredError", 2)));

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(MEAN_SQUARED_ERROR);

  /** {@code 2 (prediction - target) / n}, times the cotangent. */
  private static Term slope(Term cotangent, Derivative.Call call) {
    TensorType type = (TensorType) call.operandType(0);
    Term ones = LayoutOps.reshape(cotangent, onesOf(type));
    Attributes dims = Attributes.dims(type.dims());
    Term share = ones.apply(ReductionOps.SPREAD_MEAN, dims, List.of(ones));
    return share.times(call.operand(0).subtract(call.operand(1)).multiply(2));
  }

  private static List<Dim> onesOf(TensorType type) {
    return Collections.nCopies(type.rank(), Dim.of(1));
  }
}
