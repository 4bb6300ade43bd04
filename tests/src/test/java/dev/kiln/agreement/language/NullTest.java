package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.array;
import static dev.kiln.agreement.Program.constant;
import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Null: compared, required not to be, and where Java throws because of it. */
final class NullTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "NullEnums",
                """
                enum Act { RELU, TANH }
                Act act = null;
                static boolean isNone(Act a) { return null == a; }
                @Compute double compared(double x, Act a, Act b) {
                  if (a == Act.RELU) { return x; }
                  if (a == b) { return 2 * x; }
                  return a != Act.TANH ? 3 * x : 4 * x;
                }
                @Compute double tested(double x, Act a) {
                  if (a == null) { return -x; }
                  return isNone(a) || isNone(null) && act != null ? x : x * (1 + a.ordinal());
                }
                @Compute double field(double x) { return act == null ? x * x : x; }
                @Compute int fieldOrdinal(int n) { return n > 0 ? act.ordinal() : n; }
                @Compute int ordinal(int n, Act a) { n += 3; return n + a.ordinal(); }
                @Compute double expression(double x, Act a) { return switch (a) { case RELU -> x; case TANH -> 2 * x; }; }
                @Compute double statement(double x, Act a) {
                  double y = x;
                  for (int i = 0; i < 3; i++) {
                    switch (a) { case RELU -> y += 1; default -> y *= 2; }
                  }
                  return y;
                }
                @Compute int noLabels(int n, Act a) { switch (a) { default: n++; } return n; }
                @Compute double local(double x) {
                  Act a = null;
                  for (int i = 0; i < 3; i++) {
                    x += a == null ? 10 : a.ordinal();
                    a = i == 1 ? Act.TANH : Act.RELU;
                  }
                  a = null;
                  return a == null ? x : -x;
                }
                static Act none() { return null; }
                @Compute int thrown(int n) { Act a = none(); return n + a.ordinal(); }
                """)
            .calling("compared", 0.5, null, null)
            .calling("compared", 0.5, null, constant("Act", "TANH"))
            .calling("compared", 0.5, constant("Act", "TANH"), null)
            .calling("compared", 0.5, constant("Act", "RELU"), null)
            .calling("tested", 0.5, null)
            .calling("tested", 0.5, constant("Act", "TANH"))
            .calling("field", 3.0)
            .calling("fieldOrdinal", 0)
            .calling("fieldOrdinal", 1)
            .calling("ordinal", 1, null)
            .calling("ordinal", 1, constant("Act", "TANH"))
            .calling("expression", 1.5, null)
            .calling("statement", 1.5, null)
            .calling("statement", 1.5, constant("Act", "RELU"))
            .calling("noLabels", 1, null)
            .calling("noLabels", 1, constant("Act", "TANH"))
            .calling("local", 1.0)
            .calling("thrown", 1),
        types(
                "EnumResults",
                """
                enum Sign {
                  NEGATIVE, ZERO, POSITIVE
                }

                @Model
                class EnumResults {
                  final Signs signs = new Signs();
                  @Compute Sign of(double x) { return x > 0 ? Sign.POSITIVE : x < 0 ? Sign.NEGATIVE : Sign.ZERO; }
                  @Compute Sign none(int n) { return n > 1 ? null : n > 0 ? signs.of(n) : of(n); }
                  @Compute Sign same(Sign sign) { return sign; }
                  @Compute Thread.State other(Thread.State state, boolean next) { return next ? Thread.State.BLOCKED : state; }
                }

                @Model
                class Signs {
                  @Compute Sign of(double x) { return x > 0 ? Sign.POSITIVE : Sign.NEGATIVE; }
                }
                """)
            .calling("of", 2.0)
            .calling("of", -2.0)
            .calling("of", 0.0)
            .calling("none", 2)
            .calling("none", 1)
            .calling("none", 0)
            .calling("same", constant("Sign", "ZERO"))
            .calling("same", (Object) null)
            .calling("other", Thread.State.NEW, false)
            .calling("other", Thread.State.NEW, true),
        types(
                "NullInside",
                """
                enum Law {
                  ONE, TWO
                }

                @Model
                class NullInside {
                  final Part part = new Part();
                  @Compute double f(double x, Law law) { return part.g(x, law) + part.g(x, null) + part.g(x, part.law); }
                }

                @Model
                class Part {
                  Law law;
                  @Compute double g(double x, Law other) { return other == law ? x : x * x; }
                }
                """)
            .on(3.0, null)
            .on(3.0, constant("Law", "ONE")),
        model(
                "NullArrays",
                """
                @Compute double f(double[] x, double[] w) {
                  double s = 0;
                  for (int i = 0; i < x.length; i++) { s += w == null ? x[i] : w[i] * x[i]; }
                  return s;
                }
                @Compute double g(double[] a) { return a == null || a.length == 0 ? -1 : a[0]; }
                @Compute int rows(int[][] a) {
                  int n = 0;
                  for (int[] row : a) { if (null != row) { n += row.length; } }
                  return n;
                }
                static double first(double[] a, double other) { if (a != null) { return a[0]; } return other; }
                @Compute double helper(double[] a, double x) { double[] b = {x, 2}; return first(a, x) + first(b, x) + first(new double[] {x}, 3); }
                @Compute double required(double[] a, double x) {
                  double y = x * x;
                  double[] b = Objects.requireNonNull(a);
                  return y + b[0];
                }
                @Compute int message(int[] a, int n) {
                  Objects.requireNonNull(a, "a of " + n);
                  return a.length;
                }
                @Compute int effects(int[] a, int[] b) {
                  b[0] = 3;
                  Objects.requireNonNull(a, () -> "a beside " + b[1]);
                  b[0] = 4;
                  return a.length;
                }
                @Compute double[] result(double[] a) { return a == null ? new double[] {1, 2} : a; }
                @Compute int none(int n) { return null == null ? n : -n; }
                """)
            .on(new double[] {1, 2}, null)
            .on(new double[] {1, 2}, new double[] {3, 4})
            .on(null, null)
            .calling("g", (Object) null)
            .calling("g", new double[] {5})
            .calling("rows", (Object) new int[][] {{1, 2}, null, {3}})
            .calling("helper", null, 0.5)
            .calling("helper", new double[] {7}, 0.5)
            .calling("required", null, 0.5)
            .calling("required", new double[] {7}, 0.5)
            .calling("message", null, 3)
            .calling("message", new int[4], 3)
            .calling("effects", null, new int[2])
            .calling("effects", new int[1], new int[2])
            .calling("effects", null, new int[1])
            .calling("result", (Object) null)
            .calling("result", new double[] {5})
            .calling("none", 4),
        model(
                "NullRecords",
                """
                record Point(double x, double y) {
                  double norm() { return Math.hypot(x, y); }
                  Point orOrigin(Point p) { return p == null ? this : p; }
                }
                record Pair(Point a, Point b) {}
                static double norm(Point p) { return p == null ? -1 : p.norm(); }
                @Compute double f(Point[] ps) {
                  double s = 0;
                  for (Point p : ps) { if (p != null) { s += p.norm(); } }
                  return s;
                }
                @Compute double g(Point[] ps, int i) {
                  Point p = ps[i];
                  Point q = new Point(1, 2);
                  return norm(p) + norm(q) + q.orOrigin(p).x();
                }
                @Compute int count(Point[] ps) { return ps == null ? -1 : ps.length; }
                @Compute double required(Point[] ps) {
                  Objects.requireNonNull(ps, "ps");
                  return Objects.requireNonNull(ps[0], "first").x() + Objects.requireNonNull(ps[1]).y();
                }
                @Compute double made(double x) {
                  Point[] ps = new Point[3];
                  ps[1] = new Point(x, x);
                  Point chosen = x > 0 ? ps[0] : ps[1];
                  Pair pair = new Pair(new Point(1, 1), chosen);
                  return (chosen == null ? x : 10) + (pair.b() != null ? pair.b().x() : 0.5) + (pair == null ? 100 : 0) + (pair.a() == null ? 100 : 0);
                }
                @Compute double given(Point p) { return Objects.requireNonNull(p, "p").x() + norm(p); }
                """)
            .on((Object) array("Point", instance("Point", 3.0, 4.0), null))
            .calling("g", array("Point", instance("Point", 3.0, 4.0), null), 0)
            .calling("g", array("Point", instance("Point", 3.0, 4.0), null), 1)
            .calling("count", (Object) null)
            .calling("count", (Object) array("Point", null, null))
            .calling(
                "required",
                (Object) array("Point", instance("Point", 3.0, 4.0), instance("Point", 3.0, 4.0)))
            .calling("required", (Object) array("Point", null, instance("Point", 3.0, 4.0)))
            .calling("required", (Object) array("Point", instance("Point", 3.0, 4.0), null))
            .calling("required", (Object) null)
            .calling("made", 1.0)
            .calling("made", -1.0)
            .calling("given", instance("Point", 3.0, 4.0)));
  }
}
