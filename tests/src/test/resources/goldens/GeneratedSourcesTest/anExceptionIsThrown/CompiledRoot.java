package demo;

import dev.kiln.annotation.Generated;

/**
 * {@link Root} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Root"
)
public final class CompiledRoot extends Root {
  public CompiledRoot() {
    super();
  }

  @Override
  double root(double x) {
    // Root.java:9
    if (x < 0.0) {
      throw new IllegalArgumentException("negative: " + x);
    }
    return Math.sqrt(x);
  }
}
