package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;

/**
 * {@link Ratio} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Ratio"
)
public final class CompiledRatio extends Ratio implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Ratio");

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
      throw SourceLines.MODEL.failure(e);
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
            "Ratio.java,28:18,33:19,36:9,37:10,38:11,41:19,44:9,45:10,46:11,",
            "49:19,53:20,");
  }
}
