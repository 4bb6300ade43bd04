package dev.kiln.agreement;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import java.util.List;

/** Factors and functions of matrices and Einstein sums, in all modes and differentiated. */
final class MatrixFunctionsGradientTest extends GradientTable {
  @Override
  List<Program> programs() {
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
