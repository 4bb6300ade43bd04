package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.Workspace;

/**
 * {@link Decay} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Decay"
)
@SerializedGraph(
    method = "loss(double,int)",
    fingerprint = 0x55599ddb669bde77L,
    text = "graph \"loss\" { input \"x\" argument input \"steps\" argument input \"rate\" "
        + "parameter outputs (\"result\") function \"loss\"(%0.x: f64, %1.steps: i32, %8.rate: "
        + "f64) -> (f64) { %2.i: i32 = apply constant() {value=bits i32 0} @ \"Decay.java\" 12 18 "
        + "%12.x: f64, %13.i: i32 = loop \"loop_1\"(%0, %2) condition(%3.x: f64, %4.i: i32) { %5: "
        + "bool = apply less(%4, %1) @ 12 21 condition %5(%3, %4) } body(%6.x: f64, %7.i: i32) { "
        + "%9.x: f64 = apply multiply(%6, %8) @ 13 11 %10: i32 = apply constant() {value=bits i32 "
        + "1} @ 12 32 %11.i: i32 = apply add(%7, %10) @ 12 32 yield(%9, %11) } @ 12 5 %14: f64 = "
        + "apply multiply(%12, %12) @ 15 12 return(%14) } }"
)
public final class CompiledDecay extends Decay implements CompiledModel {
  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  public CompiledDecay() {
    super();
  }

  @Override
  double loss(double x, int steps) {
    double rate = this.rate;
    int i = 0;
    // Decay.java:12
    while (i < steps) {
      x *= rate;
      i += 1;
    }
    return x * x;
  }

  /**
   * The value of {@code loss} and its derivatives, by reverse mode.
   */
  LossGradient lossGradient(double x, int steps) {
    try (Workspace workspace = CompiledDecay.WORKSPACES.take()) {
      double rate = this.rate;
      // Decay.java:12
      double[] savedX =
          workspace.doubles(0, Math.max(steps, 0),
          "lossGradient saves x (Decay.java:12) in each iteration of the loop at Decay.java:12");
      int i = 0;
      while (i < steps) {
        savedX[i] = x;
        x *= rate;
        i += 1;
      }
      double value = x * x;
      double dX = x + x;
      double dRate = 0.0;
      while (i > 0) {
        i -= 1;
        dRate += dX * savedX[i];
        dX *= rate;
      }
      return new LossGradient(value, dX, dRate);
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
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
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL = new ModelLines("demo.Decay", "demo.CompiledDecay",
        "Decay.java,38:12,41:13,42:12,44:15,52:12,60:13,61:12,63:15,66:12,",
        "68:13,");
  }
}
