package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.io.ParameterList;
import dev.kiln.kernel.array.RecordArrays;
import dev.kiln.kernel.array.RecordLayout;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.FailedExample;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@link Spring} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Spring"
)
public final class CompiledSpring extends Spring implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Spring");

  public CompiledSpring() {
    super();
  }

  @Override
  double energy(Spring.State s, double mass) {
    double x = s.x();
    double v = s.v();
    double stiffness = this.stiffness;
    // Spring.java:14
    return 0.5 * mass * v * v + 0.5 * stiffness * x * x;
  }

  /**
   * The value of {@code energy} and its derivatives, by reverse mode.
   */
  EnergyGradient energyGradient(Spring.State s, double mass) {
    return energyGradient(this, s, mass);
  }

  /**
   * The same for any {@code Spring}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  static EnergyGradient energyGradient(Spring model, Spring.State s, double mass) {
    double x = s.x();
    double v = s.v();
    double stiffness = model.stiffness;
    // Spring.java:14
    double value = 0.5 * mass;
    double value2 = value * v;
    double value3 = 0.5 * stiffness;
    double value4 = value3 * x;
    return new EnergyGradient(
        value2 * v + value4 * x, value4 + x * value3, value2 + v * value, v * v * 0.5, x * x * 0.5);
  }

  private static double energyExample(double x, double v, double mass, double stiffness) {
    // Spring.java:14
    return 0.5 * mass * v * v + 0.5 * stiffness * x * x;
  }

  /**
   * {@code energy} for each example of a batch.
   */
  double[] energyBatch(Spring.State[] s, double[] mass) {
    return energyBatch(this, s, mass);
  }

  /**
   * The same for any {@code Spring}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  static double[] energyBatch(Spring model, Spring.State[] s, double[] mass) {
    int exampleAtHand = -1;
    try {
      RecordArrays arrays = new RecordArrays(false);
      boolean[] nonNull = (boolean[]) arrays.columns(StateLayout.ONLY, 1, s)[0];
      double[] x = (double[]) arrays.columns(StateLayout.ONLY, 1, s)[1];
      double[] v = (double[]) arrays.columns(StateLayout.ONLY, 1, s)[2];
      double stiffness = model.stiffness;
      // Spring.java:14
      int examples = nonNull.length;
      int number = mass.length;
      if (examples != number) {
        throw new IllegalArgumentException(
            "energyBatch: s has " + examples + " examples, but mass has " + number);
      }
      double[] resultBatch = new double[examples];
      for (int example = 0; example < examples; example++) {
        exampleAtHand = example;
        RecordArrays.requireNonNull(nonNull[example]);
        double value = energyExample(x[example], v[example], mass[example], stiffness);
        resultBatch[example] = value;
      }
      exampleAtHand = -1;
      return resultBatch;
    } catch (RuntimeException | Error e) {
      FailedExample.addTo(e, "energyBatch", exampleAtHand);
      throw SourceLines.MODEL.failure(e);
    }
  }

  private static EnergyGradientExampleResult energyGradientExample(double x, double v, double mass,
      double stiffness) {
    // Spring.java:14
    double value = 0.5 * mass;
    double value2 = value * v;
    double value3 = 0.5 * stiffness;
    double value4 = value3 * x;
    return new EnergyGradientExampleResult(
        value2 * v + value4 * x, value4 + x * value3, value2 + v * value, v * v * 0.5, x * x * 0.5);
  }

  /**
   * The value of {@code energy} and its derivatives, by reverse mode. For each example of a batch.
   */
  EnergyBatchGradient energyBatchGradient(Spring.State[] s, double[] mass) {
    return energyBatchGradient(this, s, mass);
  }

  /**
   * The same for any {@code Spring}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  static EnergyBatchGradient energyBatchGradient(Spring model, Spring.State[] s, double[] mass) {
    int exampleAtHand = -1;
    try {
      RecordArrays arrays = new RecordArrays(false);
      boolean[] nonNull = (boolean[]) arrays.columns(StateLayout.ONLY, 1, s)[0];
      double[] x = (double[]) arrays.columns(StateLayout.ONLY, 1, s)[1];
      double[] v = (double[]) arrays.columns(StateLayout.ONLY, 1, s)[2];
      double stiffness = model.stiffness;
      // Spring.java:14
      int examples = nonNull.length;
      int number = mass.length;
      if (examples != number) {
        throw new IllegalArgumentException(
            "energyBatchGradient: s has " + examples + " examples, but mass has " + number);
      }
      double[] valueBatch = new double[examples];
      double[] xBatch = new double[examples];
      double[] vBatch = new double[examples];
      double[] massBatch = new double[examples];
      double[] stiffnessBatch = new double[examples];
      for (int example = 0; example < examples; example++) {
        exampleAtHand = example;
        RecordArrays.requireNonNull(nonNull[example]);
        EnergyGradientExampleResult energyGradientExampleResult =
            energyGradientExample(x[example], v[example], mass[example], stiffness);
        double value = energyGradientExampleResult.result0();
        double value2 = energyGradientExampleResult.result1();
        double value3 = energyGradientExampleResult.result2();
        double value4 = energyGradientExampleResult.result3();
        double value5 = energyGradientExampleResult.result4();
        valueBatch[example] = value;
        xBatch[example] = value2;
        vBatch[example] = value3;
        massBatch[example] = value4;
        stiffnessBatch[example] = value5;
      }
      exampleAtHand = -1;
      return new EnergyBatchGradient(valueBatch, xBatch, vBatch, massBatch, stiffnessBatch);
    } catch (RuntimeException | Error e) {
      FailedExample.addTo(e, "energyBatchGradient", exampleAtHand);
      throw SourceLines.MODEL.failure(e);
    }
  }

  @Override
  Spring.State pushed(Spring.State s, double force) {
    double x = s.x();
    double v = s.v();
    // Spring.java:20
    return new Spring.State(x, v + force);
  }

  private static PushedExampleResult pushedExample(double x, double v, double force) {
    // Spring.java:20
    return new PushedExampleResult(x, v + force);
  }

  /**
   * {@code pushed} for each example of a batch.
   */
  Spring.State[] pushedBatch(Spring.State[] s, double force) {
    return pushedBatch(this, s, force);
  }

  /**
   * The same for any {@code Spring}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  static Spring.State[] pushedBatch(Spring model, Spring.State[] s, double force) {
    int exampleAtHand = -1;
    try {
      RecordArrays arrays = new RecordArrays(false);
      boolean[] nonNull = (boolean[]) arrays.columns(StateLayout.ONLY, 1, s)[0];
      double[] x = (double[]) arrays.columns(StateLayout.ONLY, 1, s)[1];
      double[] v = (double[]) arrays.columns(StateLayout.ONLY, 1, s)[2];
      // Spring.java:20
      int examples = nonNull.length;
      boolean[] nonNullBatch = new boolean[examples];
      double[] xBatch = new double[examples];
      double[] vBatch = new double[examples];
      for (int example = 0; example < examples; example++) {
        exampleAtHand = example;
        RecordArrays.requireNonNull(nonNull[example]);
        PushedExampleResult pushedExampleResult = pushedExample(x[example], v[example], force);
        double value = pushedExampleResult.result0();
        double value2 = pushedExampleResult.result1();
        xBatch[example] = value;
        vBatch[example] = value2;
        nonNullBatch[example] = true;
      }
      exampleAtHand = -1;
      return (Spring.State[]) arrays.array(
          StateLayout.ONLY, 1, new Object[] {nonNullBatch, xBatch, vBatch});
    } catch (RuntimeException | Error e) {
      FailedExample.addTo(e, "pushedBatch", exampleAtHand);
      throw SourceLines.MODEL.failure(e);
    }
  }

  /**
   * The value and the derivatives of {@code energy}.
   *
   * @param value the value of the method
   * @param sX the derivative with respect to {@code s.x}
   * @param sV the derivative with respect to {@code s.v}
   * @param mass the derivative with respect to {@code mass}
   * @param stiffness the derivative with respect to {@code stiffness}
   */
  record EnergyGradient(double value, double sX, double sV, double mass, double stiffness) {
    /**
     * The derivatives with respect to parameters, by their names.
     */
    public Map<String, Tensor> gradients() {
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      gradients.put("stiffness", ParameterList.tensor(this.stiffness));
      return gradients;
    }
  }

  /**
   * Arrays of {@code demo.Spring.State}, by component.
   */
  private static final class StateLayout extends RecordLayout<Spring.State> {
    static final StateLayout ONLY = new StateLayout();

    private StateLayout() {
      super(Spring.State[].class, "Z", "D", "D");
    }

    @Override
    protected void read(Spring.State[] from, Object[] columns, RecordArrays arrays) {
      boolean[] column0 = (boolean[]) columns[0];
      double[] column1 = (double[]) columns[1];
      double[] column2 = (double[]) columns[2];
      for (int index = 0; index < from.length; index++) {
        Spring.State element1 = from[index];
        if (element1 != null) {
          column0[index] = true;
          column1[index] = element1.x();
          column2[index] = element1.v();
        }
      }
    }

    @Override
    protected Spring.State write(Object[] columns, int index, RecordArrays arrays) {
      return ((boolean[]) columns[0])[index]
          ? new Spring.State(((double[]) columns[1])[index], ((double[]) columns[2])[index])
          : null;
    }
  }

  /**
   * The value and the derivatives of {@code energy}.
   *
   * @param value the value of the method
   * @param sX the derivative with respect to {@code s.x}
   * @param sV the derivative with respect to {@code s.v}
   * @param mass the derivative with respect to {@code mass}
   * @param stiffness the derivative with respect to {@code stiffness}
   */
  record EnergyBatchGradient(double[] value, double[] sX, double[] sV, double[] mass,
      double[] stiffness) {
  }

  private record EnergyGradientExampleResult(double result0, double result1, double result2,
      double result3, double result4) {
  }

  private record PushedExampleResult(double result0, double result1) {
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Spring",
            "demo.CompiledSpring",
            "Spring.java,38:14,,45:0,Spring.java,57:14,,74:0,Spring.java,84:14,",
            ",126:0,Spring.java,136:14,182:20,,194:0,Spring.java,204:20,");
  }
}
