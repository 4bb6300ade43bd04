package dev.kiln.agreement.array;

import static dev.kiln.agreement.Program.array;
import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.testkit.run.RecordArgument;
import java.util.List;

/** All derivatives of methods that take, write and return arrays of records. */
final class RecordArrayModesTest extends AgreementTable {
  private static final RecordArgument RIGHT = instance("Point", 3.0, 0.5);
  private static final RecordArgument UP = instance("Point", -1.0, 4.0);
  private static final RecordArgument LEFT = instance("Point", -2.0, -0.75);

  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new DerivedCheck(modes, call).run();
  }

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ModesOfRecordsThatAreWritten",
                """
                record Point(double x, double y) {}

                @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
                void f(double by, Point[] points) {
                  for (int i = 0; i < points.length; i++) {
                    Point p = points[i];
                    Point q = points[(i + 1) % points.length];
                    points[i] = new Point(p.x() * q.y() + by, Math.sin(p.y()) * by);
                  }
                }
                """)
            .on(0.75, array("Point", RIGHT, UP, LEFT)),
        model(
                "ModesOfRecordsThatAreReturned",
                """
                record Point(double x, double y) {}

                @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
                Point[] f(Point[] points, double[] by) {
                  Point[] made = new Point[points.length];
                  for (int i = 0; i < points.length; i++) {
                    made[i] = new Point(points[i].x() * by[i], points[0].y() / by[0]);
                  }
                  Point last = made[0];
                  made[0] = made[made.length - 1];
                  made[made.length - 1] = last;
                  return made;
                }
                """)
            .on(array("Point", RIGHT, UP, LEFT), new double[] {2, 0.5, -1.5}),
        model(
                "ModesOfARecordThatMayBeNull",
                """
                record Point(double x, double y) {}

                @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP})
                Point f(Point[] points, double scale) {
                  Point best = points[0];
                  for (Point p : points) {
                    if (p.x() * scale > best.x()) { best = new Point(p.x() * scale, p.y()); }
                  }
                  return best;
                }
                """)
            .on(array("Point", RIGHT, UP, LEFT), 1.5)
            .on(array("Point", UP), 0.5),
        model(
                "ModesOfRecordsThatHoldRecords",
                """
                record Point(double x, double y) {}

                record Cloud(Point[] points, double weight) {}

                @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP})
                Cloud f(Cloud cloud, double scale) {
                  Point[] moved = cloud.points().clone();
                  double sum = cloud.weight();
                  for (int i = 0; i < moved.length; i++) {
                    moved[i] = new Point(moved[i].x() * scale, moved[i].y());
                    sum += moved[i].x() * moved[i].y();
                  }
                  return new Cloud(moved, sum);
                }
                """)
            .on(instance("Cloud", array("Point", RIGHT, UP), 2.0), 0.5),
        model(
                "ModesOfConstantRecords",
                """
                record Point(double x, double y) {}

                static double dot(Point p, Point q) { return p.x() * q.x() + p.y() * q.y(); }

                @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JACOBIAN})
                double f(@NoGradient Point[] fixed, Point[] points) {
                  double sum = 0;
                  for (int i = 0; i < points.length; i++) {
                    sum += dot(fixed[i], points[i]) * fixed[i].x();
                    Point p = fixed[0];
                    sum += p.y() * points[i].x();
                  }
                  return sum;
                }
                """)
            .on(array("Point", RIGHT, UP), array("Point", UP, LEFT)),
        model(
                "ModesWithStoresIntoArguments",
                """
                record Point(double x, double y) {}

                @Compute
                @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.HESSIAN_VECTOR_PRODUCT})
                double f(Point[] points, double by) {
                  double sum = 0;
                  for (int i = 0; i < points.length; i++) {
                    sum += points[i].x() * points[i].x() * by;
                    points[i] = new Point(points[i].y() * by, sum);
                  }
                  return sum * points[0].x();
                }
                """)
            .on(array("Point", RIGHT, UP, LEFT), 0.5));
  }
}
