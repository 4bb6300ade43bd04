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

/** Trains {@link Cnn}. */
@Command(name = "cnn", description = "Tells handwritten digits with a convolutional network.")
public final class CnnExample extends Example {
  @Override
  public int usualEpochs() {
    return 40;
  }

  @Override
  public Quality run(Run run) {
    Random random = new Random(run.seed());
    Cnn model = run.mode() == Mode.EAGER ? new Cnn(random) : new CompiledCnn(random);
    return new CnnClassifier(model).train(run, 0.005, 98.5);
  }

  private record CnnClassifier(Cnn model) implements Classifier {
    @Override
    public Tensor logits(Tensor x) {
      return model.logits(x);
    }

    @Override
    public Slope slope(Dataset batch) {
      if (model instanceof CompiledCnn compiled) {
        CompiledCnn.LossGradient gradient = compiled.lossGradient(batch.x(), batch.y());
        return new Slope(gradient.value(), gradient.gradients());
      }
      return Slope.taped(parameters(), () -> model.loss(batch.x(), batch.y()));
    }

    @Override
    public Map<String, Tensor> parameters() {
      return CnnParameters.get(model);
    }

    @Override
    public void set(Map<String, Tensor> parameters) {
      CnnParameters.set(model, parameters);
    }
  }
}
