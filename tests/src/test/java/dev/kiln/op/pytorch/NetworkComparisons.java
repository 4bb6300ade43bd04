package dev.kiln.op.pytorch;

import static dev.kiln.op.pytorch.Tolerance.EXACT;
import static dev.kiln.op.pytorch.Tolerance.normwise;

import dev.kiln.nn.Attention;
import dev.kiln.nn.Recurrent;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Layers: sums of products, relative to the greatest result; derivatives are longer sums. Left out
 * is the running variance of batches, which PyTorch divides by n - 1.
 */
final class NetworkComparisons {
  private static final Tolerance SUMS = normwise(8);

  private final List<Comparison> table = new ArrayList<>();

  private NetworkComparisons() {}

  static List<Comparison> all() {
    NetworkComparisons all = new NetworkComparisons();
    for (int rank = 1; rank <= 3; rank++) {
      all.convolution(rank);
      all.transposedConvolution(rank);
      all.pooling(rank);
    }
    all.furtherPooling();
    all.normalizations();
    all.attention();
    all.cells();
    List<Comparison> table = new ArrayList<>(all.table);
    table.addAll(LossComparisons.all());
    return table;
  }

  private void convolution(int rank) {
    add(
        "conv" + rank + "d",
        SUMS,
        d -> {
          int groups = d.between(1, 2);
          int inputs = d.between(1, 2);
          int stride = d.between(1, 3);
          int padding = d.between(0, 2);
          int dilation = d.between(1, 2);
          Tensor x = d.numbers(images(d, rank, d.between(1, 2), groups * inputs, 5, 7));
          Tensor filters = d.numbers(images(d, rank, groups * d.between(1, 2), inputs, 1, 3));
          String expression = "F.conv%dd(x, y, None, %d, %d, %d, %d)";
          return Case.of(
              expression.formatted(rank, stride, padding, dilation, groups),
              (a, b) ->
                  switch (rank) {
                    case 1 -> a.conv1d(b, stride, padding, dilation, groups);
                    case 2 -> a.conv2d(b, stride, padding, dilation, groups);
                    default -> a.conv3d(b, stride, padding, dilation, groups);
                  },
              x,
              filters);
        });
  }

  private void transposedConvolution(int rank) {
    add(
        "convTranspose" + rank + "d",
        SUMS,
        d -> {
          int groups = d.between(1, 2);
          int inputs = groups * d.between(1, 2);
          int stride = d.between(1, 3);
          int padding = d.between(0, 1);
          int more = d.between(0, stride - 1);
          int dilation = d.between(1, 2);
          Tensor x = d.numbers(images(d, rank, d.between(1, 2), inputs, 2, 4));
          Tensor filters = d.numbers(images(d, rank, inputs, d.between(1, 2), 2, 3));
          String expression = "F.conv_transpose%dd(x, y, None, %d, %d, %d, %d, %d)";
          return Case.of(
              expression.formatted(rank, stride, padding, more, groups, dilation),
              (a, b) ->
                  switch (rank) {
                    case 1 -> a.convTranspose1d(b, stride, padding, more, dilation, groups);
                    case 2 -> a.convTranspose2d(b, stride, padding, more, dilation, groups);
                    default -> a.convTranspose3d(b, stride, padding, more, dilation, groups);
                  },
              x,
              filters);
        });
  }

  private void pooling(int rank) {
    for (boolean maxima : new boolean[] {false, true}) {
      String name = maxima ? "max" : "average";
      table.add(
          Comparison.smooth(
              name + "Pool" + rank + "d",
              maxima ? EXACT : SUMS,
              SUMS,
              d -> {
                int size = d.between(1, 3);
                int stride = d.between(1, 3);
                int padding = d.between(0, size / 2);
                Tensor x = d.distinct(images(d, rank, d.between(1, 2), d.between(1, 2), 3, 6));
                String expression = "F.%s_pool%dd(x, %d, %d, %d)";
                return Case.of(
                    expression.formatted(maxima ? "max" : "avg", rank, size, stride, padding),
                    pooled(maxima, rank, size, stride, padding),
                    x);
              }));
    }
  }

  private static UnaryOperator<Tensor> pooled(
      boolean maxima, int rank, int size, int stride, int padding) {
    return switch (rank) {
      case 1 ->
          x -> maxima ? x.maxPool1d(size, stride, padding) : x.averagePool1d(size, stride, padding);
      case 2 ->
          x -> maxima ? x.maxPool2d(size, stride, padding) : x.averagePool2d(size, stride, padding);
      default ->
          x -> maxima ? x.maxPool3d(size, stride, padding) : x.averagePool3d(size, stride, padding);
    };
  }

  private void furtherPooling() {
    add(
        "averagePool2d without padding",
        SUMS,
        d -> {
          int stride = d.between(1, 2);
          return Case.of(
              "F.avg_pool2d(x, 3, " + stride + ", 1, count_include_pad=False)",
              x -> x.averagePool2d(3, stride, 1, false),
              image(d));
        });
    add(
        "lpPool2d",
        SUMS,
        d ->
            Case.of(
                "F.lp_pool2d(x, 2, 2, 2)",
                x -> x.lpPool2d(2, 2, 2),
                d.range(0.5, 2, images(d, 2, 2, 2, 4, 5))));
    add(
        "adaptiveAveragePool2d",
        SUMS,
        d -> {
          int rows = d.between(1, 4);
          int columns = d.between(1, 4);
          return Case.of(
              "F.adaptive_avg_pool2d(x, (%d, %d))".formatted(rows, columns),
              x -> x.adaptiveAveragePool2d(rows, columns),
              image(d));
        });
    add(
        "adaptiveMaxPool2d",
        SUMS,
        d -> {
          int rows = d.between(1, 4);
          int columns = d.between(1, 4);
          return Case.of(
              "F.adaptive_max_pool2d(x, (%d, %d))".formatted(rows, columns),
              x -> x.adaptiveMaxPool2d(rows, columns),
              d.distinct(images(d, 2, 2, 2, 3, 6)));
        });
    image("globalAveragePool", "F.adaptive_avg_pool2d(x, 1)", Tensor::globalAveragePool);
    image("globalMaxPool", "torch.amax(x, (2, 3), True)", Tensor::globalMaxPool);
    for (int factor : new int[] {2, 3}) {
      String resized = "F.interpolate(x, scale_factor=" + factor + ", mode='%s')";
      String factored = "(" + factor + ")";
      image(
          "upsampleNearest2d" + factored,
          resized.formatted("nearest"),
          x -> x.upsampleNearest2d(factor));
      image(
          "upsampleBilinear2d" + factored,
          resized.formatted("bilinear"),
          x -> x.upsampleBilinear2d(factor));
      // PyTorch rounds places and has errors of 7 units in float64.
      table.add(
          Comparison.smooth(
              "upsampleBicubic2d" + factored,
              normwise(16),
              normwise(32),
              d ->
                  Case.of(
                      resized.formatted("bicubic"), x -> x.upsampleBicubic2d(factor), image(d))));
    }
    image("channelMean", "x.mean((0, 2, 3))", Tensor::channelMean);
    image("channelVariance", "x.var((0, 2, 3), correction=0)", Tensor::channelVariance);
  }

  private void normalizations() {
    add(
        "layerNormalization",
        SUMS,
        d -> {
          int[] sizes = wide(d.sizes(1, 4));
          int axis = d.between(0, sizes.length - 1);
          int[] own = Arrays.copyOfRange(sizes, axis, sizes.length);
          return Case.ofAll(
              "F.layer_norm(x, " + Arrays.toString(own) + ", y, z, 0.1)",
              p -> p[0].layerNormalization(p[1], p[2], axis, 0.1),
              d.numbers(sizes),
              d.numbers(own),
              d.numbers(own));
        });
    add(
        "rmsNormalization",
        SUMS,
        d -> {
          int[] sizes = wide(d.sizes(1, 4));
          int axis = d.between(0, sizes.length - 1);
          int[] own = Arrays.copyOfRange(sizes, axis, sizes.length);
          return Case.ofAll(
              "F.rms_norm(x, " + Arrays.toString(own) + ", y, 0.1)",
              p -> p[0].rmsNormalization(p[1], axis, 0.1),
              d.numbers(sizes),
              d.numbers(own));
        });
    add(
        "batchNormalization",
        SUMS,
        d -> {
          int[] sizes = images(d, d.between(0, 2), d.between(2, 4), d.between(1, 3), 2, 4);
          return Case.ofAll(
              "F.batch_norm(x, None, None, y, z, True, 0, 0.1)",
              p -> p[0].batchNormalization(p[1], p[2], 0.1),
              d.numbers(sizes),
              d.numbers(sizes[1]),
              d.numbers(sizes[1]));
        });
    table.add(
        Comparison.of(
            "batchNormalization by given moments",
            Draw.FLOATS,
            SUMS,
            d -> {
              int[] sizes = images(d, d.between(0, 2), d.between(1, 4), d.between(1, 3), 1, 4);
              return Case.ofAll(
                  "F.batch_norm(x, u, v, y, z, False, 0, 0.1)",
                  p -> p[0].batchNormalization(p[1], p[2], p[3], p[4], 0.1),
                  d.numbers(sizes),
                  d.numbers(sizes[1]),
                  d.numbers(sizes[1]),
                  d.numbers(sizes[1]),
                  d.range(0.5, 2, sizes[1]));
            }));
    add(
        "groupNormalization",
        SUMS,
        d -> {
          int groups = d.between(1, 3);
          int[] sizes = images(d, d.between(1, 2), d.between(1, 2), groups * 2, 2, 4);
          return Case.ofAll(
              "F.group_norm(x, " + groups + ", y, z, 0.1)",
              p -> p[0].groupNormalization(groups, p[1], p[2], 0.1),
              d.numbers(sizes),
              d.numbers(sizes[1]),
              d.numbers(sizes[1]));
        });
    add(
        "instanceNormalization",
        SUMS,
        d -> {
          int[] sizes = images(d, d.between(1, 2), d.between(1, 2), d.between(1, 3), 2, 4);
          return Case.ofAll(
              "F.instance_norm(x, weight=y, bias=z, eps=0.1)",
              p -> p[0].instanceNormalization(p[1], p[2], 0.1),
              d.numbers(sizes),
              d.numbers(sizes[1]),
              d.numbers(sizes[1]));
        });
  }

  private void attention() {
    for (String mask : List.of("", ", is_causal=True", ", u")) {
      add(
          "Attention" + mask,
          SUMS,
          d -> {
            int[] batch = d.sizes(2, 2);
            int queries = d.between(1, 4);
            int keys = mask.startsWith(", is") ? queries : d.between(1, 4);
            int features = d.between(1, 4);
            Tensor numbers = d.numbers(queries, keys);
            return Case.ofAll(
                "F.scaled_dot_product_attention(x, y, z" + mask + ")",
                p ->
                    switch (mask) {
                      case "" -> Attention.scaledDotProduct(p[0], p[1], p[2]);
                      case ", u" -> Attention.scaledDotProduct(p[0], p[1], p[2], p[3]);
                      default -> Attention.causal(p[0], p[1], p[2]);
                    },
                d.numbers(batch[0], batch[1], queries, features),
                d.numbers(batch[0], batch[1], keys, features),
                d.numbers(batch[0], batch[1], keys, d.between(1, 4)),
                d.truth() ? numbers : Tensor.of(numbers.greater(-1).array()));
          });
    }
  }

  private void cells() {
    cell("rnnCell", "torch.rnn_tanh_cell(x, y, z, u, v, w)", 1, Recurrent::rnnCell);
    cell("gruCell", "torch.gru_cell(x, y, z, u, v, w)", 3, Recurrent::gruCell);
    cell(
        "lstmCell",
        "torch.stack(torch.lstm_cell(x, (y, y * 0.5), z, u, v, w))",
        4,
        (x, h, weights, recurrent, bias, recurrentBias) ->
            Recurrent.lstmCell(
                x, Tensor.stack(0, h, h.multiply(0.5)), weights, recurrent, bias, recurrentBias));
  }

  /** Kiln's cell. */
  @FunctionalInterface
  private interface Cell {
    Tensor of(
        Tensor x,
        Tensor hidden,
        Tensor weights,
        Tensor recurrent,
        Tensor bias,
        Tensor recurrentBias);
  }

  private void cell(String name, String expression, int gates, Cell cell) {
    add(
        "Recurrent." + name,
        SUMS,
        d -> {
          int n = d.between(1, 3);
          int features = d.between(1, 4);
          int hidden = d.between(1, 4);
          return Case.ofAll(
              expression,
              p -> cell.of(p[0], p[1], p[2], p[3], p[4], p[5]),
              d.numbers(n, features),
              d.numbers(n, hidden),
              d.numbers(gates * hidden, features),
              d.numbers(gates * hidden, hidden),
              d.numbers(gates * hidden),
              d.numbers(gates * hidden));
        });
  }

  private static Tensor image(Draw d) {
    return d.numbers(images(d, 2, d.between(1, 2), d.between(1, 2), 3, 6));
  }

  private void image(String name, String expression, UnaryOperator<Tensor> function) {
    add(name, SUMS, d -> Case.of(expression, function, image(d)));
  }

  /** The sizes of a batch of sequences, images or volumes. */
  private static int[] images(Draw d, int rank, int n, int channels, int least, int greatest) {
    int[] sizes = new int[rank + 2];
    Arrays.setAll(sizes, i -> d.between(least, greatest));
    sizes[0] = n;
    sizes[1] = channels;
    return sizes;
  }

  private static int[] wide(int... sizes) {
    sizes[sizes.length - 1] += 1;
    return sizes;
  }

  private void add(String name, Tolerance tolerance, Function<Draw, Case> draw) {
    Tolerance slopes = normwise(4 * tolerance.units());
    table.add(Comparison.smooth(name, tolerance, slopes, draw));
  }
}
