package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Factors and functions of matrices and Einstein sums, in all modes and differentiated. */
final class MatrixFunctionsGradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "OrthogonalFactors",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "b, n, 2", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "b, n, k", dtype = DType.FLOAT64) Tensor y) {
                  return x.qrQ().multiply(x.sin()).sum().add(x.qrR().square().multiply(x.qrR().cos()).sum())
                      .add(x.lstsq(y).square().sum());
                }
                """)
            .on(wideSample(2, 3, 2), wideSample(2, 3, 1)),
        model(
                "SeveralFactors",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "3, 2", dtype = DType.FLOAT64) Tensor x) {
                  dev.kiln.tensor.Svd factors = x.svd();
                  var qr = x.qr();
                  var both = x.transpose().matmul(x).signAndLogDeterminant();
                  dev.kiln.tensor.Eigh eigh = x.transpose().matmul(x).eigh();
                  Tensor scaled = factors.u().multiply(factors.s().exp().unsqueeze(0));
                  return scaled.matmul(factors.v().transpose()).multiply(x.cos()).sum()
                      .add(qr.q().multiply(x).sum()).add(qr.r().square().sum())
                      .add(both.log().multiply(both.sign())).add(eigh.values().sqrt().sum())
                      .add(eigh.vectors().square().get(0, 1)).add(x.pinv().square().sum())
                      .add(x.conditionNumber()).add(x.singularValues().sum());
                }
                """)
            .on(doubles(shape(3, 2), 2, 0.3, -0.4, 0.5, 1.2, 0.2)),
        model(
                "SeveralOfSorting",
                """
                record Best(Tensor values, double spread) {}

                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 3", dtype = DType.FLOAT64) Tensor x, int times) {
                  dev.kiln.tensor.IndexedValues sorted = x.sortWithIndices(1, true);
                  var moments = sorted.values().moments(0);
                  Best best = best(x);
                  for (int i = 0; i < times; i++) {
                    var top = x.multiply(i + 1).topKWithIndices(2, 1);
                    best = new Best(
                        best.values().add(top.values().get(0)).multiply(
                            top.indices().get(1).cast(DType.FLOAT64).add(1)), best.spread());
                  }
                  return moments.mean().multiply(moments.variance()).sum().add(best.values().sum())
                      .add(x.minWithIndices(0).values().sum()).multiply(best.spread());
                }

                private Best best(Tensor x) {
                  var greatest = x.maxWithIndices(0);
                  return new Best(
                      greatest.values().multiply(greatest.indices().cast(DType.FLOAT64)).slice(0, 0, 2),
                      2.5);
                }
                """)
            .on(doubles(shape(2, 3), 2, 0.3, -0.4, 0.5, 1.2, 0.2), 3),
        model(
                "SymmetricEigenvalues",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, n", dtype = DType.FLOAT64) Tensor x) {
                  Tensor vectors = x.eighVectors();
                  Tensor powers = vectors.multiply(x.eigvalsh().exp().unsqueeze(0)).matmul(vectors.transpose());
                  return powers.multiply(x).sum().add(x.eigvalsh().square().multiply(x.get(0)).sum())
                      .add(vectors.square().multiply(x.cos()).sum());
                }
                """)
            .on(doubles(shape(3, 3), 2, 0.3, -0.4, 0.5, 1.2, 0.2, -0.1, 0.6, 3.1)),
        model(
                "MatrixExponential",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "b, n, n", dtype = DType.FLOAT64) Tensor x) {
                  return x.matrixExp().multiply(x.sin()).sum();
                }
                """)
            .on(wideSample(2, 2, 2)),
        model(
                "EinsteinSums",
                """
                static final String PRODUCTS = "bij,jk->bik";
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, m, 2", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "2, k", dtype = DType.FLOAT64) Tensor y) {
                  Tensor all = Tensor.einsum(PRODUCTS, x, y).square();
                  return Tensor.einsum("ijk->", all).add(Tensor.einsum("nmj,jk,nmk->", x, y, all))
                      .add(Tensor.einsum("ij,kj->ik", y, y).square().sum())
                      .add(Tensor.einsum("nij,nkj", x, x).sin().sum());
                }
                """)
            .on(wideSample(2, 3, 2), wideSample(2, 4))
            .on(wideSample(0, 3, 2), wideSample(2, 1)));
  }
}
