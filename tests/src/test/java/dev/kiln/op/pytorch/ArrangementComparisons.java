package dev.kiln.op.pytorch;

import static dev.kiln.op.pytorch.Tolerance.EXACT;
import static dev.kiln.op.pytorch.Tolerance.normwise;

import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What moves elements. Results are equal; derivatives are, too, unless an element is used several
 * times: then they are sums. Left out is {@code slice} outside of a tensor, which Kiln refuses.
 */
final class ArrangementComparisons {
  private static final Tolerance SUMS = normwise(16);

  private final List<Comparison> table = new ArrayList<>();

  private ArrangementComparisons() {}

  static List<Comparison> all() {
    ArrangementComparisons all = new ArrangementComparisons();
    all.shapes();
    all.several();
    all.ranges();
    all.pads();
    return all.table;
  }

  /** Kiln's method along an axis and PyTorch's expression of it. */
  @FunctionalInterface
  private interface AlongAxis {
    Case of(Draw d, Tensor x, int axis, int size);
  }

  private void shapes() {
    along("reshape", EXACT, (d, x, axis, size) -> Case.of("x.reshape(-1)", y -> y.reshape(-1), x));
    along(
        "unsqueeze",
        EXACT,
        (d, x, axis, size) -> Case.of("x.unsqueeze(" + axis + ")", y -> y.unsqueeze(axis), x));
    along(
        "flatten",
        EXACT,
        (d, x, axis, size) -> Case.of("x.flatten(" + axis + ")", y -> y.flatten(axis), x));
    along(
        "flip", EXACT, (d, x, axis, size) -> Case.of("x.flip(" + axis + ")", y -> y.flip(axis), x));
    along(
        "permute",
        EXACT,
        (d, x, axis, size) -> {
          int[] order = d.order(x.rank());
          return Case.of("x.permute(" + list(order) + ")", y -> y.permute(order), x);
        });
    along(
        "transpose",
        EXACT,
        (d, x, axis, size) -> {
          int other = d.axis(x.rank());
          return Case.of(
              "x.transpose(%d, %d)".formatted(axis, other), y -> y.transpose(axis, other), x);
        });
    along(
        "squeeze",
        EXACT,
        (d, x, axis, size) ->
            Case.of(
                "x.sum(%1$d, keepdim=True).squeeze(%1$d)".formatted(axis),
                y -> y.sum(true, axis).squeeze(axis),
                Tensor.of(x.round().array())));
    add(
        "broadcastTo",
        SUMS,
        d -> {
          int[] sizes = d.shape(0, 4);
          return Case.of(
              "x.expand(" + list(sizes) + ")",
              x -> x.broadcastTo(sizes),
              d.numbers(d.broadcastTo(sizes)));
        });
    add(
        "expandAs",
        SUMS,
        d -> {
          int[] sizes = d.shape(0, 4);
          return Case.of(
              "x.expand_as(y)",
              Tensor::expandAs,
              d.numbers(d.broadcastTo(sizes)),
              d.numbers(sizes));
        });
    along(
        "tile",
        SUMS,
        (d, x, axis, size) -> {
          int times = d.between(1, 3);
          int[] repeats = new int[x.rank()];
          Arrays.fill(repeats, 1);
          repeats[Math.floorMod(axis, x.rank())] = times;
          return Case.of("x.repeat(" + list(repeats) + ")", y -> y.tile(axis, times), x);
        });
    along(
        "repeat",
        SUMS,
        (d, x, axis, size) -> {
          int times = d.between(0, 3);
          return Case.of(
              "x.repeat_interleave(%d, %d)".formatted(times, axis), y -> y.repeat(axis, times), x);
        });
    along(
        "roll",
        EXACT,
        (d, x, axis, size) -> {
          int shift = d.between(-9, 9);
          return Case.of("x.roll(%d, %d)".formatted(shift, axis), y -> y.roll(axis, shift), x);
        });
    add("diagEmbed", EXACT, d -> Case.of("x.diag_embed()", Tensor::diagEmbed, numbers(d, 1, 3)));
    add("diagonal", EXACT, d -> Case.of("x.diagonal(0, -2, -1)", Tensor::diagonal, square(d)));
    add(
        "trace",
        SUMS,
        d ->
            Case.of(
                "x.diagonal(0, -2, -1).sum(-1)",
                Tensor::trace,
                Tensor.of(square(d).round().array())));
    for (int diagonal : new int[] {-2, -1, 0, 1, 2}) {
      add(
          "lowerTriangle(" + diagonal + ")",
          EXACT,
          d ->
              Case.of(
                  "x.tril(" + diagonal + ")", x -> x.lowerTriangle(diagonal), numbers(d, 2, 4)));
      add(
          "upperTriangle(" + diagonal + ")",
          EXACT,
          d ->
              Case.of(
                  "x.triu(" + diagonal + ")", x -> x.upperTriangle(diagonal), numbers(d, 2, 4)));
    }
    add(
        "depthToSpace",
        EXACT,
        d -> {
          Tensor x = d.numbers(d.between(1, 2), 4 * d.between(1, 2), d.between(1, 3), 2);
          String expression =
              "x.unflatten(1, (2, 2, -1)).permute(0, 3, 4, 1, 5, 2).flatten(2, 3).flatten(3)";
          return Case.of(expression, y -> y.depthToSpace(2), x);
        });
    add(
        "spaceToDepth",
        EXACT,
        d -> {
          Tensor x = d.numbers(d.between(1, 2), d.between(1, 3), 2 * d.between(1, 3), 4);
          String expression =
              "x.unflatten(3, (-1, 2)).unflatten(2, (-1, 2)).permute(0, 3, 5, 1, 2, 4).flatten(1,"
                  + " 3)";
          return Case.of(expression, y -> y.spaceToDepth(2), x);
        });
  }

  private void several() {
    along(
        "Tensor.concatenate",
        EXACT,
        (d, x, axis, size) ->
            Case.ofAll(
                "torch.cat([x, y, x], " + axis + ")",
                p -> Tensor.concatenate(axis, p[0], p[1], p[0]),
                Tensor.of(x.round().array()),
                Tensor.of(x.multiply(2).array())));
    along(
        "Tensor.stack",
        EXACT,
        (d, x, axis, size) ->
            Case.ofAll(
                "torch.stack([x, y], " + axis + ")",
                p -> Tensor.stack(axis, p[0], p[1]),
                x,
                Tensor.of(x.multiply(2).array())));
    along(
        "split",
        EXACT,
        (d, x, axis, size) -> {
          int part = d.between(1, size);
          return Case.several(
              "torch.split(x, %d, %d)".formatted(part, axis),
              p -> List.of(p[0].split(part, axis)),
              x);
        });
    along(
        "chunk",
        EXACT,
        (d, x, axis, size) -> {
          int count = d.between(1, 4);
          return Case.several(
              "torch.chunk(x, %d, %d)".formatted(count, axis),
              p -> List.of(p[0].chunk(count, axis)),
              x);
        });
    along(
        "unbind",
        EXACT,
        (d, x, axis, size) ->
            Case.several(
                "torch.unbind(x, %d)".formatted(axis), p -> List.of(p[0].unbind(axis)), x));
    add(
        "Tensor.meshgrid",
        SUMS,
        d ->
            Case.several(
                "torch.meshgrid(x, y, indexing='ij')",
                p -> List.of(Tensor.meshgrid(p[0], p[1])),
                numbers(d, 1, 1),
                numbers(d, 1, 1)));
  }

  private void ranges() {
    along(
        "narrow",
        EXACT,
        (d, x, axis, size) -> {
          int start = d.between(0, size);
          int count = d.between(0, size - start);
          return Case.of(
              "x.narrow(%d, %d, %d)".formatted(axis, start, count),
              y -> y.narrow(axis, start, count),
              x);
        });
    along(
        "slice",
        EXACT,
        (d, x, axis, size) -> {
          int start = d.between(-6, 6);
          int end = d.between(-6, 6);
          int step = d.between(1, 3);
          int at = Math.floorMod(axis, x.rank());
          String index =
              "(slice(None),) * %d + (slice(%d, %d, %d),)".formatted(at, start, end, step);
          return Case.of("x[" + index + "]", y -> y.slice(axis, start, end, step), x);
        });
    along(
        "get",
        EXACT,
        (d, x, axis, size) -> {
          int index = d.between(-x.dim(0), x.dim(0) - 1);
          return Case.of("x[" + index + "]", y -> y.get(index), x);
        });
    along(
        "unfold",
        SUMS,
        (d, x, axis, size) -> {
          int window = d.between(1, size);
          int step = d.between(1, 3);
          return Case.of(
              "x.unfold(%d, %d, %d)".formatted(axis, window, step),
              y -> y.unfold(axis, window, step),
              x);
        });
  }

  private void pads() {
    add(
        "pad",
        EXACT,
        d -> {
          int before = d.between(0, 3);
          int after = d.between(0, 3);
          return Case.of(
              "F.pad(x, (%d, %d))".formatted(before, after),
              x -> x.pad(-1, before, after),
              numbers(d, 1, 4));
        });
    add(
        "pad with a number",
        EXACT,
        d -> {
          int before = d.between(0, 3);
          int after = d.between(0, 3);
          return Case.of(
              "F.pad(x, (0, 0, %d, %d), value=1.5)".formatted(before, after),
              x -> x.pad(-2, before, after, 1.5),
              numbers(d, 2, 4));
        });
    for (String[] mode :
        new String[][] {{"edge", "replicate"}, {"reflect"}, {"wrap", "circular"}}) {
      add(
          "pad " + mode[0],
          SUMS,
          d -> {
            int size = d.between(4, 6);
            int before = d.between(0, 3);
            int after = d.between(0, 3);
            String expression = "F.pad(x, (%d, %d), mode='%s')";
            return Case.of(
                expression.formatted(before, after, mode[mode.length - 1]),
                x -> x.pad(-1, before, after, mode[0]),
                d.numbers(d.between(1, 3), d.between(1, 3), size));
          });
    }
  }

  private static Tensor numbers(Draw d, int leastRank, int greatestRank) {
    return d.numbers(d.sizes(leastRank, greatestRank));
  }

  private static Tensor square(Draw d) {
    int[] sizes = d.sizes(2, 4);
    sizes[sizes.length - 1] = sizes[sizes.length - 2];
    return d.numbers(sizes);
  }

  private static String list(int... numbers) {
    return Arrays.toString(numbers);
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
