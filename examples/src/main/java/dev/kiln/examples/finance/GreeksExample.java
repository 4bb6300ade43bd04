package dev.kiln.examples.finance;

import dev.kiln.annotation.DType;
import dev.kiln.examples.run.Example;
import dev.kiln.examples.run.Mode;
import dev.kiln.examples.run.Quality;
import dev.kiln.examples.run.Run;
import dev.kiln.nn.Random;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Estimates sensitivities of options by simulation. The European call and the call on the geometric
 * average have closed forms to compare with. That on the arithmetic average has none; the geometric
 * one is its control variate (Kemna and Vorst, 1990).
 */
@Command(name = "greeks", description = "Sensitivities of options, by simulation.")
public final class GreeksExample extends Example {
  private static final double SPOT = 100;
  private static final double VOLATILITY = 0.2;
  private static final double RATE = 0.05;
  private static final double STRIKE = 100;
  private static final int PATHS = 10_000;
  private static final int DATES = 12;
  private static final List<String> NAMES = List.of("price", "delta", "vega", "rho");

  /** The payoffs of paths and their derivatives, in the order of the names. */
  private record Paths(double[] price, double[] delta, double[] vega, double[] rho) {
    List<double[]> all() {
      return List.of(price, delta, vega, rho);
    }
  }

  @Override
  public int usualEpochs() {
    return 100;
  }

  /** Each epoch simulates 10,000 more paths. */
  @Override
  public Quality run(Run run) {
    AverageOption model =
        run.mode() == Mode.EAGER ? new AverageOption() : new CompiledAverageOption();
    List<Sample> european = samples();
    List<Sample> geometric = samples();
    List<Sample> arithmetic = samples();
    for (int epoch = 0; epoch < run.epochs(); epoch++) {
      Tensor key = Random.foldIn(Random.key(run.seed()), epoch);
      add(european, geometric(model, dates(1), key), null);
      Paths control = geometric(model, dates(DATES), key);
      add(geometric, control, null);
      add(arithmetic, arithmetic(model, dates(DATES), key), control);
    }
    ClosedForm one = ClosedForm.of(SPOT, VOLATILITY, RATE, 1, 1, STRIKE);
    ClosedForm several = ClosedForm.of(SPOT, VOLATILITY, RATE, 1, DATES, STRIKE);
    double worst = Math.max(report(run, "European", european, one), 0);
    worst = Math.max(report(run, "geometric average", geometric, several), worst);
    for (int i = 0; i < NAMES.size(); i++) {
      double estimate = arithmetic.get(i).mean() + figures(several).get(i);
      run.figure("arithmetic average, " + NAMES.get(i), estimate);
      run.print("  standard error %.2g", arithmetic.get(i).standardError());
    }
    double error = european.get(0).standardError() / one.price();
    return Quality.atMost("largest deviation in standard errors", worst, 4)
        .and(Quality.atMost("standard error of the European price", error, 0.002));
  }

  /**
   * Prints estimates, and returns the largest deviation from the closed form in standard errors.
   */
  private static double report(Run run, String option, List<Sample> samples, ClosedForm exact) {
    double worst = 0;
    for (int i = 0; i < NAMES.size(); i++) {
      Sample sample = samples.get(i);
      double deviation = (sample.mean() - figures(exact).get(i)) / sample.standardError();
      run.figure(option + ", " + NAMES.get(i), sample.mean());
      run.print(
          "  standard error %.2g, closed form %.6f, deviation %.2f standard errors",
          sample.standardError(), figures(exact).get(i), deviation);
      worst = Math.max(worst, Math.abs(deviation));
    }
    return worst;
  }

  private static List<Double> figures(ClosedForm form) {
    return List.of(form.price(), form.delta(), form.vega(), form.rho());
  }

  private static List<Sample> samples() {
    return Stream.generate(Sample::new).limit(NAMES.size()).toList();
  }

  private static void add(List<Sample> samples, Paths paths, Paths control) {
    for (int i = 0; i < samples.size(); i++) {
      samples.get(i).add(paths.all().get(i), control == null ? null : control.all().get(i));
    }
  }

  private static Tensor dates(int count) {
    return Tensor.full(DType.FLOAT64, 1.0 / count, count);
  }

  private static Tensor paths(double value) {
    return Tensor.full(DType.FLOAT64, value, PATHS);
  }

  private static Paths geometric(AverageOption model, Tensor step, Tensor key) {
    Tensor spot = paths(SPOT);
    Tensor volatility = paths(VOLATILITY);
    Tensor rate = paths(RATE);
    Tensor payoffs = model.geometric(spot, volatility, rate, step, key, STRIKE);
    if (model instanceof CompiledAverageOption compiled) {
      CompiledAverageOption.GeometricSumGradient gradient =
          compiled.geometricSumGradient(spot, volatility, rate, step, key, STRIKE);
      return paths(payoffs, gradient.spot(), gradient.volatility(), gradient.rate());
    }
    try (Tape tape = Tape.open()) {
      Tensor sum = model.geometricSum(spot, volatility, rate, step, key, STRIKE);
      List<Tensor> slopes = tape.gradient(sum, spot, volatility, rate);
      return paths(payoffs, slopes.get(0), slopes.get(1), slopes.get(2));
    }
  }

  private static Paths arithmetic(AverageOption model, Tensor step, Tensor key) {
    Tensor spot = paths(SPOT);
    Tensor volatility = paths(VOLATILITY);
    Tensor rate = paths(RATE);
    Tensor payoffs = model.arithmetic(spot, volatility, rate, step, key, STRIKE);
    if (model instanceof CompiledAverageOption compiled) {
      CompiledAverageOption.ArithmeticSumGradient gradient =
          compiled.arithmeticSumGradient(spot, volatility, rate, step, key, STRIKE);
      return paths(payoffs, gradient.spot(), gradient.volatility(), gradient.rate());
    }
    try (Tape tape = Tape.open()) {
      Tensor sum = model.arithmeticSum(spot, volatility, rate, step, key, STRIKE);
      List<Tensor> slopes = tape.gradient(sum, spot, volatility, rate);
      return paths(payoffs, slopes.get(0), slopes.get(1), slopes.get(2));
    }
  }

  private static Paths paths(Tensor price, Tensor delta, Tensor vega, Tensor rho) {
    return new Paths(
        price.toDoubleArray(), delta.toDoubleArray(), vega.toDoubleArray(), rho.toDoubleArray());
  }
}
