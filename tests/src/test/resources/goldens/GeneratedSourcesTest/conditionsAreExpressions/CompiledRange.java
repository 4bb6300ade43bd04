package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.RuntimeVersion;

/**
 * {@link Range} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Range"
)
public final class CompiledRange extends Range implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Range");

  public CompiledRange() {
    super();
  }

  @Override
  boolean contains(int low, int x, int high) {
    // Range.java:9
    return low <= x && x < high || x == 0;
  }

  @Override
  int clamp(int low, int x, int high) {
    // Range.java:14
    return x < low ? low : x > high ? high : x;
  }

  @Override
  int sign(double x) {
    // Range.java:20
    return x < 0.0 ? -1 : x > 0.0 ? 1 : 0;
  }
}
