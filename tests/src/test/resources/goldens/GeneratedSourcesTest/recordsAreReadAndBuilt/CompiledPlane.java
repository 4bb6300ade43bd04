package demo;

import dev.kiln.annotation.Generated;

/**
 * {@link Plane} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Plane"
)
public final class CompiledPlane extends Plane {
  public CompiledPlane() {
    super();
  }

  @Override
  Plane.Point turn(Plane.Point p) {
    double x = p.x();
    double y = p.y();
    return new Plane.Point(-y, x);
  }
}
