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
import java.util.List;

/** Methods that choose, take, put, order and arrange elements; wrong indices throw alike. */
final class IndexingAgreementTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "TruthsAndNumbersAsOperands",
                """
                @Compute Tensor f(@Shape(value = "n", dtype = DType.BOOL) Tensor x,
                    @Shape(value = "n", dtype = DType.INT32) Tensor y, boolean b, int i) {
                  Tensor truths = x.and(b).or(false).xor(true).equalTo(b).notEqualTo(false);
                  Tensor numbers = truths.where(y, -1).add(x.where(i, y)).and(255).or(i).xor(3);
                  Tensor wide = x.where(1, 0).add(truths.where(i, 7L));
                  return Tensor.concatenate(0, numbers.cast(DType.FLOAT32), wide.cast(DType.FLOAT32),
                      x.where(0.1, i), truths.where(1.5, 2));
                }
                """)
            .on(booleans(shape(3), true, false, true), ints(shape(3), 5, -6, 700), true, 9)
            .on(booleans(shape(2), true, false), ints(shape(2), 1, 2), false, -4)
            .on(booleans(shape(0)), ints(shape(0)), true, 1),
        model(
                "TakenAndPut",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x,
                    @Shape(value = "n, k", dtype = DType.INT32) Tensor i, @Shape("n, k") Tensor u) {
                  Tensor taken = x.gatherElements(1, i);
                  Tensor put = x.scatter(-1, i, u).add(x.scatterAdd(1, i, u.negate()));
                  return Tensor.concatenate(1, taken, put);
                }
                """)
            .on(sample(2, 4), ints(shape(2, 3), 0, -1, 2, 3, 3, -4), sample(2, 3))
            .on(sample(2, 4), ints(shape(2, 1), 4, 0), sample(2, 1))
            .on(sample(2, 4), ints(shape(2, 0)), sample(2, 0))
            .on(sample(0, 4), ints(shape(0, 1)), sample(0, 1)),
        model(
                "SlicesAtTuples",
                """
                @Compute Tensor f(@Shape("n, m, 2") Tensor x,
                    @Shape(value = "k, 2", dtype = DType.INT64) Tensor i, @Shape("k, 2") Tensor u) {
                  Tensor put = x.scatterNd(i, u).subtract(x.scatterNdAdd(i, u));
                  return Tensor.concatenate(0, x.gatherNd(i).flatten(0), put.flatten(0));
                }
                """)
            .on(sample(2, 3, 2), longs(shape(3, 2), 1, 2, 0, -1, 1, 2), sample(3, 2))
            .on(sample(2, 3, 2), longs(shape(1, 2), 2, 0), sample(1, 2))
            .on(sample(2, 3, 2), longs(shape(0, 2)), sample(0, 2)),
        model(
                "Ordered",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x) {
                  Tensor order = x.argSort(1, false).add(x.argSort(0, true)).cast(DType.FLOAT32);
                  return Tensor.concatenate(1, order, x.sort(-1, true), x.cumMax(1), x.cumMin(0),
                      x.cumProd(1), x.cumProd(0, true, true), x.prod(true, 1), x.topK(2, 1),
                      x.topKIndices(1, 1).cast(DType.FLOAT32), x.argmax(true, 1).cast(DType.FLOAT32),
                      x.argmin(true, -1).cast(DType.FLOAT32));
                }
                """)
            .on(sample(3, 4))
            .on(floats(shape(2, 3), Float.NaN, 1, 1 / 0f, -0f, 0f, Float.NaN))
            .on(sample(1, 1)),
        model(
                "Searched",
                """
                @Compute Tensor f(@Shape("n") Tensor x, @Shape("k, 2") Tensor y) {
                  Tensor sorted = x.sort(0, false);
                  return sorted.searchSorted(y, false).add(sorted.searchSorted(y, true));
                }
                """)
            .on(sample(7), sample(3, 2))
            .on(sample(0), sample(1, 2)),
        model(
                "Arranged",
                """
                static final String MIRROR = "reflect";
                @Compute Tensor f(@Shape("n, 4") Tensor x) {
                  return Tensor.concatenate(1, x.slice(1, -1, Integer.MIN_VALUE, -2), x.slice(1, 1, 9, 1),
                      x.repeat(1, 2), x.roll(1, -3), x.roll(0, 5), x.pad(1, 1, 2, "edge"),
                      x.pad(1, 3, 0, MIRROR), x.pad(-1, 2, 2, "wrap"), x.pad(1, 1, 1, 2.5),
                      x.pad(1, 0, 1, x.get(0, -1)), x.get(-1).expandAs(x));
                }
                """)
            .on(sample(3, 4))
            .on(sample(1, 4)),
        model(
                "ArrangedRows",
                """
                @Compute Tensor f(@Shape("n, 2") Tensor x) {
                  return Tensor.concatenate(0, x.roll(0, 2), x.pad(0, 1, 3, "edge"),
                      x.pad(0, 2, 1, "reflect"), x.pad(0, 4, 4, "wrap"), x.repeat(0, 3));
                }
                """)
            .on(sample(3, 2))
            .on(sample(1, 2))
            .on(sample(0, 2)),
        model(
                "WindowsAndBlocks",
                """
                @Compute Tensor f(@Shape("n, 4, 4, 6") Tensor x, @Shape("m") Tensor y) {
                  return Tensor.concatenate(0, x.spaceToDepth(2).flatten(0), x.depthToSpace(2).flatten(0),
                      x.unfold(3, 2, 2).flatten(0), y.unfold(0, 3, 1).flatten(0),
                      y.diagEmbed().flatten(0));
                }
                """)
            .on(sample(2, 4, 4, 6), sample(5))
            .on(sample(0, 4, 4, 6), sample(3)),
        model(
                "Embedded",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x,
                    @Shape(value = "a, b", dtype = DType.INT32) Tensor i) {
                  return x.embedding(i);
                }
                """)
            .on(sample(3, 2), ints(shape(2, 2), 2, 0, 1, 1))
            .on(sample(3, 2), ints(shape(1, 1), 3)),
        model(
                "NumbersMadeAnew",
                """
                @Compute Tensor f(@Shape("n") Tensor x) {
                  int n = x.dim(0);
                  return Tensor.concatenate(0, Tensor.arange(DType.FLOAT32, 1, 0, -0.3), x,
                      Tensor.linspace(DType.FLOAT32, -1, 1, n), Tensor.eye(DType.FLOAT32, n, 2).flatten(0),
                      Tensor.arange(DType.INT64, 2, 9, 3).cast(DType.FLOAT32));
                }
                """)
            .on(sample(4))
            .on(sample(1)),
        model(
                "SizesThatFollow",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x) {
                  return x.reshape(x.dim(0), -1).add(x);
                }
                """)
            .on(sample(2, 3))
            .on(sample(2, 0))
            .on(sample(0, 3)),
        model(
                "FlattenedFromAnAxis",
                """
                @Compute Tensor f(@Shape("n, m, 2") Tensor x) {
                  return x.flatten(1);
                }
                """)
            .on(sample(2, 3, 2))
            .on(sample(0, 3, 2)),
        model(
                "FromTheEnd",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x, int i) {
                  return x.get(-1).add(x.get(i)).add(x.get(i, -1));
                }
                """)
            .on(sample(3, 2), -3)
            .on(sample(3, 2), 1)
            .on(sample(3, 2), -4));
  }
}
