package dev.kiln.examples.digits;

import dev.kiln.annotation.DType;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains {@link Autoencoder}. What its codes lose of the test images is compared with what as many
 * principal components of the training images lose, the least that linear codes can.
 */
@Command(name = "vae", description = "Draws digits with a variational autoencoder.")
public final class VaeExample extends Example {
  private static final int CODES = 8;
  private static final int BATCH = 32;
  private static final double RATE = 0.003;

  @Option(
      names = "--picture",
      defaultValue = "vae.png",
      description =
          "Where to write test images, their reconstructions and new images; ${DEFAULT-VALUE}.")
  private Path picture;

  @Override
  public int usualEpochs() {
    return 100;
  }

  @Override
  public Quality run(Run run) {
    if (picture != null) {
      requireFolder("--picture", picture);
    }
    java.util.Random random = new java.util.Random(run.seed());
    Autoencoder model =
        run.mode() == Mode.EAGER
            ? new Autoencoder(random, CODES)
            : new CompiledAutoencoder(random, CODES);
    DigitImages images = DigitImages.load();
    train(run, model, images.training());
    run.found(AutoencoderParameters.get(model));
    Tensor test = images.test().x();
    Tensor reconstructed = model.decode(model.encode(test));
    double loss = model.loss(test, Random.key(run.seed())).toDouble();
    double error = meanSquare(test, reconstructed);
    double linear = meanSquare(test, principalComponents(images.training().x(), test));
    run.figure("test loss in nats per image", loss);
    run.figure("test mean square error of a pixel", error);
    run.figure("the same with " + CODES + " principal components", linear);
    if (picture != null) {
      Tensor codes = Random.normal(Random.key(run.seed() + 1), 30, CODES);
      Tensor first = test.slice(0, 0, 10);
      Tensor again = reconstructed.slice(0, 0, 10);
      write(Tensor.concatenate(0, first, again, model.decode(codes)));
      run.print("10 test images, their reconstructions and 30 new images: %s", picture);
    }
    return Quality.atMost("mean square error by that of principal components", error / linear, 1);
  }

  private static void train(Run run, Autoencoder model, Dataset images) {
    long steps = (images.size() + BATCH - 1) / BATCH * (long) run.epochs();
    Optimizer optimizer = Optimizer.adam(Schedule.oneCycle(RATE, steps));
    Tensor keys = Random.key(run.seed());
    for (int epoch = 0; epoch < run.epochs(); epoch++) {
      double sum = 0;
      for (Dataset batch : images.batches(BATCH, run.seed() + epoch)) {
        Tensor key = Random.foldIn(keys, (int) optimizer.steps());
        Slope slope = slope(model, batch.x(), key);
        AutoencoderParameters.set(
            model, optimizer.step(AutoencoderParameters.get(model), slope.gradients()));
        sum += slope.loss() * batch.size();
      }
      run.loss(sum / images.size());
    }
  }

  private static Slope slope(Autoencoder model, Tensor x, Tensor key) {
    if (model instanceof CompiledAutoencoder compiled) {
      CompiledAutoencoder.LossGradient gradient = compiled.lossGradient(x, key);
      return new Slope(gradient.value(), gradient.gradients());
    }
    return Slope.taped(AutoencoderParameters.get(model), () -> model.loss(x, key));
  }

  private static double meanSquare(Tensor a, Tensor b) {
    return a.squaredDifference(b).mean().toDouble();
  }

  /** Images in the plane of the largest principal components of others. */
  private static Tensor principalComponents(Tensor fitted, Tensor images) {
    Tensor mean = fitted.cast(DType.FLOAT64).mean(0);
    Tensor centred = fitted.cast(DType.FLOAT64).subtract(mean);
    Tensor vectors = centred.transpose().matmul(centred).eighVectors();
    Tensor largest = vectors.slice(1, vectors.dim(1) - CODES, vectors.dim(1));
    Tensor codes = images.cast(DType.FLOAT64).subtract(mean).matmul(largest);
    return codes.matmul(largest.transpose()).add(mean).cast(DType.FLOAT32);
  }

  private void write(Tensor images) {
    try {
      Pictures.write(picture, images);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + picture, e);
    }
  }
}
