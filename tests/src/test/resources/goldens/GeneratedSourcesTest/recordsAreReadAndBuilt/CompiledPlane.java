package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.RuntimeVersion;

/**
 * {@link Plane} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Plane"
)
public final class CompiledPlane extends Plane implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Plane");

  public CompiledPlane() {
    super();
  }

  @Override
  Plane.Point turn(Plane.Point p) {
    double x = p.x();
    double y = p.y();
    // Plane.java:11
    return new Plane.Point(-y, x);
  }
}
