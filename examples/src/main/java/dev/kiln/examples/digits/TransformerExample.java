package dev.kiln.examples.digits;

import dev.kiln.examples.run.Example;
import dev.kiln.examples.run.Mode;
import dev.kiln.examples.run.Quality;
import dev.kiln.examples.run.Run;
import dev.kiln.tensor.Tensor;
import dev.kiln.train.Dataset;
import dev.kiln.train.Trainable.Slope;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine.Command;

/** Trains {@link Transformer}. */
@Command(name = "transformer", description = "Tells handwritten digits with a small transformer.")
public final class TransformerExample extends Example {
  @Override
  public int usualEpochs() {
    return 40;
  }

  @Override
  public Quality run(Run run) {
    Random random = new Random(run.seed());
    Transformer model =
        run.mode() == Mode.EAGER ? new Transformer(random) : new CompiledTransformer(random);
    return new TransformerClassifier(model).train(run, 0.003, 96);
  }

  private record TransformerClassifier(Transformer model) implements Classifier {
    @Override
    public Tensor logits(Tensor x) {
      return model.logits(x);
    }

    @Override
    public Slope slope(Dataset batch) {
      if (model instanceof CompiledTransformer compiled) {
        CompiledTransformer.LossGradient gradient = compiled.lossGradient(batch.x(), batch.y());
        return new Slope(gradient.value(), gradient.gradients());
      }
      return Slope.taped(parameters(), () -> model.loss(batch.x(), batch.y()));
    }

    @Override
    public Map<String, Tensor> parameters() {
      return TransformerParameters.get(model);
    }

    @Override
    public void set(Map<String, Tensor> parameters) {
      TransformerParameters.set(model, parameters);
    }
  }
}
