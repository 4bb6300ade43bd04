package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Sizes that are products of names, and reshapes with a size that follows from the others. */
final class SymbolicSizesTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "GroupsOfMembers",
                """
                @Parameter @Shape(value = "groups", dtype = DType.FLOAT64) Tensor scale =
                    Tensor.arange(DType.FLOAT64, 3).multiply(0.2).subtract(0.5);
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, groups*members", dtype = DType.FLOAT64) Tensor x) {
                  Tensor grouped = x.reshape(x.dim(0), scale.dim(0), -1);
                  Tensor centred = grouped.subtract(grouped.mean(true, 2));
                  return centred.multiply(scale.unsqueeze(1)).reshape(-1, x.dim(1)).multiply(x).exp().sum();
                }
                """)
            .on(wideSample(2, 6)),
        model(
                "Halves",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 2*k", dtype = DType.FLOAT64) Tensor x) {
                  int half = x.dim(1) / 2;
                  Tensor pairs = x.reshape(-1, half);
                  Tensor columns = x.reshape(x.dim(0), 2, -1).sin();
                  int rows = x.dim(0) * x.dim(1) / x.dim(1);
                  return pairs.square().sum().add(columns.slice(2, 0, half).sum())
                      .add(x.slice(1, half, 2 * half).reshape(rows, 1, -1).exp().sum())
                      .multiply(half);
                }
                """)
            .on(wideSample(3, 4))
            .on(wideSample(1, 2)));
  }
}
