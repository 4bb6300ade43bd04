package dev.kiln.nn.layer;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Transformers against loops over single numbers, in double precision. */
class TransformerLayersTest {
  private static final Tensor SOURCE = Tensor.of(new int[] {1, 0, 3, 6, 2, 2}, 2, 3);
  private static final Tensor TARGET = Tensor.of(new int[] {4, 5, 1, 0}, 2, 2);
  private static final Tensor KEY = dev.kiln.nn.Random.key(3);
  private static final Tensor MASK =
      Tensor.of(
          new boolean[] {
            true, true, false, false, true, true, true, false, true, //
            true, false, false, true, true, true, true, true, false
          },
          2,
          3,
          3);

  @Test
  void parametersHaveTheNamesOfTheirPlaces() {
    assertTrue(TranslatorParameters.names().contains("encoder.1.attention.wq"));
    assertTrue(TranslatorParameters.names().contains("decoder.feedForward.second.bias"));
  }

  @Test
  void aTransformerIsItsLoops() {
    for (boolean normFirst : new boolean[] {false, true}) {
      Translator model = translator(normFirst);
      Tensor decoded = model.decoded(SOURCE, TARGET, KEY, false);
      for (int n = 0; n < 2; n++) {
        assertRows(decoded(model, n), decoded.get(n));
      }
    }
  }

  @Test
  void masksHideSteps() {
    Translator model = translator(true);
    Tensor masked = model.masked(SOURCE, MASK);
    Tensor causal = model.causal(SOURCE);
    for (int n = 0; n < 2; n++) {
      boolean[][] mask = new boolean[3][3];
      boolean[][] before = new boolean[3][3];
      for (int i = 0; i < 9; i++) {
        mask[i / 3][i % 3] = MASK.getBoolean(n, i / 3, i % 3);
        before[i / 3][i % 3] = i % 3 <= i / 3;
      }
      double[][] x = rows(model.embedding, SOURCE, n);
      assertRows(encoder(model.encoder[0], x, mask), masked.get(n));
      assertRows(encoder(model.encoder[0], x, before), causal.get(n));
    }
  }

  @Test
  void dropoutDependsOnTheKeyInTrainingOnly() {
    Translator model = translator(false);
    Tensor other = dev.kiln.nn.Random.key(4);
    Tensor trained = model.decoded(SOURCE, TARGET, KEY, true);
    assertTrue(trained.sameElements(model.decoded(SOURCE, TARGET, KEY, true)));
    assertFalse(trained.sameElements(model.decoded(SOURCE, TARGET, other, true)));
    Tensor used = model.decoded(SOURCE, TARGET, KEY, false);
    assertTrue(used.sameElements(model.decoded(SOURCE, TARGET, other, false)));
  }

  @Test
  void withoutAKeyNothingIsRandom() {
    for (boolean normFirst : new boolean[] {false, true}) {
      Translator model = translator(normFirst);
      Tensor used = model.decoded(SOURCE, TARGET, KEY, false);
      assertTrue(used.sameElements(model.translated(SOURCE, TARGET)));
      assertTrue(used.sameElements(compiled(model).translated(SOURCE, TARGET)));
    }
    // what only training does is not in the graph
    assertThatModel(Translator.class).graph("translated").doesNotContain("random_uniform");
    assertThatModel(Translator.class).graph("decoded").contains("random_uniform");
  }

  @Test
  void allModesGiveTheSameBits() {
    for (boolean flag : new boolean[] {false, true}) {
      var model = assertThatModel(Translator.class).constructedWith(flag);
      model.agrees("decoded").on(SOURCE, TARGET, KEY, flag);
      model.agrees("lossGradient").on(SOURCE, TARGET, KEY, true);
      model.agrees("masked").on(SOURCE, MASK);
      model.agrees("causal").on(SOURCE);
      model.agrees("translated").on(SOURCE, TARGET);
    }
  }

  @Test
  void gradientsAreThoseOfATape() {
    for (boolean normFirst : new boolean[] {false, true}) {
      Translator model = translator(normFirst);
      TapedGradients.assertSame(
          TranslatorParameters.get(model),
          compiled(model).lossGradient(SOURCE, TARGET, KEY, true).gradients(),
          () -> model.loss(SOURCE, TARGET, KEY, true));
    }
  }

  /** Differences of the loops, for three numbers of each parameter. */
  @Test
  void gradientsAreDifferencesOfTheLoops() {
    for (boolean normFirst : new boolean[] {false, true}) {
      Translator model = translator(normFirst);
      Map<String, Tensor> slopes =
          compiled(model).lossGradient(SOURCE, TARGET, KEY, false).gradients();
      assertEquals(TranslatorParameters.names().size(), slopes.size());
      slopes.forEach(
          (name, slope) -> {
            float[] actual = slope.toFloatArray();
            for (int i = 0; i < actual.length; i += Math.max(1, actual.length / 3)) {
              double expected = difference(model, name, i);
              double tolerance = 1e-3 * Math.max(1, Math.abs(expected));
              assertEquals(expected, actual[i], tolerance, name + " " + i);
            }
          });
    }
  }

  private static double difference(Translator model, String name, int at) {
    float[] numbers = TranslatorParameters.get(model, name).toFloatArray();
    float before = numbers[at];
    double loss = 0;
    double step = 0;
    for (int side = 1; side >= -1; side -= 2) {
      numbers[at] = before + side / 2048f;
      step += side * numbers[at];
      Tensor changed = Tensor.of(numbers);
      int[] sizes = TranslatorParameters.get(model, name).array().shape().toArray();
      TranslatorParameters.set(model, name, changed.reshape(sizes));
      for (int n = 0; n < 2; n++) {
        for (double[] row : decoded(model, n)) {
          for (double each : row) {
            loss += side * each * each * each;
          }
        }
      }
    }
    int[] sizes = TranslatorParameters.get(model, name).array().shape().toArray();
    numbers[at] = before;
    TranslatorParameters.set(model, name, Tensor.of(numbers).reshape(sizes));
    return loss / step;
  }

  private static CompiledTranslator compiled(Translator model) {
    CompiledTranslator compiled = new CompiledTranslator(model.decoder.normFirst);
    TranslatorParameters.set(compiled, TranslatorParameters.get(model));
    return compiled;
  }

  private static double[][] decoded(Translator model, int n) {
    double[][] memory = rows(model.embedding, SOURCE, n);
    for (TransformerEncoderBlock block : model.encoder) {
      memory = encoder(block, memory, all(3, 3));
    }
    return decoder(model.decoder, rows(model.embedding, TARGET, n), memory);
  }

  /** A model in which no parameter is zero. */
  private static Translator translator(boolean normFirst) {
    Translator model = new Translator(normFirst);
    Random random = new Random(8);
    for (String name : TranslatorParameters.names()) {
      Tensor value = TranslatorParameters.get(model, name);
      Tensor noise = Tensor.normal(random, value.array().shape().toArray());
      TranslatorParameters.set(model, name, value.add(noise.multiply(0.1)));
    }
    return model;
  }

  private static double[][] encoder(TransformerEncoderBlock block, double[][] x, boolean[][] mask) {
    double[][] in = block.normFirst ? norm(block.attentionNorm, x) : x;
    double[][] y = plus(x, attention(block.attention, in, in, mask));
    y = block.normFirst ? y : norm(block.attentionNorm, y);
    return rest(block.normFirst, block.feedForward, block.feedForwardNorm, y);
  }

  private static double[][] decoder(
      TransformerDecoderBlock block, double[][] x, double[][] memory) {
    boolean[][] before = new boolean[x.length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j <= i; j++) {
        before[i][j] = true;
      }
    }
    double[][] in = block.normFirst ? norm(block.attentionNorm, x) : x;
    double[][] y = plus(x, attention(block.attention, in, in, before));
    y = block.normFirst ? y : norm(block.attentionNorm, y);
    double[][] query = block.normFirst ? norm(block.crossAttentionNorm, y) : y;
    y = plus(y, attention(block.crossAttention, query, memory, all(x.length, memory.length)));
    y = block.normFirst ? y : norm(block.crossAttentionNorm, y);
    return rest(block.normFirst, block.feedForward, block.feedForwardNorm, y);
  }

  private static double[][] rest(boolean first, FeedForward layers, LayerNorm norm, double[][] y) {
    double[][] hidden = affine(first ? norm(norm, y) : y, layers.first.weight, layers.first.bias);
    for (double[] row : hidden) {
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.max(0, row[i]);
      }
    }
    double[][] sum = plus(y, affine(hidden, layers.second.weight, layers.second.bias));
    return first ? sum : norm(norm, sum);
  }

  private static double[][] attention(
      MultiHeadAttention layer, double[][] x, double[][] memory, boolean[][] mask) {
    double[][] q = affine(x, layer.wq, layer.bq);
    double[][] k = affine(memory, layer.wk, layer.bk);
    double[][] v = affine(memory, layer.wv, layer.bv);
    double[][] merged = new double[x.length][4];
    for (int head = 0; head < 2; head++) {
      for (int i = 0; i < x.length; i++) {
        double[] weights = new double[memory.length];
        double sum = 0;
        for (int j = 0; j < memory.length; j++) {
          double dot = q[i][2 * head] * k[j][2 * head] + q[i][2 * head + 1] * k[j][2 * head + 1];
          weights[j] = mask[i][j] ? Math.exp(dot / Math.sqrt(2)) : 0;
          sum += weights[j];
        }
        for (int j = 0; j < memory.length; j++) {
          merged[i][2 * head] += weights[j] / sum * v[j][2 * head];
          merged[i][2 * head + 1] += weights[j] / sum * v[j][2 * head + 1];
        }
      }
    }
    return affine(merged, layer.wo, layer.bo);
  }

  /** Each row times a matrix, whose elements are in this order whatever its shape is. */
  private static double[][] affine(double[][] x, Tensor weight, Tensor bias) {
    float[] w = weight.toFloatArray();
    float[] b = bias.toFloatArray();
    double[][] y = new double[x.length][b.length];
    for (int n = 0; n < x.length; n++) {
      for (int i = 0; i < b.length; i++) {
        y[n][i] = b[i];
        for (int j = 0; j < x[n].length; j++) {
          y[n][i] += x[n][j] * w[j * b.length + i];
        }
      }
    }
    return y;
  }

  private static double[][] norm(LayerNorm layer, double[][] x) {
    double[][] y = new double[x.length][4];
    for (int n = 0; n < x.length; n++) {
      double mean = (x[n][0] + x[n][1] + x[n][2] + x[n][3]) / 4;
      double variance = 0;
      for (double each : x[n]) {
        variance += (each - mean) * (each - mean) / 4;
      }
      for (int i = 0; i < 4; i++) {
        double normal = (x[n][i] - mean) / Math.sqrt(variance + 1e-5);
        y[n][i] = normal * layer.scale.getFloat(i) + layer.bias.getFloat(i);
      }
    }
    return y;
  }

  private static double[][] plus(double[][] x, double[][] y) {
    double[][] sum = new double[x.length][4];
    for (int n = 0; n < x.length; n++) {
      for (int i = 0; i < 4; i++) {
        sum[n][i] = x[n][i] + y[n][i];
      }
    }
    return sum;
  }

  private static double[][] rows(Embedding embedding, Tensor symbols, int n) {
    double[][] rows = new double[symbols.array().shape().size(1)][4];
    for (int t = 0; t < rows.length; t++) {
      for (int i = 0; i < 4; i++) {
        rows[t][i] = embedding.weight.getFloat(symbols.getInt(n, t), i);
      }
    }
    return rows;
  }

  private static boolean[][] all(int rows, int columns) {
    boolean[][] all = new boolean[rows][columns];
    for (boolean[] row : all) {
      Arrays.fill(row, true);
    }
    return all;
  }

  private static void assertRows(double[][] expected, Tensor actual) {
    for (int t = 0; t < expected.length; t++) {
      for (int i = 0; i < 4; i++) {
        assertEquals(expected[t][i], actual.getFloat(t, i), 1e-5);
      }
    }
  }
}
