package dev.kiln.op.pytorch;

import static dev.kiln.op.pytorch.Case.python;
import static dev.kiln.op.pytorch.Tolerance.EXACT;
import static dev.kiln.op.pytorch.Tolerance.normwise;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.IndexedValues;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reductions, scans and orders. Sums of at most 625 numbers of magnitude 1 are relative to the
 * greatest result; extrema, orders and counts are equal. Variances are divided by n, which PyTorch
 * calls {@code correction=0}; indices are int32.
 */
final class ReductionComparisons {
  private final List<Comparison> table = new ArrayList<>();

  private ReductionComparisons() {}

  static List<Comparison> all() {
    ReductionComparisons all = new ReductionComparisons();
    all.sums();
    all.selections();
    all.scans();
    all.softmaxes();
    all.orders();
    return all.table;
  }

  /** Kiln's reduction over axes. */
  @FunctionalInterface
  private interface Reduction {
    Tensor of(Tensor x, boolean keepDims, int... axes);
  }

  /** Kiln's method along an axis. */
  @FunctionalInterface
  private interface Along {
    Tensor of(Tensor x, int axis);
  }

  private void sums() {
    reduction("sum", "torch.sum(x, %s, keepdim=%s)", Tensor::sum, normwise(16));
    reduction("mean", "torch.mean(x, %s, keepdim=%s)", Tensor::mean, normwise(8));
    reduction(
        "variance", "torch.var(x, %s, correction=0, keepdim=%s)", Tensor::variance, normwise(16));
    reduction(
        "sumOfSquares", "torch.sum(x * x, %s, keepdim=%s)", Tensor::sumOfSquares, normwise(16));
    reduction("norm1", "torch.linalg.vector_norm(x, 1, %s, %s)", Tensor::norm1, normwise(16));
    reduction("norm2", "torch.linalg.vector_norm(x, 2, %s, %s)", Tensor::norm2, normwise(16));
    reduction("logSumExp", "torch.logsumexp(x, %s, %s)", Tensor::logSumExp, normwise(16));
    table.add(
        Comparison.smooth(
            "standardDeviation",
            normwise(16),
            normwise(32),
            d -> {
              int[] sizes = d.sizes(1, 3);
              int axis = d.axis(sizes.length);
              sizes[Math.floorMod(axis, sizes.length)] += 2; // of one element the slope is infinite
              return Case.of(
                  "torch.std(x, " + axis + ", correction=0)",
                  x -> x.standardDeviation(axis),
                  d.distinct(sizes));
            }));
    table.add(
        Comparison.smooth(
            "moments",
            normwise(16),
            normwise(32),
            d ->
                Case.several(
                    "torch.mean(x), torch.var(x, correction=0)",
                    p -> List.of(p[0].moments().mean(), p[0].moments().variance()),
                    d.numbers(d.sizes(1, 4)))));
    along("prod", "torch.prod(x, %d)", (x, axis) -> x.prod(axis), normwise(16));
    table.add(
        Comparison.of(
            "sum of integers",
            Draw.INTEGERS,
            EXACT,
            d -> Case.of("torch.sum(x, dtype=x.dtype)", x -> x.sum(), d.numbers(d.shape(0, 4)))));
    table.add(
        Comparison.of(
            "prod of integers",
            Draw.INTEGERS,
            EXACT,
            d ->
                Case.of(
                    "torch.prod(x, 0, dtype=x.dtype)", x -> x.prod(0), d.numbers(d.shape(1, 3)))));
  }

  private void selections() {
    String axes = "(x, %s, %s)";
    reduction("max", "torch.amax" + axes, Tensor::max, EXACT);
    reduction("min", "torch.amin" + axes, Tensor::min, EXACT);
    exactly("max of integers", Draw.INTEGERS, "torch.amax(x, %d)", (x, axis) -> x.max(axis));
    exactly("argmax", Draw.NUMBERS, "torch.argmax(x, %d).int()", (x, axis) -> x.argmax(axis));
    exactly("argmin", Draw.NUMBERS, "torch.argmin(x, %d).int()", (x, axis) -> x.argmin(axis));
    exactly("any", Draw.TRUTHS, "torch.any(x, %d)", (x, axis) -> x.any(axis));
    exactly("all", Draw.TRUTHS, "torch.all(x, %d)", (x, axis) -> x.all(axis));
    exactly("countTrue", Draw.TRUTHS, "torch.sum(x, %d)", (x, axis) -> x.countTrue(axis));
    indexed("maxWithIndices", "torch.max(x, %d)", Tensor::maxWithIndices);
    indexed("minWithIndices", "torch.min(x, %d)", Tensor::minWithIndices);
  }

  private void scans() {
    along("cumSum", "torch.cumsum(x, %d)", (x, axis) -> x.cumSum(axis), normwise(8));
    along(
        "cumSum reversed",
        "torch.cumsum(x.flip(%1$d), %1$d).flip(%1$d)",
        (x, axis) -> x.cumSum(axis, false, true),
        normwise(8));
    along(
        "cumSum exclusive",
        "torch.cumsum(x, %d) - x",
        (x, axis) -> x.cumSum(axis, true, false),
        normwise(8));
    along("cumProd", "torch.cumprod(x, %d)", (x, axis) -> x.cumProd(axis), normwise(16));
    along("cumMax", "torch.cummax(x, %d).values", (x, axis) -> x.cumMax(axis), EXACT, normwise(8));
    along("cumMin", "torch.cummin(x, %d).values", (x, axis) -> x.cumMin(axis), EXACT, normwise(8));
    exactly(
        "cumSum of integers",
        Draw.INTEGERS,
        "torch.cumsum(x, %d, dtype=x.dtype)",
        (x, axis) -> x.cumSum(axis));
  }

  private void softmaxes() {
    along("softmax", "torch.softmax(x, %d)", Tensor::softmax, normwise(4));
    along("logSoftmax", "torch.log_softmax(x, %d)", Tensor::logSoftmax, normwise(8));
    along("l2Normalization", "F.normalize(x, dim=%d)", Tensor::l2Normalization, normwise(8));
  }

  private void orders() {
    exactly(
        "argSort",
        Draw.NUMBERS,
        "torch.argsort(x, dim=%d, stable=True).int()",
        (x, axis) -> x.argSort(axis, false));
    exactly(
        "argSort descending",
        Draw.NUMBERS,
        "torch.argsort(x, dim=%d, descending=True, stable=True).int()",
        (x, axis) -> x.argSort(axis, true));
    along(
        "sort", "torch.sort(x, dim=%d, stable=True)[0]", (x, a) -> x.sort(a, false), EXACT, EXACT);
    along(
        "sort descending",
        "torch.sort(x, dim=%d, descending=True, stable=True)[0]",
        (x, axis) -> x.sort(axis, true),
        EXACT,
        EXACT);
    table.add(
        Comparison.smooth(
            "topK",
            EXACT,
            EXACT,
            d -> {
              int[] sizes = d.sizes(1, 3);
              int axis = d.axis(sizes.length);
              int count = d.between(1, sizes[Math.floorMod(axis, sizes.length)]);
              return Case.of(
                  "torch.topk(x, %d, %d).values".formatted(count, axis),
                  x -> x.topK(count, axis),
                  d.distinct(sizes));
            }));
    table.add(
        Comparison.of(
            "topKIndices",
            Draw.FLOATS,
            EXACT,
            d -> {
              int[] sizes = d.sizes(1, 3);
              int axis = d.axis(sizes.length);
              int count = d.between(1, sizes[Math.floorMod(axis, sizes.length)]);
              return Case.of(
                  "torch.topk(x, %d, %d).indices.int()".formatted(count, axis),
                  x -> x.topKIndices(count, axis),
                  d.distinct(sizes));
            }));
    for (boolean right : new boolean[] {false, true}) {
      table.add(
          Comparison.of(
              "searchSorted" + (right ? " right" : ""),
              Draw.NUMBERS,
              EXACT,
              d ->
                  Case.of(
                      "torch.searchsorted(x, y, right=%s).int()".formatted(python(right)),
                      (x, y) -> x.searchSorted(y, right),
                      Tensor.of(d.numbers(d.sizes(1, 1)).sort(0, false).array()),
                      d.numbers(d.shape(0, 3)))));
    }
  }

  private void reduction(String name, String expression, Reduction function, Tolerance tolerance) {
    table.add(
        Comparison.smooth(
            name,
            tolerance,
            normwise(2 * tolerance.units() + 2),
            d -> {
              int[] sizes = d.sizes(1, 4);
              int[] axes = d.axes(sizes.length);
              boolean keep = d.truth();
              String tuple = Arrays.toString(axes).replace('[', '(').replace("]", ",)");
              return Case.of(
                  expression.formatted(tuple, python(keep)),
                  x -> function.of(x, keep, axes),
                  d.numbers(sizes));
            }));
  }

  private void along(String name, String expression, Along function, Tolerance tolerance) {
    along(name, expression, function, tolerance, normwise(2 * tolerance.units()));
  }

  private void along(
      String name, String expression, Along function, Tolerance tolerance, Tolerance slopes) {
    table.add(
        Comparison.smooth(
            name,
            tolerance,
            slopes,
            d -> {
              int[] sizes = d.sizes(1, 4);
              int axis = d.axis(sizes.length);
              return Case.of(
                  expression.formatted(axis), x -> function.of(x, axis), d.numbers(sizes));
            }));
  }

  private void exactly(String name, List<DType> dtypes, String expression, Along function) {
    table.add(
        Comparison.of(
            name,
            dtypes,
            EXACT,
            d -> {
              int[] sizes = d.sizes(1, 4);
              int axis = d.axis(sizes.length);
              return Case.of(
                  expression.formatted(axis), x -> function.of(x, axis), d.numbers(sizes));
            }));
  }

  /** Values and indices along an axis. */
  @FunctionalInterface
  private interface Indexed {
    IndexedValues of(Tensor x, int axis);
  }

  private void indexed(String name, String expression, Indexed function) {
    table.add(
        Comparison.of(
            name,
            Draw.NUMBERS,
            EXACT,
            d -> {
              int[] sizes = d.sizes(1, 4);
              int axis = d.axis(sizes.length);
              return Case.several(
                  "(lambda r: (r[0], r[1].int()))(" + expression.formatted(axis) + ")",
                  p -> List.of(function.of(p[0], axis).values(), function.of(p[0], axis).indices()),
                  d.numbers(sizes));
            }));
  }
}
