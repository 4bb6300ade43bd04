package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.array;
import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import dev.kiln.testkit.run.ArrayArgument;
import dev.kiln.testkit.run.RecordArgument;
import java.util.List;

/** Derivatives with respect to the components of arrays of records, and through local ones. */
public final class RecordArrayGradientTest extends GradientTable {
  private static final RecordArgument RIGHT = instance("Point", 3.0, 0.5);
  private static final RecordArgument UP = instance("Point", -1.0, 4.0);
  private static final RecordArgument LEFT = instance("Point", -2.0, -0.75);
  private static final ArrayArgument THREE = array("Point", RIGHT, UP, LEFT);

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "PairwiseEnergy",
                """
                record Point(double x, double y) {}

                static double distance(Point p, Point q) {
                  double dx = p.x() - q.x();
                  double dy = p.y() - q.y();
                  return Math.sqrt(dx * dx + dy * dy);
                }

                @Compute @Differentiable double f(Point[] points, double charge) {
                  double sum = 0;
                  for (int i = 0; i < points.length; i++) {
                    for (int j = 0; j < i; j++) {
                      sum += charge * charge / distance(points[i], points[j]);
                    }
                  }
                  return sum;
                }
                """)
            .on(THREE, 1.5)
            .on(array("Point"), 1.5),
        model(
                "GradientOfSteps",
                """
                record Particle(double x, double v, double mass, int kind) {}

                @Compute @Differentiable double f(Particle[] particles, double stiffness, int steps) {
                  Particle[] now = particles;
                  Particle[] next = new Particle[particles.length];
                  for (int step = 0; step < steps; step++) {
                    for (int i = 0; i < now.length; i++) {
                      Particle p = now[i];
                      double force = -stiffness * Math.sin(p.x()) * (p.kind() + 1);
                      if (i > 0) { force += now[i - 1].x() - p.x(); }
                      double v = p.v() + 0.1 * force / p.mass();
                      next[i] = new Particle(p.x() + 0.1 * v, v, p.mass(), p.kind());
                    }
                    Particle[] t = step == 0 ? new Particle[particles.length] : now;
                    now = next;
                    next = t;
                  }
                  double energy = 0;
                  for (Particle p : now) { energy += 0.5 * p.mass() * p.v() * p.v(); }
                  return energy;
                }
                """)
            .on(
                array(
                    "Particle",
                    instance("Particle", 0.5, 1.0, 2.0, 0),
                    instance("Particle", 1.5, -1.0, 0.5, 1)),
                1.25,
                3)
            .on(array("Particle", instance("Particle", 0.5, 1.0, 2.0, 0)), 1.25, 0),
        model(
                "GradientThroughLocalRecords",
                """
                record Complex(double re, double im) {}

                static Complex times(Complex a, Complex b) {
                  return new Complex(
                      a.re() * b.re() - a.im() * b.im(), a.re() * b.im() + a.im() * b.re());
                }

                @Compute @Differentiable double f(double[] re, double[] im) {
                  Complex[] powers = new Complex[re.length];
                  Complex[] alias = powers;
                  Complex last = new Complex(1, 0);
                  for (int i = 0; i < re.length; i++) {
                    last = times(last, new Complex(re[i], im[i]));
                    alias[i] = last;
                  }
                  double sum = 0;
                  for (Complex power : powers) {
                    if (power.re() > 0) { last = power; }
                    sum += power.re() * power.im() + last.re();
                  }
                  return sum;
                }
                """)
            .on(new double[] {0.5, -1, 2}, new double[] {1, 0.25, 3}),
        model(
                "GradientWithInnerArrays",
                """
                record Body(double[] position, double mass) {}

                record Point(double x, double y) {}

                record Cloud(Point[] points, double weight) {}

                @Compute @Differentiable double f(Body[] bodies, Cloud cloud) {
                  double sum = 0;
                  for (Body body : bodies) {
                    for (double x : body.position()) { sum += body.mass() * x * x; }
                  }
                  for (Point p : cloud.points()) { sum += cloud.weight() * p.x() / p.y(); }
                  return sum * bodies[0].position()[0];
                }
                """)
            .on(
                array(
                    "Body",
                    instance("Body", new double[] {1, 2}, 2.0),
                    instance("Body", new double[] {3}, 0.5)),
                instance("Cloud", THREE, 0.25)),
        model(
                "GradientOfRowsOfRecords",
                """
                record Point(double x, double y) {}

                @Compute @Differentiable double f(Point[][] grid) {
                  Point[] row = grid[0];
                  double sum = 0;
                  for (int i = 0; i < grid.length; i++) {
                    for (int j = 0; j < grid[i].length; j++) {
                      sum += grid[i][j].x() * row[j].y();
                    }
                    if (i > 0) { row = grid[i]; }
                  }
                  return sum;
                }
                """)
            .on(array("Point[]", array("Point", RIGHT, UP), array("Point", LEFT, RIGHT))),
        model(
                "GradientWithRespectToOneComponent",
                """
                record Point(double x, double y) {}

                record Pair(Point left, Point right) {}

                @Compute @Differentiable(wrt = {"points.x", "pairs.left"})
                double f(Point[] points, Pair[] pairs) {
                  double sum = 0;
                  for (int i = 0; i < points.length; i++) {
                    Pair pair = pairs[i];
                    sum += points[i].x() * points[i].y() * pair.left().x() + pair.right().y();
                    sum *= pair.left().y();
                  }
                  return sum;
                }
                """)
            .on(
                array("Point", RIGHT, UP),
                array("Pair", instance("Pair", UP, RIGHT), instance("Pair", LEFT, UP))),
        model(
                "GradientWithMissingElements",
                """
                record Point(double x, double y) {}

                @Compute @Differentiable double f(Point[] points, int n) {
                  Point[] kept = new Point[points.length];
                  for (int i = 0; i < n; i++) { kept[i] = points[i]; }
                  double sum = 0;
                  for (int i = 0; i < n; i += 2) { sum += kept[i].x() * kept[i].x() * points[0].y(); }
                  return sum;
                }
                """)
            .on(array("Point", RIGHT, null, UP, null), 3),
        model(
                "ElementsGivenToARuleOfTheUsers",
                """
                record Point(double x, double y) {}

                @CustomGradient(vjp = "areaVjp")
                static double area(Point p, @NoGradient Point[] all) {
                  return p.x() * p.y() * all.length;
                }

                static Point areaVjp(Point p, Point[] all, double result, double dResult) {
                  return new Point(p.y() * dResult * all.length, p.x() * dResult * all.length);
                }

                @Compute @Differentiable double f(Point[] points) {
                  double sum = 0;
                  for (Point p : points) { sum += area(p, points) * p.x(); }
                  return sum;
                }
                """)
            .on(THREE),
        model(
                "CheckpointedRecords",
                """
                record Particle(double x, double v) {}

                @Compute @Differentiable double f(double[] x, double k, int n) {
                  Particle[] now = new Particle[x.length];
                  for (int i = 0; i < x.length; i++) { now[i] = new Particle(x[i], k); }
                  Particle[] next = new Particle[x.length];
                  for (@Checkpoint(iterations = 1) int t = 0; t < n; t++) {
                    for (int i = 0; i < now.length; i++) {
                      Particle p = now[i];
                      double force = now[(i + 1) % now.length].x() - k * Math.sin(p.x());
                      next[i] = new Particle(p.x() + 0.1 * p.v(), p.v() + 0.1 * force);
                    }
                    for (int i = 0; i < now.length; i++) { now[i] = next[i]; }
                  }
                  double sum = 0;
                  for (Particle p : now) { sum += p.x() * p.v(); }
                  return sum;
                }
                """)
            .on(new double[] {0.5, -1.25, 2}, 0.1, 0)
            .on(new double[] {0.5, -1.25, 2}, 0.1, 7),
        model(
                "GradientThroughRecursion",
                """
                record Point(double x, double y) {}

                double sum(Point[] points, int from) {
                  if (from == points.length) return 1;
                  return points[from].x() * points[from].y() + 0.5 * sum(points, from + 1)
                      * points[from].x();
                }

                @Compute @Differentiable double f(Point[] points) { return sum(points, 0); }
                """)
            .on(THREE));
  }
}
