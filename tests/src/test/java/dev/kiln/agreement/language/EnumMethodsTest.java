package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.constant;
import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Methods and fields of enums, bodies of their constants, and arrays of them. */
final class EnumMethodsTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "SwitchesOnThis",
                """
                enum Side {
                  LEFT, RIGHT;
                  static final Side FIRST = LEFT;
                  static final double SCALE = Math.sqrt(2);
                  double sign(double x) { return switch (this) { case LEFT -> -x; case RIGHT -> x * x; }; }
                  Side other() { return this == LEFT ? RIGHT : LEFT; }
                  double scaled(double x) { return x * SCALE * (this == FIRST ? other().sign(x) : ordinal() + 2); }
                  static int count() { return values().length; }
                  static Side of(double x) { return x < 0 ? LEFT : RIGHT; }
                }
                @Compute @Differentiable double f(double x, Side side) {
                  return side.sign(x) + side.other().scaled(x) * Side.count() + Side.of(x).scaled(x) * Side.SCALE;
                }
                """)
            .on(0.5, constant("Side", "LEFT"))
            .on(-0.75, constant("Side", "RIGHT")),
        types(
                "FieldsOfConstants",
                """
                enum Unit {
                  METRE(1, 'm'), KILO((int) 1e3, 'k'), FOOT(-Unit.INCHES, 'f');

                  private static final double INCHES = 12;
                  final double scale;
                  private final char sign;
                  private final boolean isUsual = true;

                  Unit(double scale, char sign) {
                    this.scale = scale;
                    this.sign = sign;
                  }

                  double to(Unit other, double x) {
                    return isUsual ? x * scale / other.scale + sign : x;
                  }
                }

                enum Curve {
                  FLAT(2), STEEP(3);

                  final double root;
                  final double[] weights;
                  final byte step;
                  final Unit unit;

                  Curve(double power) {
                    power = power * 2;
                    root = Math.sqrt(power);
                    weights = new double[] {power, root};
                    step = (byte) ordinal();
                    unit = power > 5 ? Unit.KILO : null;
                  }

                  double at(double x) { return x * root + weights[step] * x * x; }
                }

                @Model
                class FieldsOfConstants {
                  Curve own = Curve.STEEP;

                  @Compute @Differentiable double f(double x, Unit from, Unit to) {
                    return from.to(to, x) * from.scale + Unit.KILO.to(from, x * x);
                  }
                  @Compute @Differentiable double g(double x, Curve curve) {
                    return curve.at(x) * own.at(x) + (curve.unit == null ? x : curve.unit.to(Unit.FOOT, x));
                  }
                }
                """)
            .on(0.5, constant("Unit", "METRE"), constant("Unit", "KILO"))
            .on(0.25, constant("Unit", "FOOT"), constant("Unit", "METRE"))
            .calling("g", 0.5, constant("Curve", "FLAT"))
            .calling("g", 0.5, constant("Curve", "STEEP")),
        model(
                "BodiesOfConstants",
                """
                interface Law {
                  double at(double x);
                  default double twice(double x) { return 2 * at(x) + at(x * x); }
                }
                enum Laws implements Law {
                  LINEAR { @Override public double at(double x) { return x; } },
                  SQUARE { @Override public double at(double x) { return x * x; } }
                }
                enum Op {
                  ADD { @Override double apply(double a, double b) { return a + b; } },
                  MUL {
                    @Override double apply(double a, double b) { return a * b * weight(); }
                    @Override double weight() { return 3; }
                    @Override void put(double[] into, double x) { into[1] = x * ordinal(); }
                  },
                  POW { @Override double apply(double a, double b) { return a * a * b; } };
                  abstract double apply(double a, double b);
                  double weight() { return 2; }
                  double weight(double by) { return by; }
                  void put(double[] into, double x) { into[0] = x * x; }
                }
                @Compute @Differentiable double f(double x, Op op) {
                  double s = 0;
                  for (Op each : Op.values()) {
                    s += each.apply(x, s) * each.weight() + each.weight(x);
                  }
                  double[] put = {1, 2};
                  op.put(put, x);
                  Op.MUL.put(put, x + 1);
                  return s + op.apply(x, 2) * put[0] * put[1];
                }
                @Compute @Differentiable double g(double x, Laws law) { return law.twice(x) * law.at(x); }
                """)
            .on(0.5, constant("Op", "ADD"))
            .on(0.5, constant("Op", "MUL"))
            .on(0.5, constant("Op", "POW"))
            .calling("g", 0.5, constant("Laws", "LINEAR"))
            .calling("g", 0.5, constant("Laws", "SQUARE")),
        model(
                "ComparedConstants",
                """
                enum Kind { A, B, C }
                @Compute @Differentiable double f(double x, Kind k, Kind l) {
                  return x * k.compareTo(l) + (k.equals(l) ? x * x : 1) + (k.equals(null) ? 3 : x);
                }
                """)
            .on(0.5, constant("Kind", "A"), constant("Kind", "C"))
            .on(0.5, constant("Kind", "B"), constant("Kind", "B")),
        model(
                "ArraysOfEnums",
                """
                private enum Kind { A, B, C; double of(double x) { return this == B ? x : 2 * x; } }
                record Row(Kind[] kinds, double x) {}
                static double of(Kind[] kinds, double x) {
                  double s = 0;
                  for (Kind k : kinds) { s += k == null ? x * x : k.of(x); }
                  return s;
                }
                static int sum(Kind... kinds) {
                  int s = 0;
                  for (Kind k : kinds) { s += k.ordinal(); }
                  return s;
                }
                @Compute @Differentiable double f(double x, int at) {
                  Kind[] a = new Kind[4];
                  a[1] = Kind.values()[at];
                  a[2] = Kind.C;
                  Kind[] b = Arrays.copyOf(a, 6);
                  Arrays.fill(b, 3, 5, Kind.B);
                  Kind[][] c = new Kind[2][2];
                  c[1][0] = a[1];
                  c[0] = b;
                  c[0][2] = null;
                  Row row = new Row(a.clone(), x);
                  a[2] = a[0];
                  System.arraycopy(b, 1, b, 2, 3);
                  double y = of(a, x) * of(b, x * x) + of(c[1], x) + of(c[0].clone(), x) + of(row.kinds(), row.x());
                  return y * (Arrays.equals(a, row.kinds()) ? 3 : 2) + x * sum(row.kinds()[1], Kind.B) + (a[2] == a[3] ? x : 1);
                }
                """)
            .on(0.5, 0)
            .on(0.5, 2));
  }
}
