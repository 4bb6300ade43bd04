package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Workspace;

/**
 * {@link Pendulum} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Pendulum"
)
public final class CompiledPendulum extends Pendulum implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Pendulum");

  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  public CompiledPendulum() {
    super();
  }

  @Override
  double angle(double angle, double speed, double step, int steps) {
    // Pendulum.java:10-12
    for (int i = 0; i < steps; i++) {
      speed -= step * Math.sin(angle);
      angle += step * speed;
    }
    return angle;
  }

  /**
   * The value of {@code angle} and its derivatives, by reverse mode.
   */
  AngleGradient angleGradient(double angle, double speed, double step, int steps) {
    return angleGradient(this, angle, speed, step, steps);
  }

  /**
   * The same for any {@code Pendulum}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  static AngleGradient angleGradient(Pendulum model, double angle, double speed, double step,
      int steps) {
    Workspace workspace = CompiledPendulum.WORKSPACES.take();
    try {
      // Pendulum.java:10-12
      double[] savedAngle =
          workspace.doubles(
              0,
              Math.max(steps, 0),
              "angleGradient saves angle (Pendulum.java:10) in each iteration of the loop at "
                  + "Pendulum.java:10");
      double[] saved =
          workspace.doubles(
              1,
              Math.max(steps, 0),
              "angleGradient saves Math.sin (Pendulum.java:11) in each iteration of the loop at "
                  + "Pendulum.java:10");
      double[] savedSpeed =
          workspace.doubles(
              2,
              Math.max(steps, 0),
              "angleGradient saves speed (Pendulum.java:11) in each iteration of the loop at "
                  + "Pendulum.java:10");
      int i = 0;
      for (; i < steps; i++) {
        double value = Math.sin(angle);
        speed -= step * value;
        savedAngle[i] = angle;
        saved[i] = value;
        savedSpeed[i] = speed;
        angle += step * speed;
      }
      double dAngle = 1.0;
      double dSpeed = 0.0;
      double dStep = 0.0;
      for (int i2 = i - 1; i2 >= 0; i2--) {
        dSpeed += dAngle * step;
        double value = -dSpeed;
        dStep = dStep + dAngle * savedSpeed[i2] + value * saved[i2];
        dAngle += value * step * Math.cos(savedAngle[i2]);
      }
      return new AngleGradient(angle, dAngle, dSpeed, dStep);
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  /**
   * The value and the derivatives of {@code angle}.
   *
   * @param value the value of the method
   * @param angle the derivative with respect to {@code angle}
   * @param speed the derivative with respect to {@code speed}
   * @param step the derivative with respect to {@code step}
   */
  record AngleGradient(double value, double angle, double speed, double step) {
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Pendulum",
            "demo.CompiledPendulum",
            "Pendulum.java,31:10,32:11,33:12,,42:0,Pendulum.java,53:10,74:11,",
            "76:10,79:12,84:10,85:12,86:11,");
  }
}
