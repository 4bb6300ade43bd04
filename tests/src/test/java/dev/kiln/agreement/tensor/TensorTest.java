package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.booleans;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.floats;
import static dev.kiln.agreement.Tensors.ints;
import static dev.kiln.agreement.Tensors.longs;
import static dev.kiln.agreement.Tensors.sample;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Expressions of tensors. */
final class TensorTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ElementwiseFloat",
                """
                @Compute Tensor f(@Shape("n") Tensor x, @Shape("n") Tensor y) {
                  return x.add(y).multiply(x).subtract(y.negate()).divide(y.abs().add(1.5));
                }
                """)
            .on(sample(5), floats(shape(5), 0f, -0f, 1e30f, Float.NaN, 3f))
            .on(sample(0), sample(0)),
        model(
                "ElementwiseDouble",
                """
                @Compute Tensor f(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
                  return x.square().add(1).sqrt().multiply(x.sign()).maximum(x).minimum(2.5);
                }
                """)
            .on(wideSample(23))
            .on(doubles(shape(3), -0.0, Double.NaN, Double.NEGATIVE_INFINITY)),
        model(
                "ElementwiseIntegers",
                """
                @Compute Tensor f(
                    @Shape(value = "n", dtype = DType.INT32) Tensor x,
                    @Shape(value = "n", dtype = DType.INT32) Tensor y) {
                  return x.multiply(y).add(x.divide(y)).subtract(x.remainder(y)).maximum(y).negate();
                }
                """)
            .on(ints(shape(3), 7, -7, Integer.MIN_VALUE), ints(shape(3), 2, 2, -1))
            .on(ints(shape(1), 1), ints(shape(1), 0)),
        model(
                "ElementwiseLongs",
                """
                @Compute Tensor f(@Shape(value = "n", dtype = DType.INT64) Tensor x) {
                  return x.multiply(x).subtract(x.abs()).add(3).multiply(-1);
                }
                """)
            .on(longs(shape(3), 5L, -1L << 40, Long.MAX_VALUE)),
        model(
                "Transcendental",
                """
                @Compute Tensor f(@Shape("n") Tensor x) {
                  Tensor positive = x.square().add(0.1);
                  return x.exp().add(positive.log()).add(x.tanh()).add(x.sigmoid()).add(x.relu())
                      .add(positive.pow(1.3)).add(positive.pow(x));
                }
                """)
            .on(sample(23))
            .on(floats(shape(4), -0f, 100f, -100f, Float.NaN)),
        model(
                "TranscendentalDouble",
                """
                @Compute Tensor f(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
                  return x.exp().log().add(x.tanh().multiply(x.sigmoid())).add(x.abs().pow(x));
                }
                """)
            .on(wideSample(23))
            .on(doubles(shape(2), 710.0, -745.2)),
        model(
                "Broadcasting",
                """
                @Compute Tensor f(
                    @Shape("n, 1") Tensor column, @Shape("m") Tensor row, @Shape("") Tensor scalar) {
                  return column.multiply(row).add(scalar).subtract(row.divide(2)).maximum(column);
                }
                """)
            .on(sample(3, 1), sample(4), floats(shape(), 0.3f))
            .on(sample(1, 1), sample(1), floats(shape(), -0f)),
        model(
                "BroadcastTo",
                """
                @Compute Tensor f(@Shape("3") Tensor row) {
                  return row.broadcastTo(3, 3).add(row.reshape(3, 1).broadcastTo(2, 3, 3));
                }
                """)
            .on(sample(3)),
        model(
                "ComparisonsOfTensors",
                """
                @Compute Tensor f(@Shape("n") Tensor x, @Shape("n") Tensor y) {
                  Tensor ordered = x.less(y).or(x.greater(y)).xor(x.lessEqual(y).and(x.greaterEqual(y)));
                  return ordered.and(x.equalTo(y).not()).or(x.notEqualTo(2));
                }
                """)
            .on(floats(shape(4), 1, 2, Float.NaN, -0f), floats(shape(4), 2, 2, 1, 0f)),
        model(
                "Where",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x, @Shape("m") Tensor y) {
                  return x.greater(y).where(x, y.negate());
                }
                """)
            .on(sample(3, 4), sample(4)),
        model(
                "WhereOnIntegers",
                """
                @Compute Tensor f(
                    @Shape(value = "n", dtype = DType.BOOL) Tensor condition,
                    @Shape(value = "n", dtype = DType.INT64) Tensor x) {
                  return condition.not().where(x, x.multiply(2));
                }
                """)
            .on(booleans(shape(3), true, false, true), longs(shape(3), 1L, 2L, 3L)),
        model(
                "Sums",
                """
                record Totals(Tensor all, Tensor rows, Tensor columns, Tensor kept) {}

                @Compute Totals f(@Shape("n, m") Tensor x) {
                  return new Totals(x.sum(), x.sum(1), x.sum(-2), x.sum(true, 0, 1));
                }
                """)
            .on(sample(3, 5))
            .on(sample(7, 1))
            .on(sample(64, 67))
            .on(sample(0, 2)),
        model(
                "SumsInDouble",
                """
                @Compute Tensor f(@Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x) {
                  return x.sum().add(x.mean(0).sum()).subtract(x.mean()).add(x.sum(1));
                }
                """)
            .on(wideSample(31, 33)),
        model(
                "Means",
                """
                record Averages(Tensor all, Tensor rows, Tensor kept) {}

                @Compute Averages f(@Shape("n, m, k") Tensor x) {
                  return new Averages(x.mean(), x.mean(2), x.mean(true, 0, 2));
                }
                """)
            .on(sample(2, 3, 4))
            .on(sample(1, 5, 17)),
        model(
                "Extremes",
                """
                record Ends(Tensor max, Tensor min, Tensor argmax, Tensor first) {}

                @Compute Ends f(@Shape("n, m") Tensor x) {
                  return new Ends(x.max(1), x.min(true, 0), x.argmax(-1), x.argmax(0));
                }
                """)
            .on(sample(3, 4))
            .on(floats(shape(2, 2), 1, 1, Float.NaN, 3)),
        model(
                "Matmul",
                """
                @Compute Tensor f(@Shape("n, k") Tensor a, @Shape("k, m") Tensor b) {
                  return a.matmul(b).matmul(b.transpose());
                }
                """)
            .on(sample(3, 4), sample(4, 2))
            .on(sample(17, 33), sample(33, 9))
            .on(sample(1, 0), sample(0, 2)),
        model(
                "MatmulOfVectors",
                """
                @Compute Tensor f(@Shape("k") Tensor a, @Shape("k, m") Tensor b, @Shape("m") Tensor c) {
                  return a.matmul(b).add(b.matmul(c).matmul(a)).add(c.matmul(c));
                }
                """)
            .on(sample(3), sample(3, 2), sample(2)),
        model(
                "BatchedMatmul",
                """
                @Compute Tensor f(@Shape("b, n, k") Tensor x, @Shape("k, m") Tensor y) {
                  return x.matmul(y).matmul(y.transpose()).add(x);
                }
                """)
            .on(sample(2, 3, 4), sample(4, 5))
            .on(sample(1, 1, 1), sample(1, 1)),
        model(
                "MatmulInDouble",
                """
                @Compute Tensor f(@Shape(value = "n, n", dtype = DType.FLOAT64) Tensor a) {
                  return a.matmul(a).matmul(a.transpose()).subtract(a);
                }
                """)
            .on(wideSample(19, 19)),
        model(
                "Layouts",
                """
                @Compute Tensor f(@Shape("2, 3, 4") Tensor x) {
                  return x.permute(2, 0, 1).reshape(4, -1).transpose().slice(1, 1, 3);
                }
                """)
            .on(sample(2, 3, 4)),
        model(
                "SymbolicReshape",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x) {
                  return x.reshape(x.dim(0) * x.dim(1)).slice(0, 0, x.dim(0)).add(x.sum(1));
                }
                """)
            .on(sample(3, 2))
            .on(sample(1, 1)),
        model(
                "Concatenate",
                """
                @Compute Tensor f(@Shape("n, 2") Tensor x, @Shape("n, 3") Tensor y) {
                  return Tensor.concatenate(1, x, y, x.multiply(2));
                }
                """)
            .on(sample(3, 2), sample(3, 3))
            .on(sample(0, 2), sample(0, 3)),
        model(
                "Gather",
                """
                @Compute Tensor f(
                    @Shape("rows, 3") Tensor table, @Shape(value = "n", dtype = DType.INT32) Tensor i) {
                  return table.gather(0, i).add(table.gather(-1, i).sum());
                }
                """)
            .on(sample(3, 3), ints(shape(4), 2, 0, 1, 2))
            .on(sample(2, 3), ints(shape(1), 2)),
        model(
                "OneHot",
                """
                @Compute Tensor f(@Shape(value = "n", dtype = DType.INT32) Tensor labels) {
                  return labels.oneHot(4, DType.FLOAT32).matmul(Tensor.eye(DType.FLOAT32, 4)).sum(0);
                }
                """)
            .on(ints(shape(5), 0, 3, 1, 3, 2))
            .on(ints(shape(0))),
        model(
                "Softmax",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x) {
                  return x.softmax(1).add(x.logSoftmax(-1)).add(x.softmax(0));
                }
                """)
            .on(sample(3, 5))
            .on(floats(shape(1, 3), 1e4f, -1e4f, 0)),
        model(
                "CrossEntropy",
                """
                @Compute Tensor f(
                    @Shape("n, m") Tensor logits, @Shape(value = "n", dtype = DType.INT32) Tensor label) {
                  return Losses.softmaxCrossEntropy(logits, label).mean()
                      .add(logits.softmaxCrossEntropy(label).sum());
                }
                """)
            .on(sample(4, 3), ints(shape(4), 0, 2, 1, 1)),
        model(
                "CastsOfTensors",
                """
                record Casts(Tensor ints, Tensor doubles, Tensor longs, Tensor flags, Tensor floats) {}

                @Compute Casts f(@Shape("n") Tensor x) {
                  Tensor ints = x.multiply(1000).cast(DType.INT32);
                  return new Casts(
                      ints, x.cast(DType.FLOAT64).divide(3), x.cast(DType.INT64),
                      x.greater(0), ints.cast(DType.FLOAT32));
                }
                """)
            .on(floats(shape(5), 0.1f, -2.7f, 3e9f, Float.NaN, -0f)),
        model(
                "Creation",
                """
                @Compute Tensor f(@Shape("n, 3") Tensor x) {
                  Tensor numbers = Tensor.arange(DType.FLOAT32, 3).add(Tensor.full(2.5, 3));
                  return x.add(numbers).multiply(Tensor.ones(x.dim(0), 3)).add(Tensor.zeros(3));
                }
                """)
            .on(sample(2, 3))
            .on(sample(5, 3)),
        model(
                "ScalarsIntoTensors",
                """
                @Compute Tensor f(@Shape("n") Tensor x, double d, int i, float s) {
                  return x.multiply(d).add(i).subtract(s).add(Tensor.scalar(s)).divide(i + d);
                }
                """)
            .on(sample(3), 0.1, 3, 0.7f)
            .on(sample(1), 1e39, -1, Float.NaN),
        model(
                "ElementsOfTensors",
                """
                @Compute double f(@Shape("n, m") Tensor x, @Shape("2, 3, 4") Tensor y, int i, int j) {
                  double trace = 0;
                  for (int k = 0; k < x.dim(0); k++) {
                    trace += x.get(k, k).toDouble();
                  }
                  return trace + y.get(1, i, j).toDouble() * y.get(i, j).sum().toDouble();
                }
                """)
            .on(sample(3, 5), sample(2, 3, 4), 1, 2)
            .on(sample(0, 5), sample(2, 3, 4), 1, 3)
            .on(sample(3, 2), sample(2, 3, 4), 1, 2),
        model(
                "PartsFromAComputedStartOn",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x, int window) {
                  Tensor sum = Tensor.zeros(x.dim(0), 2);
                  for (int start = 0; start + 2 <= x.dim(1) + window; start += 2) {
                    sum = sum.add(x.narrow(1, start, 2).multiply(start + 1));
                  }
                  return sum.add(x.narrow(-2, 0, x.dim(0)).sum());
                }
                """)
            .on(sample(3, 6), 0)
            .on(sample(1, 5), 0)
            .on(sample(2, 4), 1)
            .on(sample(2, 4), 2),
        model(
                "MeanSquaredError",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x, @Shape("n, m") Tensor y) {
                  return Losses.meanSquaredError(x, y).add(Losses.meanSquaredError(x.get(0), y.get(0)));
                }
                """)
            .on(sample(3, 7), floats(shape(3, 7), new float[21])),
        model(
                "NumbersIntoIntegerTensors",
                """
                @Compute Tensor f(
                    @Shape(value = "", dtype = DType.INT32) Tensor x,
                    @Shape(value = "", dtype = DType.INT64) Tensor wide, double d, long l) {
                  Tensor sum = x.add(d).multiply(2.0).maximum(l);
                  return sum.subtract(x).cast(DType.INT64).add(wide.add(l));
                }
                """)
            .on(ints(shape(), 3), longs(shape(), 5L), -2.0, 7L)
            .on(ints(shape(), 3), longs(shape(), 5L), 2.5, 7L)
            .on(ints(shape(), 3), longs(shape(), 5L), 2.0, 1L << 31)
            .on(ints(shape(), 3), longs(shape(), 5L), Double.NaN, 1L),
        model(
                "LongsIntoLongTensors",
                """
                static final long ODD = (1L << 53) + 1;
                @Compute Tensor f(@Shape(value = "n", dtype = DType.INT64) Tensor x, long l) {
                  Tensor all = Tensor.full(DType.INT64, Long.MAX_VALUE, 2)
                      .subtract(Tensor.full(DType.INT64, 9007199254740993L, 1));
                  Tensor same = x.add(ODD).equalTo(l).cast(DType.INT64);
                  Tensor chosen = x.add(l).maximum(9007199254740995L).minimum(l).remainder(l - 2);
                  return x.add(9007199254740993L).subtract(x.multiply(l)).add(all.sum()).add(same)
                      .add(chosen.divide(3L)).add(x.less(l).cast(DType.INT64));
                }
                """)
            .on(longs(shape(3), 0L, 1L, -7L), (1L << 53) + 1)
            .on(longs(shape(1), Long.MAX_VALUE), Long.MAX_VALUE),
        model(
                "LongsIntoComposedMethods",
                """
                static final long ODD = (1L << 53) + 1;
                @Compute Tensor f(@Shape(value = "n", dtype = DType.INT64) Tensor x, long l) {
                  Tensor odd = x.remainder(2).equalTo(1);
                  Tensor chosen = odd.where(x, l).subtract(odd.where(ODD, x));
                  Tensor filled = x.maskedFill(odd, l).add(x.pad(0, 1, 0, ODD).slice(0, 0, 1));
                  Tensor divided = x.mod(l).add(x.floorDivide(l)).add(x.lerp(x.negate(), l));
                  Tensor bounded = x.clip(ODD, l).add(x.shrink(l, ODD)).add(x.thresholdedRelu(l));
                  Tensor slopes = x.leakyRelu(l).add(x.hardSigmoid(l, ODD));
                  return chosen.add(filled).add(divided).add(bounded).add(slopes)
                      .add(x.shiftLeft(l)).add(x.shiftRight(l));
                }
                """)
            .on(longs(shape(3), 0L, 1L, -7L), (1L << 53) + 1)
            .on(longs(shape(2), (1L << 53) + 3, 4L), (1L << 53) + 5)
            .on(longs(shape(1), Long.MIN_VALUE), Long.MAX_VALUE),
        model(
                "LongsIntoOtherTensors",
                """
                @Compute Tensor f(
                    @Shape(value = "n", dtype = DType.FLOAT32) Tensor x,
                    @Shape(value = "n", dtype = DType.INT32) Tensor n, long l) {
                  return x.add(l).multiply(16777217L).add(n.add(l).cast(DType.FLOAT32))
                      .add(Tensor.full(DType.FLOAT32, 9007199791611905L, 1));
                }
                """)
            .on(floats(shape(1), 0.5f), ints(shape(1), 3), 7L)
            .on(floats(shape(1), 0.5f), ints(shape(1), 3), 9007199254740993L),
        model(
                "ExtremaOfNothing",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x) { return x.argmax(1); }
                """)
            .on(floats(shape(2, 0)))
            .on(floats(shape(0, 3)))
            .on(floats(shape(0, 0))),
        model(
                "UnusedExtremaOfNothing",
                """
                @Compute int f(@Shape("n, m") Tensor x) { x.argmax(-1); return x.dim(0); }
                """)
            .on(floats(shape(2, 0))),
        model(
                "IndicesIntoEmptySlices",
                """
                @Compute Tensor f(
                    @Shape("n, m") Tensor x, @Shape(value = "k", dtype = DType.INT32) Tensor indices) {
                  return x.gather(0, indices);
                }
                """)
            .on(floats(shape(2, 0)), ints(shape(2), 1, 0))
            .on(floats(shape(2, 0)), ints(shape(2), 1, 7))
            .on(floats(shape(2, 0)), ints(shape(1), -1)),
        model(
                "TensorsIntoScalars",
                """
                @Compute double f(@Shape("n") Tensor x, @Shape(value = "", dtype = DType.INT64) Tensor n) {
                  double mean = x.mean().toDouble();
                  float first = x.get(0).toFloat();
                  boolean any = x.max().greater(1).toBoolean();
                  return mean * first + n.toLong() + x.argmax(0).toInt() + (any ? 0.5 : x.dim(0));
                }
                """)
            .on(sample(7), longs(shape(), 1L << 40))
            .on(sample(1), longs(shape(), -3L)));
  }
}
