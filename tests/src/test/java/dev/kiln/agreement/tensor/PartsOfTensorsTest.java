package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Methods that return arrays of tensors, in all modes and differentiated. */
final class PartsOfTensorsTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Split",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 5", dtype = DType.FLOAT64) Tensor x) {
                  Tensor[] parts = x.split(2, 1);
                  Tensor[] named = x.split(new int[] {1, 4}, -1);
                  Tensor total = parts[0].multiply(parts[1].sin()).sum().add(parts[2].square().sum());
                  for (int i = 0; i < named.length; i++) { total = total.add(named[i].exp().sum().multiply(i + 1)); }
                  parts[0] = parts[0].tanh();
                  for (Tensor part : parts) { total = total.add(part.sum().multiply(part.dim(1))); }
                  return total.multiply(Tensor.concatenate(1, parts).cos().sum())
                      .add(x.split(9, 1)[0].sum());
                }
                """)
            .on(wideSample(2, 5))
            .on(wideSample(0, 5)),
        model(
                "SplitByNames",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n+m", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n", dtype = DType.FLOAT64) Tensor y,
                    @Shape(value = "m", dtype = DType.FLOAT64) Tensor z) {
                  Tensor[] parts = x.split(new int[] {y.dim(0), z.dim(0)}, 0);
                  Tensor rest = y.split(new int[] {1, y.dim(0) - 1}, 0)[1];
                  return parts[0].multiply(y).sum().add(parts[1].multiply(z).square().sum())
                      .add(rest.exp().sum());
                }
                """)
            .on(wideSample(5), wideSample(2), wideSample(3))
            .on(wideSample(2), wideSample(2), wideSample(0)),
        model(
                "Chunks",
                """
                @Parameter @Shape(value = "3", dtype = DType.FLOAT64) Tensor w =
                    Tensor.arange(DType.FLOAT64, 3).multiply(0.2).subtract(0.5);
                static Tensor weighted(Tensor[] all, Tensor w) {
                  Tensor sum = all[0].multiply(w.get(0));
                  for (int i = 1; i < all.length; i++) { sum = sum.add(all[i].multiply(w.get(i))); }
                  return sum;
                }
                @Compute @Differentiable Tensor f(
                    @Shape(value = "3*n, 7", dtype = DType.FLOAT64) Tensor x, int times) {
                  Tensor total = weighted(x.chunk(3, 0), w).sum();
                  for (int i = 0; i < times; i++) {
                    Tensor product = x.get(i).sum();
                    for (Tensor part : x.chunk(3, 1)) { product = product.multiply(part.sin().sum().add(i)); }
                    total = total.add(product);
                  }
                  return total.add(x.chunk(4, 1)[3].square().sum()).multiply(x.chunk(5, 1).length);
                }
                """)
            .on(wideSample(3, 7), 2)
            .on(wideSample(6, 7), 3),
        model(
                "Unbind",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "3, n, 2", dtype = DType.FLOAT64) Tensor x) {
                  var rows = x.unbind(0);
                  Tensor total = rows[0].multiply(rows[1]).subtract(rows[2].exp()).sum();
                  Tensor back = Tensor.stack(-1, x.multiply(x).unbind(-1));
                  for (Tensor none : x.slice(0, 1, 1).unbind(0)) { total = total.add(none.sum()); }
                  return total.add(back.sin().sum());
                }
                """)
            .on(wideSample(3, 2, 2))
            .on(wideSample(3, 0, 2)),
        model(
                "Meshgrid",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "m", dtype = DType.FLOAT64) Tensor y,
                    @Shape(value = "", dtype = DType.FLOAT64) Tensor z) {
                  Tensor[] grids = Tensor.meshgrid(x, y, z);
                  Tensor[] again = Tensor.meshgrid(new Tensor[] {x.square(), y});
                  Tensor level = grids[0].multiply(grids[1].sin()).add(grids[2]);
                  return level.square().sum().add(again[0].subtract(again[1]).exp().sum())
                      .add(Tensor.meshgrid(x)[0].cos().sum());
                }
                """)
            .on(wideSample(2), wideSample(3), doubles(shape(), 0.5))
            .on(wideSample(0), wideSample(3), doubles(shape(), 0.5)));
  }
}
