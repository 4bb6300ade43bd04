package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.ints;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives, in all modes, of methods that take, put, order and arrange elements. */
final class IndexingGradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "TakenAndPutWithGradient",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n, k", dtype = DType.INT32) Tensor i,
                    @Shape(value = "n, k", dtype = DType.FLOAT64) Tensor u) {
                  Tensor put = x.scatter(-1, i, u).multiply(x.scatterAdd(1, i, u.sin()));
                  return x.gatherElements(1, i).square().sum().add(put.sum())
                      .add(x.embedding(i.maximum(0).minimum(1)).square().sum());
                }
                """)
            .on(wideSample(2, 4), ints(shape(2, 3), 0, -1, 2, 3, 3, -4), wideSample(2, 3)),
        model(
                "TuplesWithGradient",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, m, 2", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "k, 2", dtype = DType.INT32) Tensor i,
                    @Shape(value = "k, 2", dtype = DType.FLOAT64) Tensor u) {
                  return x.gatherNd(i).multiply(u).sum().add(x.scatterNd(i, u).square().sum())
                      .add(x.scatterNdAdd(i, u).sin().sum());
                }
                """)
            .on(wideSample(2, 3, 2), ints(shape(3, 2), 1, 2, 0, -1, 1, 2), wideSample(3, 2)),
        model(
                "OrdersWithGradient",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 3", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "3", dtype = DType.FLOAT64) Tensor y) {
                  return x.sort(0, false).multiply(y).sum().add(x.topK(2, 1).square().sum())
                      .add(x.cumMax(0).multiply(y).sum()).add(x.cumMin(1).multiply(y).sum())
                      .add(x.prod(1).sum()).add(x.prod().multiply(2)).add(x.prod(true, 0).multiply(y).sum())
                      .add(x.cumProd(0).multiply(y).sum()).add(x.cumProd(1, true, true).sin().sum());
                }
                """)
            .on(wideSample(3, 3), doubles(shape(3), 0.3, -2, 1.1))
            .on(doubles(shape(2, 3), 0, 1.5, -2, 0.5, 0.25, 0.75), doubles(shape(3), 0.3, -2, 1.1)),
        model(
                "ArrangementsWithGradient",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 4", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "4", dtype = DType.FLOAT64) Tensor y, double d) {
                  return x.slice(1, -1, Integer.MIN_VALUE, -2).square().sum()
                      .add(x.repeat(1, 2).multiply(y.repeat(0, 2)).sum()).add(x.roll(1, 3).multiply(y).sum())
                      .add(x.roll(0, 1).multiply(x).sum()).add(x.pad(0, 2, 1, "edge").multiply(y).square().sum())
                      .add(x.pad(1, 2, 1, "reflect").square().sum())
                      .add(x.pad(1, 1, 3, "wrap").unfold(1, 2, 2).sin().sum())
                      .add(x.pad(1, 1, 0, d).square().sum()).add(y.diagEmbed().matmul(y).sum())
                      .add(x.get(-1).multiply(y.expandAs(x).get(-1, -2)).sum())
                      .add(x.greater(0.1).where(x, d).square().sum()).add(x.less(d).where(0.5, x).sin().sum());
                }
                """)
            .on(wideSample(3, 4), doubles(shape(4), 0.5, -1, 2, 0.25), 0.4));
  }
}
