package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.io.ParameterList;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Workspace;
import dev.kiln.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@link Decay} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Decay"
)
public final class CompiledDecay extends Decay implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Decay");

  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  public CompiledDecay() {
    super();
  }

  @Override
  double loss(double x, int steps) {
    double rate = this.rate;
    // Decay.java:12-15
    for (int i = 0; i < steps; i++) {
      x *= rate;
    }
    return x * x;
  }

  /**
   * The value of {@code loss} and its derivatives, by reverse mode.
   */
  LossGradient lossGradient(double x, int steps) {
    return lossGradient(this, x, steps);
  }

  /**
   * The same for any {@code Decay}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  static LossGradient lossGradient(Decay model, double x, int steps) {
    Workspace workspace = CompiledDecay.WORKSPACES.take();
    try {
      double rate = model.rate;
      // Decay.java:12-15
      double[] savedX =
          workspace.doubles(
              0,
              Math.max(steps, 0),
              "lossGradient saves x (Decay.java:12) in each iteration of the loop at "
                  + "Decay.java:12");
      int i = 0;
      for (; i < steps; i++) {
        savedX[i] = x;
        x *= rate;
      }
      double value = x * x;
      double dX = x + x;
      double dRate = 0.0;
      // Decay.java:12-13
      for (int i2 = i - 1; i2 >= 0; i2--) {
        dRate += dX * savedX[i2];
        dX *= rate;
      }
      return new LossGradient(value, dX, dRate);
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  /**
   * The value and the derivatives of {@code loss}.
   *
   * @param value the value of the method
   * @param x the derivative with respect to {@code x}
   * @param rate the derivative with respect to {@code rate}
   */
  record LossGradient(double value, double x, double rate) {
    /**
     * The derivatives with respect to parameters, by their names.
     */
    public Map<String, Tensor> gradients() {
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      gradients.put("rate", ParameterList.tensor(this.rate));
      return gradients;
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Decay",
            "demo.CompiledDecay",
            "Decay.java,36:12,37:13,39:15,,46:0,Decay.java,56:12,67:13,69:15,",
            "73:12,74:13,");
  }
}
