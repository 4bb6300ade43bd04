package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;

/**
 * {@link Triangle} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Triangle"
)
public final class CompiledTriangle extends Triangle implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Triangle");

  public CompiledTriangle() {
    super();
  }

  @Override
  double interpolate(double[] firstCorner, double[] secondCorner, double[] thirdCorner) {
    try {
      // Triangle.java:9-18
      double weight =
          firstCorner[0] * (secondCorner[1] - thirdCorner[1])
              + secondCorner[0] * (thirdCorner[1] - firstCorner[1])
              + thirdCorner[0] * (firstCorner[1] - secondCorner[1]);
      if (firstCorner.length != secondCorner.length || secondCorner.length != 2 || weight == 0.0) {
        throw new IllegalArgumentException(
            "a \"triangle\" has three corners, each of them with as many coordinates as the "
                + "others: "
                + firstCorner.length
                + ", "
                + secondCorner.length
                + " and "
                + thirdCorner.length);
      }
      return Math.fma(
          Math.hypot(firstCorner[0], firstCorner[1]),
          weight,
          Math.hypot(secondCorner[0], thirdCorner[1]));
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(e);
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Triangle",
            "demo.CompiledTriangle",
            "Triangle.java,28:9,33:12,34:13,43:18,");
  }
}
