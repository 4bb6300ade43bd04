package dev.kiln.examples.run;

import dev.kiln.tensor.Tensor;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One run of an example: its settings, and what it has printed so far. */
public final class Run {
  private final Mode mode;
  private final int epochs;
  private final long seed;
  private final PrintWriter out;
  private final List<Double> figures = new ArrayList<>();
  private Map<String, Tensor> parameters = Map.of();

  /**
   * A run that has not begun.
   *
   * @param epochs how often all examples are seen, or how many steps are made where all are seen in
   *     each step
   * @param seed what all random numbers are made from
   */
  public Run(Mode mode, int epochs, long seed, PrintWriter out) {
    this.mode = mode;
    this.epochs = epochs;
    this.seed = seed;
    this.out = out;
  }

  /** Whether the plain class runs, with a tape, or the generated one. */
  public Mode mode() {
    return mode;
  }

  /** How often all examples are seen. */
  public int epochs() {
    return epochs;
  }

  /** What all random numbers are made from. */
  public long seed() {
    return seed;
  }

  /** Prints the loss of the next epoch with all its digits, and keeps it. */
  public void loss(double loss) {
    figures.add(loss);
    print("epoch %3d  loss %s", figures.size(), loss);
  }

  /** Prints another number with all its digits, and keeps it. */
  public void figure(String name, double value) {
    figures.add(value);
    print("%s %s", name, value);
  }

  /** Prints a line, formatted as by {@link String#format}. */
  public void print(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
  }

  /** Keeps the parameters that training has found, by their names. */
  public void found(Map<String, Tensor> trained) {
    parameters = trained;
  }

  /** The parameters that training has found; none where the example has none. */
  Map<String, Tensor> parameters() {
    return parameters;
  }

  /** The losses and other numbers so far. */
  public List<Double> figures() {
    return List.copyOf(figures);
  }
}
