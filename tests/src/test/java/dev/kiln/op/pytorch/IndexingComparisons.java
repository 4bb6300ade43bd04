package dev.kiln.op.pytorch;

import static dev.kiln.op.pytorch.Tolerance.EXACT;
import static dev.kiln.op.pytorch.Tolerance.normwise;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Elements at indices, which are int64 beside floating-point numbers. Left out are {@code scatter}
 * with equal indices, where PyTorch takes any of the updates, and indices outside of a tensor.
 */
final class IndexingComparisons {
  private static final Tolerance SUMS = normwise(16);

  private final List<Comparison> table = new ArrayList<>();

  private IndexingComparisons() {}

  static List<Comparison> all() {
    IndexingComparisons all = new IndexingComparisons();
    all.indices();
    all.tuples();
    return all.table;
  }

  /** A case along an axis of a given size. */
  @FunctionalInterface
  private interface AlongAxis {
    Case of(Draw d, Tensor x, int axis, int size);
  }

  private void indices() {
    along(
        "gather",
        SUMS,
        (d, x, axis, size) ->
            Case.of(
                "torch.index_select(x, %d, y)".formatted(axis),
                (y, i) -> y.gather(axis, i),
                x,
                d.integers(0, size - 1, d.between(0, 6))));
    add(
        "embedding",
        SUMS,
        d -> {
          int[] sizes = d.sizes(2, 2);
          Tensor indices = d.integers(0, sizes[0] - 1, d.shape(0, 3));
          return Case.ofAll(
              "F.embedding(x, y)", p -> p[1].embedding(p[0]), indices, d.numbers(sizes));
        });
    along(
        "gatherElements",
        SUMS,
        (d, x, axis, size) -> {
          int[] sizes = x.shape().toArray();
          sizes[Math.floorMod(axis, sizes.length)] = d.between(1, 6);
          return Case.of(
              "torch.gather(x, %d, y)".formatted(axis),
              (y, i) -> y.gatherElements(axis, i),
              x,
              d.integers(0, size - 1, sizes));
        });
    along(
        "scatter",
        EXACT,
        (d, x, axis, size) -> {
          Tensor places = Tensor.of(d.distinct(x.shape().toArray()).argSort(axis, false).array());
          return Case.ofAll(
              "torch.scatter(x, %d, z.long(), y)".formatted(axis),
              p -> p[0].scatter(axis, p[2], p[1]),
              x,
              d.numbers(x.shape().toArray()),
              places);
        });
    along(
        "scatterAdd",
        SUMS,
        (d, x, axis, size) ->
            Case.ofAll(
                "torch.scatter_add(x, %d, z, y)".formatted(axis),
                p -> p[0].scatterAdd(axis, p[2], p[1]),
                Tensor.of(x.round().array()),
                Tensor.of(d.numbers(x.shape().toArray()).round().array()),
                d.integers(0, size - 1, x.shape().toArray())));
  }

  private void tuples() {
    add(
        "gatherNd",
        SUMS,
        d -> {
          int[] sizes = d.sizes(2, 3);
          int count = d.between(1, 5);
          return Case.ofAll(
              "x[y, z]",
              p -> p[0].gatherNd(Tensor.stack(-1, p[1], p[2])),
              d.numbers(sizes),
              d.integers(0, sizes[0] - 1, count),
              d.integers(0, sizes[1] - 1, count));
        });
    add(
        "scatterNdAdd",
        SUMS,
        d -> {
          int[] sizes = d.sizes(2, 2);
          int count = d.between(1, 5);
          return Case.ofAll(
              "x.index_put((y, z), u, accumulate=True)",
              p -> p[0].scatterNdAdd(Tensor.stack(-1, p[1], p[2]), p[3]),
              Tensor.of(d.numbers(sizes).round().array()),
              d.integers(0, sizes[0] - 1, count),
              d.integers(0, sizes[1] - 1, count),
              Tensor.of(d.numbers(count).round().array()));
        });
    add(
        "scatterNd",
        EXACT,
        d -> {
          int[] sizes = d.sizes(2, 2);
          return Case.ofAll(
              "x.index_put((y, z), u)",
              p -> p[0].scatterNd(Tensor.stack(-1, p[1], p[2]), p[3]),
              d.numbers(sizes),
              Tensor.of(Tensor.arange(DType.INT64, sizes[0]).array()),
              d.integers(0, sizes[1] - 1, sizes[0]),
              d.numbers(sizes[0]));
        });
    table.add(
        Comparison.of(
            "oneHot",
            Draw.INTEGERS,
            EXACT,
            d ->
                Case.of(
                    "F.one_hot(x.long(), 6).double()",
                    x -> x.oneHot(6, DType.FLOAT64),
                    d.integers(0, 5, d.shape(0, 3)))));
  }

  private void add(String name, Tolerance slopes, Function<Draw, Case> draw) {
    table.add(Comparison.smooth(name, EXACT, slopes, draw));
  }

  private void along(String name, Tolerance slopes, AlongAxis draw) {
    add(
        name,
        slopes,
        d -> {
          int[] sizes = d.sizes(1, 4);
          int axis = d.axis(sizes.length);
          int size = sizes[Math.floorMod(axis, sizes.length)];
          return draw.of(d, d.numbers(sizes), axis, size);
        });
  }
}
