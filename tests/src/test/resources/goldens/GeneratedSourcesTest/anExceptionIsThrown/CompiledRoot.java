package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;

/**
 * {@link Root} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Root"
)
public final class CompiledRoot extends Root implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Root");

  public CompiledRoot() {
    super();
  }

  @Override
  double root(double x) {
    try {
      // Root.java:9-12
      if (x < 0.0) {
        throw new IllegalArgumentException("negative: " + x);
      }
      return Math.sqrt(x);
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
            "demo.Root",
            "demo.CompiledRoot",
            "Root.java,28:9,30:10,32:12,");
  }
}
