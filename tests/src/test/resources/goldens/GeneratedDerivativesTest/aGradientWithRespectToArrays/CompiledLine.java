package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.kernel.array.JavaArrays;
import dev.kiln.kernel.tensor.Chain;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Workspace;

/**
 * {@link Line} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Line"
)
public final class CompiledLine extends Line implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Line");

  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  public CompiledLine() {
    super();
  }

  @Override
  double loss(double[] x, double[] y, double slope, double offset) {
    try {
      // Line.java:10-15
      double sum = 0.0;
      for (int i = 0; i < x.length; i++) {
        double error = slope * x[i] + offset - y[i];
        sum += error * error;
      }
      return sum / (double) x.length;
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(e);
    }
  }

  private static double lossDerivatives(double[] x, double[] y, double slope, double offset,
      double[] dX, double[] dY, double[] dSlope, double[] dOffset) {
    // Line.java:10-15
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      double error = slope * x[i] + offset - y[i];
      sum += error * error;
    }
    double value = (double) x.length;
    // Line.java:11-15
    int number = x.length;
    double value2 = sum / value;
    double dSum = Chain.quotient(1.0, value);
    double dSlope2 = 0.0;
    double dOffset2 = 0.0;
    // Line.java:11-13
    for (int i = 0; i < number; i++) {
      double value3 = x[i];
      double error = slope * value3 + offset - y[i];
      double dError = dSum * error + dSum * error;
      dY[i] += -dError;
      dX[i] += dError * slope;
      dSlope2 += dError * value3;
      dOffset2 += dError;
    }
    dSlope[0] = dSlope2;
    dOffset[0] = dOffset2;
    return value2;
  }

  /**
   * The value of {@code loss} and its derivatives, by reverse mode.
   */
  LossGradient lossGradient(double[] x, double[] y, double slope, double offset) {
    return lossGradient(this, x, y, slope, offset);
  }

  /**
   * The same for any {@code Line}, compiled or not: what is derived from the method that this class
   * has compiled, with the fields of the given object.
   */
  static LossGradient lossGradient(Line model, double[] x, double[] y, double slope,
      double offset) {
    Workspace workspace = CompiledLine.WORKSPACES.take();
    try {
      double[] dX = JavaArrays.zerosLike(x);
      double[] dY = JavaArrays.zerosLike(y);
      double[] dSlope = workspace.doubles(0, 1);
      double[] dOffset = workspace.doubles(1, 1);
      double value = lossDerivatives(x, y, slope, offset, dX, dY, dSlope, dOffset);
      return new LossGradient(value, dX, dY, dSlope[0], dOffset[0]);
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  /**
   * The value of {@code loss}; its derivatives, by reverse mode, are written into the arrays.
   */
  double lossGradientInto(double[] x, double[] y, double slope, double offset, double[] dX,
      double[] dY, double[] dSlope, double[] dOffset) {
    return lossGradientInto(this, x, y, slope, offset, dX, dY, dSlope, dOffset);
  }

  /**
   * The same for any {@code Line}, compiled or not: what is derived from the method that this class
   * has compiled, with the fields of the given object.
   */
  static double lossGradientInto(Line model, double[] x, double[] y, double slope, double offset,
      double[] dX, double[] dY, double[] dSlope, double[] dOffset) {
    try {
      // Line.java:10
      JavaArrays.requireDistinct(x, dX, "loss", "'x' and 'dX'");
      JavaArrays.requireDistinct(x, dY, "loss", "'x' and 'dY'");
      JavaArrays.requireDistinct(x, dSlope, "loss", "'x' and 'dSlope'");
      JavaArrays.requireDistinct(x, dOffset, "loss", "'x' and 'dOffset'");
      JavaArrays.requireDistinct(y, dX, "loss", "'y' and 'dX'");
      JavaArrays.requireDistinct(y, dY, "loss", "'y' and 'dY'");
      JavaArrays.requireDistinct(y, dSlope, "loss", "'y' and 'dSlope'");
      JavaArrays.requireDistinct(y, dOffset, "loss", "'y' and 'dOffset'");
      JavaArrays.requireDistinct(dX, dY, "loss", "'dX' and 'dY'");
      JavaArrays.requireDistinct(dX, dSlope, "loss", "'dX' and 'dSlope'");
      JavaArrays.requireDistinct(dX, dOffset, "loss", "'dX' and 'dOffset'");
      JavaArrays.requireDistinct(dY, dSlope, "loss", "'dY' and 'dSlope'");
      JavaArrays.requireDistinct(dY, dOffset, "loss", "'dY' and 'dOffset'");
      JavaArrays.requireDistinct(dSlope, dOffset, "loss", "'dSlope' and 'dOffset'");
      JavaArrays.requireSimilar(x, dX, "loss: 'x' and its derivative 'dX'");
      JavaArrays.requireSimilar(y, dY, "loss: 'y' and its derivative 'dY'");
      int number = dSlope.length;
      if (number != 1) {
        throw new IllegalArgumentException(
            "loss: 'dSlope' is for the derivative by a number and has length 1, not " + number);
      }
      int number2 = dOffset.length;
      if (number2 != 1) {
        throw new IllegalArgumentException(
            "loss: 'dOffset' is for the derivative by a number and has length 1, not " + number2);
      }
      JavaArrays.clear(dX);
      JavaArrays.clear(dY);
      return lossDerivatives(x, y, slope, offset, dX, dY, dSlope, dOffset);
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(e);
    }
  }

  /**
   * The value and the derivatives of {@code loss}.
   *
   * @param value the value of the method
   * @param x the derivative with respect to {@code x}
   * @param y the derivative with respect to {@code y}
   * @param slope the derivative with respect to {@code slope}
   * @param offset the derivative with respect to {@code offset}
   */
  record LossGradient(double value, double[] x, double[] y, double slope, double offset) {
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Line",
            "demo.CompiledLine",
            "Line.java,33:10,35:11,36:12,37:13,39:15,48:10,49:11,50:12,51:13,",
            "53:15,55:11,56:15,61:11,62:13,65:12,,79:0,Line.java,118:10,");
  }
}
