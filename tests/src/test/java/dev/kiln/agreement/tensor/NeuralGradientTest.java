package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.booleans;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.ints;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** What neural networks need beyond matrices, in all modes and differentiated. */
final class NeuralGradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
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
            .on(wideSample(2, 3), ints(shape(2), 5, 6)),
        model(
                "RarerFunctions",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "4", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "4", dtype = DType.FLOAT64) Tensor y) {
                  Tensor positive = x.square().add(0.5);
                  return x.mod(positive).add(x.floorDivide(positive).multiply(y)).add(x.atan2(y))
                      .add(x.hypot(y)).add(y.xlogy(positive)).add(positive.lgamma())
                      .add(positive.digamma()).add(x.trunc().multiply(x))
                      .add(x.nanToNum(0, 1, 2).multiply(y)).add(x.glu(0).sum()).sum();
                }
                """)
            .on(doubles(shape(4), 0.3, -0.8, 1.4, -2.1), doubles(shape(4), 1.2, 0.4, -0.7, -1.5)),
        model(
                "TransformsLoss",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "b, 5", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n, 2", dtype = DType.FLOAT64) Tensor z) {
                  Tensor terms = Fourier.rfft(x, 1);
                  return Fourier.irfft(Fourier.multiply(terms, terms.sin()), 5, 1).square().sum()
                      .add(Fourier.ifft(Fourier.fft(z, 0).square(), 0).tanh().sum());
                }
                """)
            .on(wideSample(2, 5), wideSample(6, 2)),
        model(
                "ClassesLoss",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 3, k", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n, k", dtype = DType.INT32) Tensor labels,
                    @Shape(value = "3", dtype = DType.FLOAT64) Tensor weights) {
                  Tensor share = x.sin().softmax(1);
                  Tensor flat = x.flatten(1);
                  Tensor alike = flat.sum(1).sign();
                  return Losses.crossEntropy(x, labels.abs(), 0.2).add(Losses.crossEntropy(x, share))
                      .add(Losses.crossEntropy(x, labels, weights.square(), -1, 0.1))
                      .add(Losses.binaryCrossEntropy(x, share, weights.unsqueeze(1)))
                      .add(Losses.smoothL1(x, share, 0.3))
                      .add(Losses.cosineEmbedding(flat, flat.cos(), alike, -2))
                      .add(Losses.triplet(flat, flat.cos(), flat.square(), 20))
                      .add(Losses.marginRanking(x, share, share.sign(), 9))
                      .add(Losses.cosineSimilarity(flat, flat.cos(), 1).sum())
                      .add(Losses.softMargin(x.add(0.1), x.cos()));
                }
                """)
            .on(wideSample(2, 3, 2), ints(shape(2, 2), 2, -1, 0, 1), doubles(shape(3), 1, 2, 0.5)),
        model(
                "AlignmentLoss",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "3, n, 3", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n, 2", dtype = DType.INT32) Tensor labels,
                    @Shape(value = "n", dtype = DType.INT32) Tensor counts) {
                  Tensor steps = counts.sign().add(2);
                  return Losses.ctc(x.logSoftmax(2), labels, steps, counts, 0).square().sum();
                }
                """)
            .on(wideSample(3, 2, 3), ints(shape(2, 2), 1, 2, 2, 1), ints(shape(2), 2, 0)),
        model(
                "WindowsLoss",
                """
                @Compute @Differentiable Tensor f(
                    @Shape(value = "2, 2, 3, 4, 5", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "2, 2, 2, 3, 2", dtype = DType.FLOAT64) Tensor w,
                    @Shape(value = "4", dtype = DType.FLOAT64) Tensor scale) {
                  Tensor y = x.conv3d(w, 2, 1).tanh();
                  Tensor image = x.slice(2, 0, 1).squeeze(2);
                  Tensor filter = w.get(0);
                  Tensor larger = image.convTranspose2d(filter, 2, 1, 1, 1, 1);
                  Tensor sequence = image.flatten(2);
                  return y.maxPool3d(2, 1, 0).square().sum().add(y.averagePool3d(2, 1, 1).sin().sum())
                      .add(larger.averagePool2d(3, 2, 1, false).square().sum())
                      .add(larger.adaptiveAveragePool2d(2, 3).sin().sum())
                      .add(image.upsampleBicubic2d(2).square().sum())
                      .add(x.convTranspose3d(w, 2, 1, 1, 1, 1).square().sum())
                      .add(image.upsampleBilinear2d(2).multiply(image.upsampleNearest2d(2)).sum())
                      .add(sequence.conv1d(filter.flatten(2), 3, 1).square().sum())
                      .add(sequence.reshape(2, 4, 10).groupNormalization(2, scale, scale, 0.1)
                          .square().sum())
                      .add(sequence.reshape(2, 4, 10).batchNormalization(scale, scale, 0.1).sin().sum())
                      .add(sequence.maxPool1d(3, 2, 1).multiply(sequence.averagePool1d(3, 2, 1)).sum());
                }
                """)
            .on(
                wideSample(2, 2, 3, 4, 5),
                wideSample(2, 2, 2, 3, 2),
                doubles(shape(4), 1.5, 0.8, -0.6, 1.1)));
  }
}
