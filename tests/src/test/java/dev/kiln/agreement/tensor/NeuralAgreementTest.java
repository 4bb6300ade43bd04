package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.booleans;
import static dev.kiln.agreement.Tensors.floats;
import static dev.kiln.agreement.Tensors.ints;
import static dev.kiln.agreement.Tensors.longs;
import static dev.kiln.agreement.Tensors.sample;
import static dev.kiln.agreement.Tensors.shape;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import dev.kiln.tensor.Tensor;
import java.util.List;

/** What neural networks need beyond matrices, in all modes. */
final class NeuralAgreementTest extends AgreementTable {
  @Override
  public List<Program> programs() {
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
            .on(sample(3, 2, 3), sample(8, 3), sample(8, 2), sample(8), sample(2, 2, 2)),
        model(
                "RarerArithmetic",
                """
                @Compute Tensor f(@Shape("n") Tensor x, @Shape("n") Tensor y, double least) {
                  return Tensor.concatenate(0, x.mod(y), x.mod(least), x.floorDivide(y),
                      x.floorDivide(2), x.trunc(), x.atan2(y), x.atan2(1.5), x.hypot(y), x.hypot(2),
                      x.xlogy(y), x.lgamma(), x.digamma(), x.polygamma(2), x.nanToNum(least, 9, -9),
                      x.nanToNum(y, y, y));
                }
                """)
            .on(sample(7), sample(14).slice(0, 7, 14), 0.75)
            .on(specials(), sample(9), -2.0)
            .on(sample(0), sample(0), 1.0),
        model(
                "BitsOfIntegers",
                """
                @Compute Tensor f(@Shape(value = "n", dtype = DType.INT32) Tensor x,
                    @Shape(value = "n", dtype = DType.INT64) Tensor y, int places) {
                  return Tensor.concatenate(0, x.mod(7), x.floorDivide(x.abs().add(3)),
                      x.shiftLeft(places), x.shiftRight(x), x.bitwiseNot()).cast(DType.INT64).sum()
                      .add(y.mod(5)).add(y.shiftRight(3)).add(y.shiftLeft(y)).xor(y.bitwiseNot());
                }
                """)
            .on(
                ints(shape(4), 5, -9, Integer.MIN_VALUE, 0),
                longs(shape(4), 1L << 40, -3, Long.MIN_VALUE, 7),
                33),
        model(
                "Transforms",
                """
                @Compute Tensor f(@Shape("b, 6") Tensor x, @Shape("n, 2") Tensor z) {
                  Tensor product = Fourier.multiply(Fourier.rfft(x, 1), Fourier.rfft(x, -1));
                  Tensor there = Fourier.fft(z, 0).sum(0);
                  return Fourier.irfft(product, 6, 1).add(there.sum())
                      .add(Fourier.ifft(z, 0).sum(0).slice(0, 0, 1));
                }
                """)
            .on(sample(2, 6), sample(5, 2))
            .on(sample(1, 6), sample(8, 2)),
        model(
                "CrossEntropies",
                """
                @Compute Tensor f(@Shape("n, 3, k") Tensor x,
                    @Shape(value = "n, k", dtype = DType.INT32) Tensor labels,
                    @Shape("3") Tensor weights, double smoothing) {
                  Tensor share = x.sin().softmax(1);
                  return Losses.crossEntropy(x, labels.abs()).add(Losses.crossEntropy(x, share))
                      .add(Losses.crossEntropy(x, labels.abs(), smoothing))
                      .add(Losses.crossEntropy(x, share, 0.1))
                      .add(Losses.crossEntropy(x, labels, weights, -1))
                      .add(Losses.crossEntropy(x, labels, weights, -1, smoothing))
                      .add(Losses.binaryCrossEntropy(x, share, weights.unsqueeze(1)));
                }
                """)
            .on(sample(2, 3, 2), ints(shape(2, 2), 2, -1, 0, 1), sample(3).abs(), 0.2),
        model(
                "WindowsOfFloats",
                """
                @Compute Tensor f(@Shape("n, 2, 6") Tensor x, @Shape("4, 1, 3") Tensor w,
                    @Shape("2, 4, 3") Tensor v, @Shape("4") Tensor scale) {
                  Tensor y = x.conv1d(w, 1, 1, 1, 2).add(x.conv1d(w.reshape(2, 2, 3), 2, 0).sum());
                  Tensor z = y.convTranspose1d(v.permute(1, 0, 2), 2, 1)
                      .add(x.convTranspose1d(w.reshape(2, 2, 3), 2, 1, 1, 1, 1).sum());
                  Tensor pooled = y.maxPool1d(2, 2, 0).add(y.averagePool1d(2, 2, 0));
                  Tensor image = z.unsqueeze(2);
                  return pooled.sum().add(image.upsampleNearest2d(2).square().sum())
                      .add(image.upsampleBilinear2d(2).square().sum())
                      .add(y.groupNormalization(2, scale, scale, 0.1).square().mean())
                      .add(y.instanceNormalization(scale, scale, 0.1).sin().mean())
                      .add(y.batchNormalization(scale, scale, 0.1).sin().mean())
                      .add(y.channelMean().dot(y.channelVariance())).add(y.glu(1).sum());
                }
                """)
            .on(sample(2, 2, 6), sample(4, 1, 3), sample(2, 4, 3), sample(4)),
        model(
                "VolumesAndImages",
                """
                @Compute Tensor f(@Shape("n, 2, 4, 4, 5") Tensor x, @Shape("2, 2, 2, 3, 2") Tensor w) {
                  Tensor y = x.conv3d(w, 1, 1).tanh().add(x.conv3d(w.slice(1, 0, 1), 1, 1, 1, 2));
                  Tensor start = x.get(0).slice(1, 0, 2);
                  Tensor image = start.convTranspose2d(w.get(0), 1, 0);
                  Tensor other = start.convTranspose2d(w.get(1), 2, 1, 1, 1, 1);
                  return y.maxPool3d(2, 2, 0).sum().add(y.averagePool3d(2, 2, 1).square().sum())
                      .add(image.averagePool2d(3, 2, 1, false).sum()).add(other.square().sum())
                      .add(image.adaptiveAveragePool2d(2, 3).square().sum())
                      .add(image.adaptiveMaxPool2d(3, 2).sum()).add(image.lpPool2d(2, 2, 2).sum())
                      .add(image.globalAveragePool().square().sum())
                      .add(image.globalMaxPool().sum());
                }
                """)
            .on(sample(2, 2, 4, 4, 5), sample(2, 2, 2, 3, 2)));
  }

  private static Tensor specials() {
    return floats(
        shape(9), 0f, -0f, 1f, -1f, 1e30f, -100f, Float.NaN, 1 / 0f, Float.NEGATIVE_INFINITY);
  }

  private static Tensor key(int first, int second) {
    return ints(shape(2), first, second);
  }

  private static Tensor mask() {
    return booleans(shape(2, 3), true, false, true, false, false, false);
  }
}
