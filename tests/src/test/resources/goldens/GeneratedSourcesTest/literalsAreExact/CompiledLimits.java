package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;

/**
 * {@link Limits} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Limits"
)
public final class CompiledLimits extends Limits implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Limits");

  public CompiledLimits() {
    super();
  }

  @Override
  double ofDouble(int i) {
    try {
      // Limits.java:10
      if (i < 0) {
        throw new ArrayIndexOutOfBoundsException("Index " + i + " out of bounds for length 4");
      }
      if (i >= 4) {
        throw new ArrayIndexOutOfBoundsException("Index " + i + " out of bounds for length 4");
      }
      return i == 0 ? -0.0 : i == 1 ? 0.1 : i == 2 ? Double.NaN : Double.NEGATIVE_INFINITY;
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(e);
    }
  }

  @Override
  long ofLong(int i) {
    try {
      // Limits.java:16
      if (i < 0) {
        throw new ArrayIndexOutOfBoundsException("Index " + i + " out of bounds for length 3");
      }
      if (i >= 3) {
        throw new ArrayIndexOutOfBoundsException("Index " + i + " out of bounds for length 3");
      }
      return i == 0 ? -9223372036854775808L : i == 1 ? -2147483648L : 1099511627776L;
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(e);
    }
  }

  @Override
  float half(float x) {
    // Limits.java:21
    return x * 0.5f;
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Limits",
            "demo.CompiledLimits",
            "Limits.java,28:9,29:10,44:15,45:16,60:21,");
  }
}
