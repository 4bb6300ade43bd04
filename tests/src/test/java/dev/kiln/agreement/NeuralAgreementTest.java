package dev.kiln.agreement;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.booleans;
import static dev.kiln.agreement.Tensors.ints;
import static dev.kiln.agreement.Tensors.sample;
import static dev.kiln.agreement.Tensors.shape;

import dev.kiln.tensor.Tensor;
import java.util.List;

/** Random numbers, attention and recurrent cells in all modes. */
final class NeuralAgreementTest extends AgreementTable {
  @Override
  List<Program> programs() {
    return List.of(
        model(
                "RandomNumbers",
                """
                @Compute Tensor f(@Shape(value = "2", dtype = DType.INT32) Tensor key, int step) {
                  Tensor keys = Random.split(Random.foldIn(key, step), 3);
                  Tensor other = Random.foldIn(keys.get(2), Random.bits(key, 3).get(1));
                  Tensor wide = Random.uniform(keys.get(0), DType.FLOAT64, 2, 3)
                      .add(Random.normal(keys.get(1), DType.FLOAT64, 3))
                      .add(Random.exponential(other, DType.FLOAT64, 2, 3))
                      .add(Random.gumbel(key, DType.FLOAT64, 2, 1));
                  return wide.cast(DType.FLOAT32).add(Random.uniform(keys.get(0), 2, 3))
                      .add(Random.normal(keys.get(1), 3)).add(Random.exponential(other, 2, 3))
                      .add(Random.gumbel(key, 2, 1));
                }
                """)
            .on(key(1, 2), 0)
            .on(key(-1, 77), -5),
        model(
                "RandomChoices",
                """
                @Compute Tensor f(@Shape(value = "2", dtype = DType.INT32) Tensor key,
                    @Shape("n, m") Tensor logits) {
                  Tensor order = Random.permutation(key, logits.dim(0));
                  Tensor drawn = Random.categorical(key, logits).add(order);
                  Tensor heads = Random.bernoulli(key, logits.sigmoid()).countTrue(1)
                      .cast(DType.INT32);
                  return drawn.multiply(10).add(heads)
                      .add(Random.integers(key, -3, 9, 5).sum())
                      .add(Random.bernoulli(key, 0.3, 4).countTrue().cast(DType.INT32));
                }
                """)
            .on(key(1, 2), sample(4, 3))
            .on(key(3, -2), sample(1, 3))
            .on(key(3, -2), sample(0, 3)),
        model(
                "DroppedOut",
                """
                @Compute Tensor f(@Shape(value = "2", dtype = DType.INT32) Tensor key,
                    @Shape("n, m") Tensor x, double rate) {
                  return Random.dropout(x, key, rate).add(Random.dropout(x, key, 0.25));
                }
                """)
            .on(key(1, 2), sample(4, 3), 0.5)
            .on(key(1, 2), sample(4, 3), 1.0)
            .on(key(1, 2), sample(2, 0), 0.1),
        model(
                "AttentionOfFloats",
                """
                @Compute Tensor f(@Shape("b, n, d") Tensor x, @Shape("b, m, d") Tensor y,
                    @Shape(value = "n, m", dtype = DType.BOOL) Tensor mask) {
                  Tensor all = Attention.scaledDotProduct(x, y, y);
                  Tensor some = Attention.scaledDotProduct(x, y, y, mask);
                  Tensor weighted = Attention.scaledDotProduct(x, y, y, x.matmul(y.transpose()));
                  return all.add(some).add(weighted).add(Attention.causal(x, y, y));
                }
                """)
            .on(sample(2, 2, 4), sample(2, 3, 4), mask())
            .on(sample(2, 2, 3), sample(2, 3, 3), mask())
            .on(sample(0, 2, 3), sample(0, 3, 3), mask()),
        model(
                "HeadsOfAttention",
                """
                @Compute Tensor f(@Shape("b, n, 6") Tensor x) {
                  Tensor heads = Attention.splitHeads(x, 3);
                  return Attention.mergeHeads(Attention.causal(heads, heads, heads));
                }
                """)
            .on(sample(2, 4, 6)),
        model(
                "CellsInLoops",
                """
                @Compute Tensor f(@Shape("t, n, k") Tensor x, @Shape("4 * h, k") Tensor w,
                    @Shape("4 * h, h") Tensor r, @Shape("4 * h") Tensor b,
                    @Shape("2, n, h") Tensor start) {
                  Tensor state = start;
                  for (int i = 0; i < x.dim(0); i++) {
                    state = Recurrent.lstmCell(x.get(i), state, w, r, b, b);
                  }
                  return state;
                }
                """)
            .on(sample(3, 2, 3), sample(8, 3), sample(8, 2), sample(8), sample(2, 2, 2)));
  }

  private static Tensor key(int first, int second) {
    return ints(shape(2), first, second);
  }

  private static Tensor mask() {
    return booleans(shape(2, 3), true, false, true, false, false, false);
  }
}
