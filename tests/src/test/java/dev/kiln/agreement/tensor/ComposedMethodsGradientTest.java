package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/**
 * Elementary functions and methods that are composed of operations, in all modes and differentiated
 * away from their kinks. {@code ComposedMethodsTest} compares their values with plain Java.
 */
final class ComposedMethodsGradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ElementaryFunctions",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x) {
                  Tensor inside = x.tanh();
                  Tensor above = x.square().add(1.5);
                  return x.sin().multiply(x.cos()).add(x.multiply(0.3).tan()).add(inside.asin())
                      .subtract(inside.acos().multiply(2)).add(x.atan()).add(x.sinh()).multiply(x.cosh())
                      .add(x.asinh()).add(above.acosh()).add(inside.atanh()).add(x.erf().multiply(3))
                      .add(above.log1p()).add(x.expm1()).add(above.log2()).add(x.floor().multiply(x))
                      .add(x.ceil().multiply(x.round())).sum();
                }
                """)
            .on(wideSample(2, 3)),
        model(
                "Activations",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "m", dtype = DType.FLOAT64) Tensor slope,
                    double alpha) {
                  return x.leakyRelu(alpha).add(x.leakyRelu(slope)).add(x.elu(1.5)).add(x.celu(alpha))
                      .add(x.selu().multiply(2)).add(x.gelu().multiply(3)).add(x.geluTanh().square())
                      .add(x.silu().multiply(slope)).add(x.softplus()).multiply(x.logSigmoid())
                      .add(x.softsign()).add(x.mish()).add(x.hardSigmoid(0.2, 0.5))
                      .add(x.hardSwish()).add(x.thresholdedRelu(alpha).square())
                      .add(x.shrink(0.5, alpha)).sum();
                }
                """)
            .on(wideSample(2, 3), doubles(shape(3), 0.1, -0.4, 0.25), 0.3),
        model(
                "ElementByElement",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n", dtype = DType.FLOAT64) Tensor y) {
                  Tensor positive = y.square().add(0.5);
                  return positive.reciprocal().add(positive.rsqrt()).add(x.clip(-1, 0.5).multiply(y))
                      .add(x.clip(y.negate(), positive)).add(x.squaredDifference(y))
                      .add(x.lerp(y, 0.3)).add(x.lerp(y, x)).add(x.logAddExp(y))
                      .add(x.sigmoid().logit().multiply(y)).add(x.maskedFill(x.less(y), 2).square())
                      .add(x.replaceNaN(3)).sum();
                }
                """)
            .on(wideSample(6), doubles(shape(6), 0.3, -0.2, 1.4, 0.6, -2.1, 0.9)),
        model(
                "StatisticsOverAxes",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x) {
                  Tensor spread = x.variance(0).multiply(x.standardDeviation(0));
                  Tensor wide = x.subtract(x.logSumExp(true, 1)).multiply(x.norm2(true, 1));
                  return spread.add(x.logSumExp(0)).add(x.norm1(0)).add(x.sumOfSquares(-2)).sum()
                      .add(wide.square().sum()).add(x.variance()).add(x.norm2()).add(x.logSumExp());
                }
                """)
            .on(wideSample(2, 3)),
        model(
                "ShapesAndVectors",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 3", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "k", dtype = DType.FLOAT64) Tensor y) {
                  Tensor cube = x.unsqueeze(1).multiply(y.unsqueeze(-1)).transpose(0, -1);
                  return cube.flatten(1).square().sum(0).unsqueeze(0).squeeze(0).sum()
                      .add(y.dot(y)).add(y.outer(x.get(0)).multiply(2).square().sum());
                }
                """)
            .on(wideSample(2, 3), doubles(shape(4), 0.5, -1, 2, 0.25)),
        model(
                "Normalized",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 3, m", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "m", dtype = DType.FLOAT64) Tensor scale,
                    @Shape(value = "3", dtype = DType.FLOAT64) Tensor channel) {
                  Tensor layer = x.layerNormalization(scale, scale.negate(), -1, 1e-5);
                  Tensor variance = channel.square().add(0.5);
                  return layer.square().multiply(x).sum()
                      .add(x.rmsNormalization(scale, 2, 1e-6).multiply(x.sin()).sum())
                      .add(x.batchNormalization(channel, channel, channel, variance, 1e-3).tanh().sum())
                      .add(x.l2Normalization(1).multiply(x.cos()).sum());
                }
                """)
            .on(
                wideSample(2, 3, 4),
                doubles(shape(4), 1.5, 0.8, -0.6, 1.1),
                doubles(shape(3), 0.4, -0.9, 1.2)),
        model(
                "ScansAndCopies",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 3", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "3", dtype = DType.FLOAT64) Tensor y) {
                  Tensor sums = x.cumSum(0).multiply(x.cumSum(1, true, true)).flip(1);
                  Tensor stacked = Tensor.stack(1, y, y.sin(), y.flip(0)).multiply(2);
                  return sums.square().sum().add(x.tile(0, 2).pad(1, 1, 2).cumSum(1).sin().sum())
                      .add(stacked.cumSum(-1).square().sum());
                }
                """)
            .on(wideSample(2, 3), doubles(shape(3), 0.5, -1, 2)),
        model(
                "ConvolutionsAndPooling",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 2, 5, 4", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "2, 2, 3, 2", dtype = DType.FLOAT64) Tensor w,
                    @Shape(value = "2, 1, 2, 2", dtype = DType.FLOAT64) Tensor v) {
                  Tensor y = x.conv2d(w, 1, 1).tanh();
                  Tensor z = x.conv2d(v, 2, 1, 2, 2).multiply(0.5);
                  return y.square().sum().add(z.sin().sum())
                      .add(y.maxPool2d(2, 2, 0).multiply(y.averagePool2d(2, 2, 0)).sum())
                      .add(x.maxPool2d(3, 1, 1).square().sum()).add(x.averagePool2d(3, 2, 1).square().sum());
                }
                """)
            .on(wideSample(2, 2, 5, 4), wideSample(2, 2, 3, 2), wideSample(2, 1, 2, 2)),
        model(
                "LinearAlgebra",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, n", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n, k", dtype = DType.FLOAT64) Tensor y) {
                  Tensor positive = x.matmul(x.transpose()).multiply(0.5);
                  Tensor factor = positive.cholesky();
                  return positive.choleskySolve(y).square().sum().add(x.solve(y).sum())
                      .add(positive.logDeterminant()).add(x.determinant()).add(x.trace())
                      .add(x.inverse().multiply(x.sin()).sum()).add(x.lowerTriangle(-1).square().sum())
                      .add(factor.diagonal().sin().sum())
                      .add(factor.triangularSolve(y, true, false).tanh().sum());
                }
                """)
            .on(
                doubles(shape(3, 3), 2, 0.3, -0.4, 0.5, 1.7, 0.2, -0.1, 0.6, 2.2),
                doubles(shape(3, 2), 0.5, -1, 2, 0.25, 0.7, -0.3)),
        model(
                "MoreLosses",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor y) {
                  Tensor share = y.softmax(1);
                  return Losses.meanAbsoluteError(x, y).add(Losses.huber(x, y, 0.75))
                      .add(Losses.binaryCrossEntropy(x, share)).add(Losses.hinge(x, y.sign()))
                      .add(Losses.logCosh(x, y)).add(Losses.poisson(x, share))
                      .add(Losses.gaussian(x, y, share.add(0.5)))
                      .add(Losses.klDivergence(x.logSoftmax(1), share));
                }
                """)
            .on(wideSample(2, 3), doubles(shape(2, 3), 0.3, -0.2, 1.4, 0.6, -2.1, 0.9)));
  }
}
