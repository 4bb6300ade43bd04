package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;

/**
 * {@link Ratio} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Ratio"
)
public final class CompiledRatio extends Ratio implements CompiledModel {
  public CompiledRatio() {
    super();
  }

  @Override
  double ratio(int[] parts, int i) {
    try {
      // Ratio.java:18
      assert i < parts.length && parts[i] != 0 : "part " + i + " of " + parts.length;
      boolean enabled = false;
      assert enabled = true;
      // Ratio.java:19
      if (enabled) {
        int sum = 0;
        // Ratio.java:9-11
        for (int part : parts) {
          assert part >= 0;
          sum += part;
        }
        // Ratio.java:19
        if (sum <= 0) {
          int sum2 = 0;
          // Ratio.java:9-11
          for (int part : parts) {
            assert part >= 0;
            sum2 += part;
          }
          // Ratio.java:19
          throw new AssertionError("" + sum2);
        }
      }
      // Ratio.java:20
      return (double) parts[0] / (double) parts[i];
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Ratio",
            "demo.CompiledRatio",
            "Ratio.java,22:18,27:19,30:9,31:10,32:11,35:19,38:9,39:10,40:11,",
            "43:19,47:20,");
  }
}
