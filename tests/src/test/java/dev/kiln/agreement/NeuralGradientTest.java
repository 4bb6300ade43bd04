package dev.kiln.agreement;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.booleans;
import static dev.kiln.agreement.Tensors.ints;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import java.util.List;

/** Attention, recurrent cells and dropout in all modes, differentiated. */
final class NeuralGradientTest extends GradientTable {
  @Override
  List<Program> programs() {
    return List.of(
        model(
                "AttentionLoss",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 4", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "m, 4", dtype = DType.FLOAT64) Tensor y,
                    @Shape(value = "n, m", dtype = DType.BOOL) Tensor mask) {
                  Tensor queries = Attention.splitHeads(x, 2);
                  Tensor keys = Attention.splitHeads(y, 2);
                  Tensor some = Attention.scaledDotProduct(queries, keys, keys.sin(), mask);
                  Tensor causal = Attention.causal(x, y, y).multiply(Attention.mergeHeads(some));
                  return causal.square().sum().add(Attention.scaledDotProduct(x, y, y).sum());
                }
                """)
            .on(
                wideSample(2, 4),
                wideSample(3, 4),
                booleans(shape(2, 3), true, false, true, false, false, false)),
        model(
                "CellsLoss",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "t, n, 3", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "8, 3", dtype = DType.FLOAT64) Tensor w,
                    @Shape(value = "8, 2", dtype = DType.FLOAT64) Tensor r,
                    @Shape(value = "8", dtype = DType.FLOAT64) Tensor b,
                    @Shape(value = "2, n, 2", dtype = DType.FLOAT64) Tensor start) {
                  Tensor state = start;
                  Tensor hidden = start.get(0);
                  for (int i = 0; i < x.dim(0); i++) {
                    state = Recurrent.lstmCell(x.get(i), state, w, r, b, b);
                    hidden = Recurrent.gruCell(x.get(i), hidden, w.slice(0, 0, 6), r.slice(0, 2, 8),
                        b.slice(0, 0, 6), b.slice(0, 1, 7));
                    hidden = Recurrent.rnnCell(x.get(i), hidden, w.slice(0, 0, 2),
                        r.slice(0, 0, 2), b.slice(0, 3, 5), b.slice(0, 0, 2));
                  }
                  return state.square().sum().add(hidden.sin().sum());
                }
                """)
            .on(
                wideSample(3, 2, 3),
                wideSample(8, 3),
                wideSample(8, 2),
                wideSample(8),
                wideSample(2, 2, 2)),
        model(
                "DropoutLoss",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 3", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "2", dtype = DType.INT32) Tensor key) {
                  Tensor noise = Random.normal(key, DType.FLOAT64, 3);
                  return Random.dropout(x.square(), key, 0.4).multiply(noise).sum();
                }
                """)
            .on(wideSample(2, 3), ints(shape(2), 5, 6)));
  }
}
