package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.booleans;
import static dev.kiln.agreement.Tensors.floats;
import static dev.kiln.agreement.Tensors.sample;
import static dev.kiln.agreement.Tensors.shape;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import dev.kiln.tensor.Tensor;
import java.util.List;

/** Methods that are composed of operations, on floats, special values and truth values. */
final class ComposedMethodsAgreementTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ElementaryFloats",
                """
                @Compute Tensor f(@Shape("n") Tensor x) {
                  return Tensor.concatenate(0, x.sin(), x.cos(), x.tan(), x.asin(), x.acos(), x.atan(),
                      x.sinh(), x.cosh(), x.asinh(), x.acosh(), x.atanh(), x.erf(), x.log1p(),
                      x.expm1(), x.log2(), x.floor(), x.ceil(), x.round());
                }
                """)
            .on(sample(7))
            .on(specials()),
        model(
                "ActivationsOfFloats",
                """
                @Compute Tensor f(@Shape("n") Tensor x, double slope) {
                  return Tensor.concatenate(0, x.leakyRelu(slope), x.elu(1), x.celu(slope), x.selu(),
                      x.gelu(), x.geluTanh(), x.silu(), x.softplus(), x.logSigmoid(), x.softsign(),
                      x.mish(), x.hardSigmoid(slope, 0.5), x.hardSwish(), x.thresholdedRelu(1),
                      x.shrink(0.5, 0.25), x.reciprocal(), x.rsqrt(), x.clip(-1, slope),
                      x.replaceNaN(-1), x.logit());
                }
                """)
            .on(sample(7), 0.2)
            .on(specials(), -0.1),
        model(
                "KindsOfNumbers",
                """
                @Compute Tensor f(@Shape("n") Tensor x) {
                  return Tensor.concatenate(0, x.isNaN(), x.isInfinite(), x.isFinite());
                }
                """)
            .on(specials()),
        model(
                "TruthOverAxes",
                """
                @Compute Tensor f(@Shape(value = "n, m", dtype = DType.BOOL) Tensor x) {
                  return Tensor.concatenate(0, x.any(0), x.all(0), x.any(true, 1).flatten(0),
                      x.all(-1), x.any().unsqueeze(0), x.countTrue(0).greater(1), x.sum(0).greater(1),
                      x.sum().greater(2).unsqueeze(0), x.max(true, 1).flatten(0), x.min(-1));
                }
                """)
            .on(booleans(shape(2, 3), true, false, true, true, false, false))
            .on(booleans(shape(0, 3))),
        model(
                "StatisticsOfFloats",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x) {
                  return Tensor.concatenate(0, x.variance(1), x.standardDeviation(0), x.logSumExp(1),
                      x.norm1(0), x.norm2(1), x.sumOfSquares(true, 0).flatten(0));
                }
                """)
            .on(sample(2, 3))
            .on(floats(shape(1, 2), Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY)));
  }

  private static Tensor specials() {
    return floats(
        shape(9), 0f, -0f, 1f, -1f, 1e30f, -100f, Float.NaN, 1 / 0f, Float.NEGATIVE_INFINITY);
  }
}
