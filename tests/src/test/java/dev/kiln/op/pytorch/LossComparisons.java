package dev.kiln.op.pytorch;

import static dev.kiln.op.pytorch.Tolerance.normwise;

import dev.kiln.nn.Losses;
import dev.kiln.tensor.StopGradient;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Losses: means of a few roundings for each element. Left out is {@code triplet} where distances
 * are near 0, since PyTorch adds its eps to differences; the reference is the formula without it.
 */
final class LossComparisons {
  private static final Tolerance RESULTS = normwise(8);
  private static final Tolerance SLOPES = normwise(32);

  private final List<Comparison> table = new ArrayList<>();

  private LossComparisons() {}

  static List<Comparison> all() {
    LossComparisons all = new LossComparisons();
    all.distances();
    all.classes();
    all.margins();
    return all.table;
  }

  private void distances() {
    pair("meanSquaredError", "F.mse_loss(x, y)", Losses::meanSquaredError);
    pair("meanAbsoluteError", "F.l1_loss(x, y)", Losses::meanAbsoluteError);
    pair("huber", "F.huber_loss(x, y, delta=0.5)", (x, y) -> Losses.huber(x, y, 0.5));
    pair("smoothL1", "F.smooth_l1_loss(x, y, beta=0.5)", (x, y) -> Losses.smoothL1(x, y, 0.5));
    pair("logCosh", "torch.log(torch.cosh(x - y)).mean()", Losses::logCosh);
    pair("poisson", "F.poisson_nll_loss(x, y)", Losses::poisson);
    add(
        "gaussian",
        d -> {
          int[] sizes = d.sizes(1, 3);
          return Case.ofAll(
              "F.gaussian_nll_loss(x, y, z)",
              p -> Losses.gaussian(p[0], p[1], p[2]),
              d.numbers(sizes),
              d.numbers(sizes),
              d.range(0.5, 2, sizes));
        });
    add(
        "klDivergence",
        d -> {
          int[] sizes = d.sizes(2, 2);
          return Case.of(
              "F.kl_div(x, y, reduction='batchmean')",
              Losses::klDivergence,
              d.range(-3, 0, sizes),
              d.range(0.1, 1, sizes));
        });
    add(
        "cosineSimilarity",
        d -> {
          int[] sizes = d.sizes(1, 3);
          int axis = d.axis(sizes.length);
          return Case.of(
              "F.cosine_similarity(x, y, " + axis + ")",
              (x, y) -> Losses.cosineSimilarity(x, y, axis),
              d.range(0.3, 2, sizes),
              d.range(-2, 2, sizes));
        });
  }

  private void classes() {
    add(
        "binaryCrossEntropy",
        d -> {
          int[] sizes = d.sizes(1, 3);
          return Case.ofAll(
              "F.binary_cross_entropy_with_logits(x, y)",
              p -> Losses.binaryCrossEntropy(p[0], p[1]),
              d.numbers(sizes),
              d.range(0, 1, sizes));
        });
    add(
        "binaryCrossEntropy with weights",
        d -> {
          int[] sizes = d.sizes(1, 3);
          return Case.ofAll(
              "F.binary_cross_entropy_with_logits(x, y, pos_weight=z.detach())",
              p -> Losses.binaryCrossEntropy(p[0], p[1], StopGradient.of(p[2])),
              d.numbers(sizes),
              d.range(0, 1, sizes),
              d.range(0.5, 2, d.broadcastTo(sizes)));
        });
    add(
        "softmaxCrossEntropy",
        d -> {
          int[] sizes = d.sizes(2, 2);
          return Case.of(
              "F.cross_entropy(x, y, reduction='none')",
              Tensor::softmaxCrossEntropy,
              d.numbers(sizes),
              d.integers(0, sizes[1] - 1, sizes[0]));
        });
    crossEntropy("", "", p -> Losses.crossEntropy(p[0], p[1]));
    crossEntropy(
        " with smoothing", ", label_smoothing=0.25", p -> Losses.crossEntropy(p[0], p[1], 0.25));
    crossEntropy(
        " with weights",
        ", weight=z.detach()",
        p -> Losses.crossEntropy(p[0], p[1], weights(p), -100));
    crossEntropy(
        " with an ignored class",
        ", weight=z.detach(), ignore_index=0",
        p -> Losses.crossEntropy(p[0], p[1], weights(p), 0));
    crossEntropy(
        " with weights and smoothing",
        ", weight=z.detach(), ignore_index=0, label_smoothing=0.25",
        p -> Losses.crossEntropy(p[0], p[1], weights(p), 0, 0.25));
    add(
        "crossEntropy of probabilities",
        d -> {
          int[] sizes = d.sizes(2, 4);
          return Case.ofAll(
              "F.cross_entropy(x, y)",
              p -> Losses.crossEntropy(p[0], p[1]),
              d.numbers(sizes),
              Tensor.of(d.numbers(sizes).softmax(1).array()));
        });
    add(
        "ctc",
        d -> {
          int n = d.between(1, 3);
          int steps = d.between(5, 7);
          int most = d.between(1, 3);
          int classes = d.between(2, 4);
          return Case.ofAll(
              "F.ctc_loss(torch.log_softmax(x, 2), y, z, u, reduction='none')",
              p -> Losses.ctc(p[0].logSoftmax(2), p[1], p[2], p[3], 0),
              d.numbers(steps, n, classes),
              d.integers(1, classes - 1, n, most),
              d.integers(5, steps, n),
              d.integers(1, most, n));
        });
  }

  /** PyTorch has no derivative by weights. */
  private static Tensor weights(Tensor... operands) {
    return StopGradient.of(operands[2]);
  }

  private void crossEntropy(String name, String arguments, Function<Tensor[], Tensor> function) {
    add(
        "crossEntropy" + name,
        d -> {
          int[] sizes = d.sizes(2, 4);
          sizes[1] = Math.max(2, sizes[1]);
          int[] places = new int[sizes.length - 1];
          Arrays.setAll(places, i -> sizes[i == 0 ? 0 : i + 1]);
          Tensor labels = d.integers(0, sizes[1] - 1, places);
          Tensor first = Tensor.of(new long[] {sizes[1] - 1}); // one that counts
          Tensor flat = labels.reshape(-1);
          Tensor some = Tensor.concatenate(0, first, flat.slice(0, 1, flat.dim(0)));
          return Case.ofAll(
              "F.cross_entropy(x, y" + arguments + ")",
              function,
              d.numbers(sizes),
              Tensor.of(some.reshape(places).array()),
              d.range(0.5, 2, sizes[1]));
        });
  }

  private void margins() {
    signed("hinge", "F.relu(1 - x * y).mean()", Losses::hinge);
    signed(
        "softMargin",
        "F.soft_margin_loss(x, y.detach())", // which has no derivative by y
        (x, y) -> Losses.softMargin(x, StopGradient.of(y)));
    add(
        "marginRanking",
        d -> {
          int[] sizes = d.sizes(1, 3);
          return Case.ofAll(
              "F.margin_ranking_loss(x, y, z, 0.5)",
              p -> Losses.marginRanking(p[0], p[1], p[2], 0.5),
              d.range(-2, 2, sizes),
              d.range(-2, 2, sizes),
              signs(d, sizes));
        });
    add(
        "cosineEmbedding",
        d -> {
          int[] sizes = d.sizes(2, 2);
          return Case.ofAll(
              // F.cosine_embedding_loss adds 1e-12 to squares
              "(lambda c: torch.where(z > 0, 1 - c, F.relu(c - 0.25)).mean())"
                  + "(F.cosine_similarity(x, y))",
              p -> Losses.cosineEmbedding(p[0], p[1], StopGradient.of(p[2]), 0.25),
              d.range(0.3, 2, sizes),
              d.range(-2, 2, sizes),
              signs(d, sizes[0]));
        });
    add(
        "triplet",
        d -> {
          int[] sizes = d.sizes(2, 2);
          return Case.ofAll(
              "F.relu((x - y).norm(dim=-1) - (x - z).norm(dim=-1) + 0.75).mean()",
              p -> Losses.triplet(p[0], p[1], p[2], 0.75),
              d.range(-2, 2, sizes),
              d.range(-2, 2, sizes),
              d.range(-2, 2, sizes));
        });
  }

  private static Tensor signs(Draw d, int... sizes) {
    return Tensor.of(d.truths(sizes).cast(d.dtype()).multiply(2).subtract(1).array());
  }

  private void signed(String name, String expression, BinaryOperator<Tensor> function) {
    add(
        name,
        d -> {
          int[] sizes = d.sizes(1, 3);
          return Case.of(expression, function, d.range(-2, 2, sizes), signs(d, sizes));
        });
  }

  private void pair(String name, String expression, BinaryOperator<Tensor> function) {
    add(
        name,
        d -> {
          int[] sizes = d.sizes(1, 4);
          return Case.of(expression, function, d.numbers(sizes), d.numbers(sizes));
        });
  }

  private void add(String name, Function<Draw, Case> draw) {
    table.add(Comparison.smooth(name, RESULTS, SLOPES, draw));
  }
}
