package dev.kiln.example;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains and uses a classifier of handwritten digits. */
@Command(name = "digits", description = "Classifies handwritten digits.")
final class DigitsCommand {
  @Spec private CommandSpec spec;

  @Command(description = "Trains a classifier and saves its weights.")
  void train(
      @Option(
              names = "--mode",
              defaultValue = "COMPILED",
              description = "How to run the model: ${COMPLETION-CANDIDATES}.")
          Mode mode,
      @Option(
              names = "--epochs",
              defaultValue = "30",
              description = "How often to see each image; ${DEFAULT-VALUE} unless given.")
          int epochs,
      @Option(
              names = "--weights",
              defaultValue = "digits.weights",
              description = "Where to save the weights; ${DEFAULT-VALUE} unless given.")
          Path weights)
      throws IOException {
    if (epochs < 1) {
      throw new ParameterException(
          spec.subcommands().get("train"), "--epochs must be at least 1, but is " + epochs);
    }
    PrintWriter out = spec.commandLine().getOut();
    DigitImages images = DigitImages.all();
    DigitImages test = images.test();
    Classifier classifier = Classifier.create(mode);
    Training training = new Training(classifier, images.training());
    int steps = epochs * training.stepsPerEpoch();
    try (ProgressBar bar = progress(steps)) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        double loss = training.epoch(bar::step);
        double accuracy = 100 * Training.accuracy(classifier, test);
        bar.setExtraMessage(String.format(Locale.ROOT, "accuracy %.2f %%", accuracy));
        out.printf(
            Locale.ROOT, "epoch %2d  loss %s  test accuracy %.2f %%%n", epoch, loss, accuracy);
      }
    }
    DigitsParameters.save(classifier.model(), weights);
    out.println("weights saved to " + weights);
    out.flush();
  }

  /** The bar goes to standard error, so that the losses can be redirected. */
  private static ProgressBar progress(int steps) {
    return new ProgressBarBuilder().setTaskName("training").setInitialMax(steps).build();
  }

  @Command(description = "Classifies images of the test set with saved weights.")
  void predict(
      @Option(
              names = "--weights",
              defaultValue = "digits.weights",
              description = "Where the weights are; ${DEFAULT-VALUE} unless given.")
          Path weights,
      @Option(names = "--index", description = "The test image to show and classify; all without.")
          Integer index)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DigitImages test = DigitImages.all().test();
    CompiledDigits model = new CompiledDigits(new Random(1));
    DigitsParameters.load(model, weights);
    Classifier classifier = new Classifier.Compiled(model);
    if (index == null) {
      double accuracy = 100 * Training.accuracy(classifier, test);
      out.printf(Locale.ROOT, "%d images, %.2f %% right%n", test.size(), accuracy);
    } else if (index < 0 || index >= test.size()) {
      throw new ParameterException(
          spec.subcommands().get("predict"),
          "--index must be from 0 to " + (test.size() - 1) + ", but is " + index);
    } else {
      int guess = classifier.logits(test.at(index).x()).argmax(1).toIntArray()[0];
      out.print(test.picture(index));
      out.println("this is a " + guess + "; the label says " + test.digits()[index]);
    }
    out.flush();
  }
}
