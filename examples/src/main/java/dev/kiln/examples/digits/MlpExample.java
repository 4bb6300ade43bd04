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

/** Trains {@link Mlp}. */
@Command(name = "mlp", description = "Tells handwritten digits with a multilayer perceptron.")
public final class MlpExample extends Example {
  @Override
  public int usualEpochs() {
    return 40;
  }

  @Override
  public Quality run(Run run) {
    Random random = new Random(run.seed());
    Mlp model = run.mode() == Mode.EAGER ? new Mlp(random) : new CompiledMlp(random);
    return new MlpClassifier(model).train(run, 0.005, 97.5);
  }

  private record MlpClassifier(Mlp model) implements Classifier {
    @Override
    public Tensor logits(Tensor x) {
      return model.logits(x);
    }

    @Override
    public Slope slope(Dataset batch) {
      if (model instanceof CompiledMlp compiled) {
        CompiledMlp.LossGradient gradient = compiled.lossGradient(batch.x(), batch.y());
        return new Slope(gradient.value(), gradient.gradients());
      }
      return Slope.taped(parameters(), () -> model.loss(batch.x(), batch.y()));
    }

    @Override
    public Map<String, Tensor> parameters() {
      return MlpParameters.get(model);
    }

    @Override
    public void set(Map<String, Tensor> parameters) {
      MlpParameters.set(model, parameters);
    }
  }
}
