package dev.kiln.examples.table;

import dev.kiln.annotation.DType;
import dev.kiln.examples.run.Example;
import dev.kiln.examples.run.Mode;
import dev.kiln.examples.run.Quality;
import dev.kiln.examples.run.Run;
import dev.kiln.tensor.Tensor;
import dev.kiln.train.Lbfgs;
import dev.kiln.train.Trainable.Slope;
import picocli.CommandLine.Command;

/**
 * Predicts the progression of diabetes by a Gaussian process, whose marginal likelihood L-BFGS
 * maximises, beside least squares, in five folds. Least squares on all patients must explain the
 * published part of the variance, 0.518 (Efron and others, Least Angle Regression, 2004).
 */
@Command(name = "diabetes", description = "Predicts a disease by a Gaussian process.")
public final class DiabetesExample extends Example {
  private static final int FOLDS = 5;
  private static final double PUBLISHED = 0.518;

  @Override
  public int usualEpochs() {
    return 25;
  }

  /** Each epoch is a step of L-BFGS at most; a loss is printed for each of its trials. */
  @Override
  public Quality run(Run run) {
    Table all = Table.read("diabetes.csv");
    double inSample = explained(all.targets(), leastSquares(all, all));
    run.figure("R2 of least squares on all patients", inSample);
    double[] process = new double[FOLDS];
    double[] linear = new double[FOLDS];
    for (int fold = 0; fold < FOLDS; fold++) {
      Table training = all.fold(FOLDS, fold, false);
      Table test = all.fold(FOLDS, fold, true);
      process[fold] = explained(test.targets(), predicted(run, training, test));
      linear[fold] = explained(test.targets(), leastSquares(training, test));
    }
    double mean = Tensor.of(process).mean().toDouble();
    double ofLinear = Tensor.of(linear).mean().toDouble();
    run.figure("R2 of the Gaussian process on patients left out", mean);
    run.figure("R2 of least squares on patients left out", ofLinear);
    return Quality.atLeast("R2 of the Gaussian process", mean, 0.5)
        .and(
            Quality.atMost(
                "difference from the published R2", Math.abs(inSample - PUBLISHED), 0.0005));
  }

  private static Tensor predicted(Run run, Table training, Table test) {
    GaussianProcess model =
        run.mode() == Mode.EAGER
            ? new GaussianProcess(training.features())
            : new CompiledGaussianProcess(training.features());
    Tensor x = training.standardized(training);
    Tensor mean = training.targets().mean();
    Tensor deviation = training.targets().standardDeviation();
    Tensor y = training.targets().subtract(mean).divide(deviation);
    Lbfgs.Result result =
        new Lbfgs(10, run.epochs(), 1e-5)
            .minimize(
                GaussianProcessParameters.get(model),
                parameters -> {
                  GaussianProcessParameters.set(model, parameters);
                  Slope slope = slope(model, x, y);
                  run.loss(slope.loss());
                  return new Lbfgs.Slope(slope.loss(), slope.gradients());
                });
    GaussianProcessParameters.set(model, result.parameters());
    run.found(result.parameters());
    return model.predict(x, y, test.standardized(training)).multiply(deviation).add(mean);
  }

  private static Slope slope(GaussianProcess model, Tensor x, Tensor y) {
    if (model instanceof CompiledGaussianProcess compiled) {
      CompiledGaussianProcess.LossGradient gradient = compiled.lossGradient(x, y);
      return new Slope(gradient.value(), gradient.gradients());
    }
    return Slope.taped(GaussianProcessParameters.get(model), () -> model.loss(x, y));
  }

  /** What a linear function fitted to one table predicts of another. */
  private static Tensor leastSquares(Table fitted, Table other) {
    Tensor weights = withOnes(fitted, fitted).lstsq(fitted.targets().unsqueeze(1));
    return withOnes(other, fitted).matmul(weights).squeeze(1);
  }

  private static Tensor withOnes(Table table, Table fitted) {
    Tensor ones = Tensor.ones(DType.FLOAT64, table.size(), 1);
    return Tensor.concatenate(1, table.standardized(fitted), ones);
  }

  /** The part of the variance of targets that predictions explain, R2. */
  private static double explained(Tensor targets, Tensor predictions) {
    Tensor residual = targets.subtract(predictions).sumOfSquares();
    return 1 - residual.divide(targets.subtract(targets.mean()).sumOfSquares()).toDouble();
  }
}
