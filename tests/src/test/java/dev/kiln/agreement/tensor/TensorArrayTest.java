package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Arrays and lists of tensors, with derivatives. */
public final class TensorArrayTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "TensorArrays",
                """
                @Parameter @Shape(value = "2, 3", dtype = DType.FLOAT64) Tensor w =
                    Tensor.arange(DType.FLOAT64, 6).multiply(0.2).subtract(0.5).reshape(2, 3);
                static Tensor sum(Tensor[] all) {
                  Tensor sum = all[0];
                  for (int i = 1; i < all.length; i++) { sum = sum.add(all[i].multiply(i)); }
                  return sum;
                }
                static Tensor[] powers(Tensor x, int unused) {
                  Tensor[] powers = new Tensor[3];
                  powers[0] = x;
                  for (int i = 1; i < powers.length; i++) { powers[i] = powers[i - 1].multiply(x); }
                  Tensor before = x;
                  for (int i = 0; i < powers.length; i++) { before = i > 0 ? before.add(powers[i - 1]) : before; }
                  powers[0] = before;
                  return powers;
                }
                @Compute @Differentiable Tensor f(@Shape(value = "2", dtype = DType.FLOAT64) Tensor x, int n) {
                  Tensor[] all = {x, x.tanh(), x.square()};
                  Tensor first = all[0];
                  all[0] = all[1].add(first);
                  Tensor[] same = all;
                  Tensor[] powers = powers(x, n);
                  Tensor[] mixed = new Tensor[] {x.matmul(w), sum(powers).matmul(w)};
                  Tensor total = sum(all).add(sum(same)).sum();
                  for (Tensor each : mixed) { total = total.add(each.tanh().sum()); }
                  for (int i = 0; i < n; i++) { total = total.add(powers[2].sum()); }
                  return total;
                }
                """)
            .on(doubles(shape(2), 0.5, -1.25), 3),
        model(
                "TensorLists",
                """
                static Tensor last(java.util.List<Tensor> all) { return all.get(all.size() - 1); }
                @Compute @Differentiable Tensor f(@Shape(value = "2", dtype = DType.FLOAT64) Tensor x) {
                  java.util.List<Tensor> all = java.util.List.of(x, x.sigmoid(), x.multiply(3));
                  Tensor total = last(all).sum();
                  for (Tensor each : all) {
                    if (each.dim(0) > 5) { continue; }
                    total = total.multiply(each.square().sum());
                  }
                  UnaryOperator<Tensor> scaled = t -> t.multiply(all.get(1));
                  return total.add(scaled.apply(x).sum());
                }
                """)
            .on(doubles(shape(2), 0.5, -1.25)));
  }
}
