package dev.kiln.agreement.array;

import static dev.kiln.agreement.Program.array;
import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import dev.kiln.testkit.run.ArrayArgument;
import dev.kiln.testkit.run.RecordArgument;
import java.util.List;

/** Arrays of records: references to elements that are null until they are stored. */
public final class RecordArrayTest extends AgreementTable {
  private static final RecordArgument ORIGIN = instance("Point", 0.0, 0.0);
  private static final RecordArgument RIGHT = instance("Point", 3.0, 0.5);
  private static final RecordArgument UP = instance("Point", -1.0, 4.0);
  private static final ArrayArgument SHARED = array("Point", RIGHT, UP, ORIGIN);

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ElementsAreRead",
                """
                record Point(double x, double y) {}

                @Compute double f(Point[] points, int i) {
                  double sum = points[i].x();
                  for (Point p : points) { sum = 2 * sum + p.x() * p.y(); }
                  return sum + points.length;
                }
                """)
            .on(SHARED, 1)
            .on(SHARED, 3)
            .on(array("Point", RIGHT, null), 0)
            .on(array("Point"), 0),
        model(
                "NewArraysHoldNothing",
                """
                record Point(double x, double y) {}

                @Compute double f(int n, int stored, int read) {
                  Point[] points = new Point[n];
                  points[stored] = new Point(n, stored);
                  return points[read].x() + points[read].y();
                }
                """)
            .on(3, 1, 1)
            .on(3, 1, 2)
            .on(3, 3, 1)
            .on(-1, 0, 0),
        model(
                "ANullElementMayBeCopied",
                """
                record Point(double x, double y) {}

                @Compute Point[] f(Point[] points, int from, int to) {
                  Point p = points[from];
                  Point[] copies = {p, points[to], new Point(1, 2)};
                  points[to] = p;
                  copies[2] = from == to ? copies[2] : copies[0];
                  return copies;
                }
                """)
            .on(array("Point", null, RIGHT), 0, 1)
            .on(array("Point", UP, null), 0, 1)
            .on(array("Point", UP, null), 1, 1),
        model(
                "TheGreatestElement",
                """
                record Point(double x, double y) {}

                @Compute Point f(Point[] points) {
                  Point best = points[0];
                  for (Point p : points) {
                    if (p.y() > best.y()) { best = p; }
                  }
                  return best;
                }
                """)
            .on(SHARED)
            .on(array("Point", (Object) null))
            .on(array("Point")),
        model(
                "ANullElementIsReturned",
                """
                record Point(double x, double y) {}

                @Compute Point f(Point[] points, int i) { return points[i]; }
                """)
            .on(array("Point", UP, null), 0)
            .on(array("Point", UP, null), 1)
            .on(array("Point", UP, null), 2),
        model(
                "AliasesOfRecordArrays",
                """
                record Point(double x, double y) {}

                @Compute double f(Point[] a, Point[] b) {
                  Point[] c = a;
                  c[0] = new Point(5, 6);
                  double x = a[0].x() + b[0].y();
                  b[1] = c[0];
                  return x + 100 * a[1].x() + (a == b ? 1000 : 0) + (a == c ? 2000 : 0);
                }
                """)
            .on(SHARED, SHARED)
            .on(SHARED, array("Point", UP, UP)),
        model(
                "StoresBeforeAnException",
                """
                record Point(double x, double y) {}

                @Compute void f(Point[] points, int n) {
                  for (int i = 0; i < n; i++) {
                    points[i] = new Point(points[i].y(), i);
                  }
                }
                """)
            .on(SHARED, 2)
            .on(SHARED, 5)
            .on(array("Point", UP, null, UP), 3),
        model(
                "BuffersOfRecordsSwapped",
                """
                record Point(double x, double y) {}

                @Compute Point[] f(Point[] start, int steps) {
                  Point[] current = start;
                  Point[] next = new Point[start.length];
                  for (int step = 0; step < steps; step++) {
                    for (int i = 0; i < current.length; i++) {
                      Point left = current[(i + current.length - 1) % current.length];
                      next[i] = new Point(0.5 * (left.x() + current[i].x()), left.y() + step);
                    }
                    Point[] t = current;
                    current = next;
                    next = t;
                  }
                  return current;
                }
                """)
            .on(SHARED, 0)
            .on(SHARED, 1)
            .on(SHARED, 2)
            .on(SHARED, 5),
        model(
                "RecordArraysThroughHelpers",
                """
                record Point(double x, double y) {}

                static Point[] doubled(Point[] points) {
                  Point[] made = points.clone();
                  for (int i = 0; i < made.length; i++) {
                    made[i] = new Point(2 * points[i].x(), points[i].y());
                  }
                  return made;
                }

                static Point middle(Point p, Point q) {
                  return new Point((p.x() + q.x()) / 2, (p.y() + q.y()) / 2);
                }

                double sum(Point[] points, int from) {
                  return from == points.length ? 0 : points[from].x() + sum(points, from + 1);
                }

                @Compute double f(Point[] points) {
                  Point[] more = doubled(points);
                  more[0] = middle(more[1], points[1]);
                  return sum(more, 0) + 10 * sum(points, 0);
                }
                """)
            .on(SHARED)
            .on(array("Point", UP, null)),
        model(
                "RowsOfRecords",
                """
                record Point(double x, double y) {}

                @Compute double f(Point[][] grid, Point[] row) {
                  Point[][] other = new Point[2][3];
                  other[0] = grid[1];
                  other[0][0] = new Point(7, 8);
                  grid[0] = row;
                  grid[0][1] = other[0][0];
                  row[0] = new Point(grid[1][0].x(), 1);
                  double same = grid[0] == row ? 1 : 0;
                  return grid[0][0].x() + row[1].y() + grid.length + grid[1].length + same;
                }
                """)
            .on(array("Point[]", array("Point", UP, UP), array("Point", RIGHT)), SHARED)
            .on(array("Point[]", SHARED, SHARED), SHARED)
            .on(array("Point[]", SHARED, null), SHARED),
        model(
                "RowsWithoutElements",
                """
                record Point(double x, double y) {}

                @Compute Point[][] f(int n, int i, int j) {
                  Point[][] grid = new Point[n][];
                  grid[i] = new Point[] {new Point(1, 2), new Point(i, j)};
                  double x = grid[j][0].x();
                  grid[j][1] = new Point(x, x);
                  return grid;
                }
                """)
            .on(3, 1, 1)
            .on(3, 1, 2),
        model(
                "ElementsWithArrays",
                """
                record Body(double[] position, double mass) {}

                @Compute Body[] f(Body[] bodies, double by) {
                  for (Body body : bodies) {
                    for (int k = 0; k < body.position().length; k++) {
                      body.position()[k] += by / body.mass();
                    }
                  }
                  Body first = bodies[0];
                  bodies[0] = new Body(bodies[1].position(), 3);
                  bodies[1] = new Body(first.position().clone(), first.mass());
                  bodies[1].position()[0] = 77;
                  return new Body[] {first, bodies[0]};
                }
                """)
            .on(
                array(
                    "Body",
                    instance("Body", new double[] {1, 2}, 2.0),
                    instance("Body", new double[] {3}, 0.5)),
                0.25)
            .on(array("Body", instance("Body", new double[] {1, 2}, 2.0), null), 1.0),
        model(
                "NestedRecordsInElements",
                """
                record Point(double x, double y) {}

                record Pair(Point left, Point right, int n) {}

                @Compute Pair[] f(Point[] points, Pair[] pairs) {
                  Pair[] made = {new Pair(points[0], points[1], 1), pairs[0], null2(pairs)};
                  made[1] = new Pair(pairs[0].right(), points[1], made[1].n() + 1);
                  pairs[1] = made[0];
                  return made;
                }

                static Pair null2(Pair[] pairs) {
                  Pair[] none = new Pair[1];
                  return pairs.length > 2 ? none[0] : pairs[1];
                }
                """)
            .on(
                array("Point", UP, null),
                array("Pair", instance("Pair", UP, RIGHT, 5), instance("Pair", RIGHT, UP, 6)))
            .on(
                array("Point", UP, RIGHT),
                array("Pair", instance("Pair", UP, RIGHT, 5), null, null))
            .on(array("Point", UP, RIGHT), array("Pair", null, null)),
        model(
                "ANullComponentIsRead",
                """
                record Point(double x, double y) {}

                record Pair(Point left, Point right) {}

                @Compute double f(Point[] points, boolean deep) {
                  Pair pair = new Pair(points[0], points[1]);
                  Pair[] pairs = {pair};
                  Point left = pairs[0].left();
                  return deep ? left.x() + pairs[0].right().y() : pairs.length;
                }
                """)
            .on(array("Point", UP, null), true)
            .on(array("Point", UP, null), false)
            .on(array("Point", UP, RIGHT), true),
        model(
                "RecordsThatHoldArraysOfRecords",
                """
                record Point(double x, double y) {}

                record Cloud(Point[] points, double weight) {}

                @Compute Cloud f(Cloud cloud, Cloud[] clouds) {
                  clouds[0].points()[0] = new Point(9, 9);
                  Cloud other = new Cloud(clouds[1].points(), cloud.weight() + clouds[0].weight());
                  cloud.points()[1] = other.points()[0];
                  clouds[1] = new Cloud(new Point[] {new Point(1, 1), null2(clouds)}, 5);
                  return other;
                }

                static Point null2(Cloud[] clouds) {
                  return clouds[0].points()[clouds[0].points().length - 1];
                }
                """)
            .on(
                instance("Cloud", SHARED, 2.0),
                array("Cloud", instance("Cloud", SHARED, 1.0), instance("Cloud", SHARED, 3.0)))
            .on(
                instance("Cloud", SHARED, 2.0),
                array(
                    "Cloud",
                    instance("Cloud", array("Point", UP, null), 1.0),
                    instance("Cloud", array("Point", RIGHT), 3.0))),
        model(
                "ComponentsOfAllTypes",
                """
                record Mixed(int i, long l, float s, double d, boolean b, int[] a) {}

                @Compute Mixed[] f(Mixed[] all) {
                  Mixed m = all[0];
                  all[0] = new Mixed(m.i() + 1, m.l() * 3, m.s() / 2, -m.d(), !m.b(), m.a());
                  Mixed[] made = all.clone();
                  made[1] = new Mixed(m.i(), m.i(), m.i(), m.s(), m.b(), new int[] {m.i()});
                  return made;
                }
                """)
            .on(
                array(
                    "Mixed",
                    instance("Mixed", 1, 2L, 3f, -0.0, true, new int[] {4}),
                    instance("Mixed", 1, 2L, 3f, Double.NaN, false, new int[0]))),
        model(
                "TheArrayThatWasGivenIsReturned",
                """
                record Point(double x, double y) {}

                record Both(Point[] first, Point[] second) {}

                @Compute Both f(Point[] points, boolean same) {
                  Point[] other = same ? points : new Point[] {points[0]};
                  other[0] = new Point(4, 4);
                  return new Both(other, points);
                }
                """)
            .on(SHARED, true)
            .on(SHARED, false),
        model(
                "RecordsWithoutComponents",
                """
                record Nothing() {}

                @Compute Nothing[][] f(Nothing[] given, int n) {
                  Nothing[][] made = {new Nothing[n], given};
                  made[0][0] = new Nothing();
                  given[0] = made[0][1];
                  return made;
                }
                """)
            .on(array("Nothing", instance("Nothing")), 2),
        model(
                "RecordsWithUnusualNames",
                """
                record RecordArrays(double columns, double index, double arrays, value element1) {}

                record RecordLayout(RecordArrays[] from) {}

                record value(float ONLY) {}

                record valueLayout(boolean nonNull) {}

                static final double RECORD = 3;

                @Compute RecordArrays[] f(
                    RecordArrays[] arrays, value[] columns, RecordLayout[] from, boolean nonNull) {
                  valueLayout[] layouts = {new valueLayout(nonNull)};
                  double arrays2 = layouts[0].nonNull() ? RECORD : 0;
                  from[0].from()[0] = new RecordArrays(1, arrays2, 3, columns[0]);
                  arrays[0] = from[0].from()[0];
                  return arrays;
                }

                @Compute double varargs(RecordArrays... arrays) { return arrays[0].element1().ONLY(); }
                """)
            .on(
                array("RecordArrays", (Object) null),
                array("value", instance("value", 2f)),
                array("RecordLayout", instance("RecordLayout", array("RecordArrays", null, null))),
                true)
            .calling(
                "varargs",
                array(
                    "RecordArrays",
                    instance("RecordArrays", 1.0, 2.0, 3.0, instance("value", 2f)))),
        model(
                "JumpsOutOfLoopsOverRecords",
                """
                record Point(double x, double y) {}

                @Compute Point f(Point[] points, double bound) {
                  Point last = new Point(-1, -1);
                  search:
                  for (Point p : points) {
                    for (int i = 0; i < 3; i++) {
                      if (p.x() + i > bound) { last = p; break search; }
                      if (p.y() < 0) continue search;
                      if (p.y() > 100) return p;
                    }
                    last = switch ((int) p.x()) { case 0 -> last; case 3 -> p; default -> points[0]; };
                  }
                  return last;
                }
                """)
            .on(SHARED, 2.0)
            .on(SHARED, 10.0)
            .on(array("Point", ORIGIN, instance("Point", 0.0, 200.0)), 50.0)
            .on(array("Point", instance("Point", 1.0, -1.0), null), 50.0));
  }
}
