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
        // Ratio.java:9-11
        int number = parts.length;
        int sum = 0;
        int index_1 = 0;
        while (index_1 < number) {
          int part = parts[index_1];
          assert part >= 0;
          sum += part;
          index_1 += 1;
        }
        // Ratio.java:19
        if (!(sum > 0)) {
          // Ratio.java:9-11
          int number2 = parts.length;
          int sum2 = 0;
          int index_12 = 0;
          while (index_12 < number2) {
            int part2 = parts[index_12];
            assert part2 >= 0;
            sum2 += part2;
            index_12 += 1;
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
            "Ratio.java,22:18,27:19,29:9,34:10,35:11,36:9,39:19,41:9,46:10,",
            "47:11,48:9,51:19,55:20,");
  }
}
