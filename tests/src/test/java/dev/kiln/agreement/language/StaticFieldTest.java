package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.ForwardCheck;
import dev.kiln.agreement.GradientCheck;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import java.util.List;

/** Static final fields that are computed when their class is initialised, of any class. */
final class StaticFieldTest extends AgreementTable {
  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new GradientCheck(modes, call).run();
    boolean takesFurtherTangents = List.of("g", "h").contains(call.method());
    if (!takesFurtherTangents) {
      new ForwardCheck(modes, call).run();
    }
  }

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ComputedConstant",
                """
                static final double SQRT_2PI = Math.sqrt(2 * Math.PI);
                static final float HALF = Float.parseFloat("0.5");
                static final int TWO = Integer.parseInt("2");
                static final long BIG = Long.parseLong("3000000000");
                static final boolean YES = Boolean.parseBoolean("true");

                @Compute @Differentiable double f(double x) {
                  double y = YES ? x / SQRT_2PI : x;
                  return Math.exp(-HALF * x * x) * y + TWO * x + (BIG > 5 ? x : 0);
                }
                """)
            .on(0.7)
            .on(-2.0),
        model(
                "StaticTables",
                """
                static final double[] TABLE = {1.0, 2.0, 3.0};
                static final int[][] INDEX = {{0, 2}, {1}};

                @Compute @Differentiable double f(double[] x, int n) {
                  double sum = 0;
                  for (int i = 0; i < n; i++) {
                    for (int k : INDEX[i % INDEX.length]) { sum += TABLE[k] * x[i] * x[i]; }
                  }
                  return sum * StaticTables.TABLE.length;
                }
                """)
            .on(new double[] {0.5, -1.5}, 2)
            .on(new double[] {}, 0),
        types(
                "OtherClasses",
                """
                @Model
                class OtherClasses extends Above implements Bounds {
                  @Compute @Differentiable double f(double x) {
                    return Tables.weighted(x) + K * x + Bounds.LOW * SCALE + Tables.Inner.OFFSET;
                  }
                  double helper(double x, int n) {
                    return n == 0 ? x * SCALE : helper(x + Tables.WEIGHTS[n], n - 1);
                  }
                  @Compute @Differentiable double g(double x, int n) { return helper(x, n); }
                }

                class Above {
                  static final double SCALE = Math.cbrt(5);
                }

                interface Bounds {
                  double LOW = Math.abs(-1.5);
                  double K = 4.5;
                }

                class Tables {
                  static final double[] WEIGHTS = {0.5, 2, -1};
                  static double weighted(double x) { return WEIGHTS[1] * x * x + WEIGHTS[2]; }
                  static class Inner { static final double OFFSET = Math.hypot(3, 4); }
                }
                """)
            .on(1.5)
            .calling("g", 0.5, 2)
            .calling("g", 0.5, 1),
        types(
                "NestedStatics",
                """
                @Model
                class NestedStatics {
                  final Layer first = new Layer();
                  final Layer second = new Layer();
                  double Tables = 3;
                  @Compute @Differentiable double f(double x, double agreement) {
                    return second.apply(first.apply(x)) * Layer.GAIN[1] + Tables * agreement;
                  }
                }

                @Model
                class Layer {
                  static final double[] GAIN = {Math.sqrt(3), 0.25};
                  double bias = 0.1;
                  @Compute @Differentiable double apply(double x) { return Math.sin(x * GAIN[0]) + bias; }
                }
                """)
            .on(0.4, 2.0),
        types(
                "InheritedStatics",
                """
                @Model
                class InheritedStatics extends BaseOfStatics {
                  static final double[] TABLE = {11};
                  @Compute @Differentiable double own(double x) { return f(x) + TABLE[0] * x; }
                }

                @Model
                class BaseOfStatics {
                  static final double[] TABLE = {5};
                  @Compute @Differentiable double f(double x) { return TABLE[0] * x * x; }
                }
                """)
            .on(3.0)
            .calling("own", 3.0),
        types(
                "StaticRecords",
                """
                @Model
                class StaticRecords {
                  static final V UNIT = new V(Math.sqrt(3), -0.5).times(2);
                  final NestedConstants inner = new NestedConstants();

                  @Compute @Differentiable double f(double x, double y, int n) {
                    V sum = V.ZERO;
                    for (int i = 0; i < n; i++) { sum = sum.plus(UNIT.times(x * y)).plus(V.one()); }
                    return sum.dot(new V(x, y)) + StaticRecords.UNIT.x() * x + V.ZERO.plus(UNIT).y();
                  }
                  @Compute @Differentiable double inLoop(double[] x) {
                    V best = V.ZERO;
                    for (double each : x) {
                      V next = new V(each, each * each);
                      best = next.dot(UNIT) > best.dot(UNIT) ? next : best;
                    }
                    return best.dot(best);
                  }
                  @Compute @Differentiable double nested(double x) { return inner.apply(x) * V.ZERO.plus(V.one()).y(); }
                }

                record V(double x, double y) {
                  static final V ZERO = new V(0, 0);
                  static final V ONE = new V(1, Double.parseDouble("1"));
                  static V one() { return ONE; }
                  V plus(V o) { return new V(x + o.x, y + o.y); }
                  V times(double k) { return new V(k * x, k * y); }
                  double dot(V o) { return x * o.x + y * o.y(); }
                }

                record Rule(V scale, double[] weights, int[] at, boolean on) {
                  static final Rule SIMPSON =
                      new Rule(new V(3, 0.5), new double[] {1, 4, 1}, new int[] {2, 0, 1}, true);
                }

                @Model
                class NestedConstants {
                  double bias = 0.1;
                  @Compute @Differentiable double apply(double x) {
                    double sum = bias;
                    Rule rule = Rule.SIMPSON;
                    for (int i : rule.at()) { sum += rule.weights()[i] * Math.sin(x * (i + 1)); }
                    return Rule.SIMPSON.on() ? sum * rule.scale().x() : V.ONE.dot(rule.scale());
                  }
                }
                """)
            .on(0.5, -1.5, 3)
            .on(0.5, -1.5, 0)
            .calling("inLoop", new double[] {0.5, 2, -1})
            .calling("inLoop", new double[] {})
            .calling("nested", 0.3),
        model(
                "StoresInStaticArray",
                """
                static final double[] SCRATCH = new double[2];

                @Compute @Differentiable double h(double x) {
                  SCRATCH[0] = x * x;
                  SCRATCH[1] = SCRATCH[0] * x;
                  return SCRATCH[0] + SCRATCH[1];
                }
                """)
            .calling("h", 1.5));
  }
}
