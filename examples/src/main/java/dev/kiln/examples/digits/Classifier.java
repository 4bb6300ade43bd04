package dev.kiln.examples.digits;

import dev.kiln.examples.run.Quality;
import dev.kiln.examples.run.Run;
import dev.kiln.tensor.Tensor;
import dev.kiln.train.Dataset;
import dev.kiln.train.Optimizer;
import dev.kiln.train.Schedule;
import dev.kiln.train.Trainable.Slope;
import java.util.Map;

/** A model that is trained to tell digits. */
interface Classifier {
  int BATCH = 32;

  /** The score of each digit for each image. */
  Tensor logits(Tensor x);

  /** The loss of a batch, with derivatives. */
  Slope slope(Dataset batch);

  /** The parameters by their names. */
  Map<String, Tensor> parameters();

  /** Sets the parameters. */
  void set(Map<String, Tensor> parameters);

  /**
   * Trains with AdamW, by a one-cycle schedule, on images that are moved anew in each epoch.
   *
   * @param rate the greatest rate of the schedule
   * @param percent the accuracy that is asked for
   */
  default Quality train(Run run, double rate, double percent) {
    DigitImages images = DigitImages.load();
    long steps = (images.training().size() + BATCH - 1) / BATCH * (long) run.epochs();
    Optimizer optimizer = Optimizer.adamW(0.01, Schedule.oneCycle(rate, steps));
    for (int epoch = 0; epoch < run.epochs(); epoch++) {
      long key = run.seed() + epoch;
      double sum = 0;
      for (Dataset batch : DigitImages.moved(images.training(), key).batches(BATCH, key)) {
        Slope slope = slope(batch);
        set(optimizer.step(parameters(), slope.gradients()));
        sum += slope.loss() * batch.size();
      }
      run.loss(sum / images.training().size());
    }
    run.found(parameters());
    double accuracy = DigitImages.accuracy(logits(images.test().x()), images.test());
    return Quality.atLeast("test accuracy in percent", 100 * accuracy, percent);
  }
}
