package dev.kiln.examples.text;

import dev.kiln.examples.run.Example;
import dev.kiln.examples.run.Mode;
import dev.kiln.examples.run.Quality;
import dev.kiln.examples.run.Run;
import dev.kiln.nn.Random;
import dev.kiln.tensor.Tensor;
import dev.kiln.train.Dataset;
import dev.kiln.train.Optimizer;
import dev.kiln.train.Schedule;
import dev.kiln.train.Trainable.Slope;
import picocli.CommandLine.Command;

/**
 * Trains {@link CharacterModel} on nine tenths of Alice's Adventures in Wonderland, measures it on
 * the rest beside frequencies of characters and of pairs, and lets it write.
 */
@Command(name = "text", description = "Learns to write like Lewis Carroll, character by character.")
public final class TextExample extends Example {
  private static final int WIDTH = 32;
  private static final int HIDDEN = 96;
  private static final int LENGTH = 48;
  private static final int TEST_LENGTH = 1024;
  private static final int BATCH = 16;
  private static final double RATE = 0.008;
  private static final int WRITTEN = 400;
  private static final double TEMPERATURE = 0.8;

  private final int characters;

  /** On the whole text. */
  public TextExample() {
    this(Integer.MAX_VALUE);
  }

  /** On so many characters of the text at most. */
  public TextExample(int characters) {
    this.characters = characters;
  }

  @Override
  public int usualEpochs() {
    return 4;
  }

  @Override
  public Quality run(Run run) {
    Text text = Text.alice(characters);
    java.util.Random random = new java.util.Random(run.seed());
    int symbols = text.alphabet().length();
    CharacterModel model =
        run.mode() == Mode.EAGER
            ? new CharacterModel(random, symbols, WIDTH, HIDDEN)
            : new CompiledCharacterModel(random, symbols, WIDTH, HIDDEN);
    train(run, model, text);
    run.found(CharacterModelParameters.get(model));
    Dataset test = Text.sequences(text.test(), 0, TEST_LENGTH);
    double nats = model.loss(test.x(), test.y(), Tensor.zeros(test.size(), HIDDEN)).toDouble();
    double bits = nats / Math.log(2);
    run.print("%s", written(model, text, run.seed()));
    run.figure("test bits per character", bits);
    run.figure("by the frequencies of characters", text.bitsByFrequencies());
    run.figure("by the frequencies of pairs", text.bitsByPairs());
    return Quality.atMost("test bits per character", bits, 2.4);
  }

  private static void train(Run run, CharacterModel model, Text text) {
    int batches = (Text.sequences(text.training(), 0, LENGTH).size() + BATCH - 1) / BATCH;
    Optimizer optimizer =
        Optimizer.adam(Schedule.oneCycle(RATE, (long) batches * run.epochs())).clippedByNorm(1);
    java.util.Random random = new java.util.Random(run.seed());
    for (int epoch = 0; epoch < run.epochs(); epoch++) {
      Dataset sequences = Text.sequences(text.training(), random.nextInt(LENGTH), LENGTH);
      double sum = 0;
      for (Dataset batch : sequences.batches(BATCH, run.seed() + epoch)) {
        Slope slope = slope(model, batch);
        CharacterModelParameters.set(
            model, optimizer.step(CharacterModelParameters.get(model), slope.gradients()));
        sum += slope.loss() * batch.size();
      }
      run.loss(sum / sequences.size());
    }
  }

  private static Slope slope(CharacterModel model, Dataset batch) {
    Tensor first = Tensor.zeros(batch.size(), HIDDEN);
    if (model instanceof CompiledCharacterModel compiled) {
      CompiledCharacterModel.LossGradient gradient =
          compiled.lossGradient(batch.x(), batch.y(), first);
      return new Slope(gradient.value(), gradient.gradients());
    }
    return Slope.taped(
        CharacterModelParameters.get(model), () -> model.loss(batch.x(), batch.y(), first));
  }

  /** Characters that the model chooses by chance, one after the other, after a line's end. */
  private static String written(CharacterModel model, Text text, long seed) {
    Tensor key = Random.key(seed);
    Tensor state = Tensor.zeros(1, HIDDEN);
    Tensor symbol = Tensor.of(new int[] {text.alphabet().indexOf('\n')});
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < WRITTEN; i++) {
      state = model.after(symbol, state);
      Tensor scores = model.logits(state).divide(TEMPERATURE);
      symbol = Random.categorical(Random.foldIn(key, i), scores);
      written.append(text.alphabet().charAt(symbol.toIntArray()[0]));
    }
    return written.toString();
  }
}
