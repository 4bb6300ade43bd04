package dev.kiln.examples.text;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Losses;
import dev.kiln.nn.layer.Dense;
import dev.kiln.nn.layer.Embedding;
import dev.kiln.nn.layer.GruCell;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** Tells the next character from those before, with a gated recurrent unit. */
@Model
public class CharacterModel {
  public final Embedding embedding;
  public final GruCell cell;
  public final Dense output;

  /** Weights to start training from. */
  public CharacterModel(RandomGenerator random, int symbols, int width, int hidden) {
    embedding = new Embedding(random, symbols, width);
    cell = new GruCell(random, width, hidden);
    output = new Dense(random, hidden, symbols);
  }

  /** What is known after a character, for n sequences. */
  @Compute
  @Shape("n, hidden")
  public Tensor after(
      @Shape(value = "n", dtype = DType.INT32) Tensor symbol, @Shape("n, hidden") Tensor state) {
    return cell.apply(embedding.apply(symbol), state);
  }

  /** The score of each symbol to be the next one. */
  @Compute
  @Shape("n, symbols")
  public Tensor logits(@Shape("n, hidden") Tensor state) {
    return output.apply(state);
  }

  /**
   * The mean cross-entropy of the next characters, in nats.
   *
   * @param symbols the characters of n sequences
   * @param next for each of them the one that follows
   * @param first what is known before the first character
   */
  @Compute
  @Differentiable(
      wrt = {"embedding", "cell", "output"},
      modes = Mode.GRADIENT)
  public Tensor loss(
      @Shape(value = "n, time", dtype = DType.INT32) Tensor symbols,
      @Shape(value = "n, time", dtype = DType.INT32) Tensor next,
      @Shape("n, hidden") Tensor first) {
    Tensor here = symbols.transpose();
    Tensor there = next.transpose();
    Tensor state = first;
    Tensor sum = Tensor.scalar(0f);
    for (int i = 0; i < here.dim(0); i++) {
      state = after(here.get(i), state);
      sum = sum.add(Losses.softmaxCrossEntropy(logits(state), there.get(i)).mean());
    }
    return sum.divide(here.dim(0));
  }
}
