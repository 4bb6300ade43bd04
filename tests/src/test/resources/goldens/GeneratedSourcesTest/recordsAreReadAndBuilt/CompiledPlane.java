package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.spi.CompiledModel;

/**
 * {@link Plane} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Plane"
)
@SerializedGraph(
    method = "turn(demo.Plane.Point)",
    fingerprint = 0x2b4e0ba5236298abL,
    text = "graph \"turn\" { input \"p\" argument outputs (\"result\") function \"turn\"(%0.p: "
        + "record<demo.Plane.Point>(x: f64, y: f64)) -> (record<demo.Plane.Point>(x: f64, y: f64)) "
        + "{ %1: f64 = apply record_get(%0) {component=text \"y\"} @ \"Plane.java\" 11 23 %2: f64 "
        + "= apply negate(%1) @ 11 22 %3: f64 = apply record_get(%0) {component=text \"x\"} @ 11 "
        + "30 %4: record<demo.Plane.Point>(x: f64, y: f64) = apply record_new(%2, %3) {type=type "
        + "record<demo.Plane.Point>(x: f64, y: f64)} @ 11 12 return(%4) } }"
)
public final class CompiledPlane extends Plane implements CompiledModel {
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
