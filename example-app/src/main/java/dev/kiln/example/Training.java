package dev.kiln.example;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Trains a classifier, epoch by epoch. */
final class Training {
  private static final int BATCH = 32;
  private static final double RATE = 0.1;

  private final Classifier classifier;
  private final DigitImages images;
  private final Momentum momentum = new Momentum(RATE);
  private final Random random = new Random(2);

  Training(Classifier classifier, DigitImages images) {
    this.classifier = classifier;
    this.images = images;
  }

  /** How many steps an epoch has. */
  int stepsPerEpoch() {
    return (images.size() + BATCH - 1) / BATCH;
  }

  /**
   * Sees every image once, in random order.
   *
   * @param afterEachStep is run after each step
   * @return the mean of the losses of the batches
   */
  double epoch(Runnable afterEachStep) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    double sum = 0;
    for (int start = 0; start < order.size(); start += BATCH) {
      List<Integer> batch = order.subList(start, Math.min(start + BATCH, order.size()));
      sum += step(images.at(batch.stream().mapToInt(Integer::intValue).toArray()));
      afterEachStep.run();
    }
    return sum / stepsPerEpoch();
  }

  private double step(DigitImages batch) {
    Classifier.Slope slope = classifier.slope(batch.x(), batch.label());
    momentum.step(classifier.model(), slope.gradients());
    return slope.loss().toDouble();
  }

  /** The fraction of images that a classifier gets right. */
  static double accuracy(Classifier classifier, DigitImages images) {
    int[] guesses = classifier.logits(images.x()).argmax(1).toIntArray();
    int right = 0;
    for (int i = 0; i < guesses.length; i++) {
      right += guesses[i] == images.digits()[i] ? 1 : 0;
    }
    return (double) right / guesses.length;
  }
}
