package dev.kiln.agreement.model;

import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import java.util.List;

/** Which of several methods, or fields, of one name Java means. JLS 6.4, 8.3, 8.4.8, 15.12. */
final class CalledMethodTest extends GradientTable {
  @Override
  public void check(Modes modes, Program.Call call) {
    if (call.method().equals("f")) {
      super.check(modes, call);
    } else {
      modes.checkAgreement(call);
    }
  }

  @Override
  public List<Program> programs() {
    return List.of(
        types(
                "StaticsAreHidden",
                """
                @Model
                @SuppressWarnings("static")
                class StaticsAreHidden extends HasStatics {
                  static double scaled(double x) {
                    return 11 * x;
                  }

                  @Compute @Differentiable
                  double f(double x) {
                    return g(x) + scaled(x) * 100 + super.scaled(x) * 1000 + this.scaled(x)
                        + HasStatics.scaled(x) + ((HasStatics) this).scaled(x) * 0.25;
                  }
                }

                @Model
                @SuppressWarnings("static")
                class HasStatics {
                  static double scaled(double x) {
                    return 5 * x;
                  }

                  @Compute @Differentiable
                  double g(double x) {
                    return scaled(x) * x + this.scaled(x);
                  }
                }
                """)
            .on(3.0)
            .calling("g", 3.0),
        types(
                "OverloadsOfSubclasses",
                """
                @Model
                class OverloadsOfSubclasses extends HasOverloads {
                  double size(int n) {
                    return 1000 + n;
                  }

                  double size(float x) {
                    return 2000 + x;
                  }

                  @Override
                  double size(long n) {
                    return 3000 + n;
                  }

                  @Compute @Differentiable
                  double f(double x, int n) {
                    return g(x, n) + size(n) * x + size(3L) + size(1f) + super.size(n) + this.size(n)
                        + ((HasOverloads) this).size(n);
                  }
                }

                @Model
                class HasOverloads {
                  double size(double x) {
                    return x;
                  }

                  double size(long n) {
                    return 100 + n;
                  }

                  @Compute @Differentiable
                  double g(double x, int n) {
                    return size(n) * x + size((float) n) + size(x);
                  }
                }
                """)
            .on(2.0, 5)
            .calling("g", 2.0, 5),
        types(
                "PhasesOfResolution",
                """
                @Model
                class PhasesOfResolution {
                  static double boxed(Object x) {
                    return 1;
                  }

                  static double boxed(double x) {
                    return 2 * x;
                  }

                  static double many(double... x) {
                    return 3;
                  }

                  static double many(double x, double y) {
                    return 4 * x * y;
                  }

                  static <T> double generic(T x) {
                    return 5;
                  }

                  static double generic(double x) {
                    return 6 * x;
                  }

                  static double pair(int n, double x) {
                    return 7 * x * n;
                  }

                  static double pair(long n, float x) {
                    return 8 * x * n;
                  }

                  static double rows(double[] x) {
                    return 9 * x[0];
                  }

                  static double rows(double[][] x) {
                    return 10 * x[0][0];
                  }

                  static double rows(Object x) {
                    return 11;
                  }

                  @Compute @Differentiable
                  double f(double x, int n) {
                    return boxed(n) + boxed(x) + many(x, n) + generic(n) * x + pair(n, x)
                        + pair(2L, 1.5f) + rows(new double[] {x}) + rows(new double[][] {{x, 1}});
                  }
                }
                """)
            .on(1.5, 4),
        types(
                "DefaultMethods",
                """
                @Model
                class DefaultMethods implements Scaled, ScaledTwice {
                  static double unit(double x) {
                    return 1000 * x;
                  }

                  @Override
                  public double open(double x) {
                    return ScaledTwice.super.open(x) * 10 + unit(x);
                  }

                  private double own(double x) {
                    return 7 * x;
                  }

                  @Compute @Differentiable
                  double f(double x) {
                    return scaled(x) + unit(x) + Scaled.unit(x) + open(x) + twice(x) + own(x);
                  }
                }

                interface Scaled {
                  static double unit(double x) {
                    return 2 * x;
                  }

                  private double own(double x) {
                    return 3 * x;
                  }

                  default double open(double x) {
                    return 5 * x;
                  }

                  default double scaled(double x) {
                    return unit(x) + own(x) * 100 + open(x) * 10000 + later(x);
                  }

                  default double later(double x) {
                    return 1;
                  }
                }

                interface ScaledTwice extends Scaled {
                  @Override
                  default double open(double x) {
                    return 6 * x;
                  }

                  @Override
                  default double later(double x) {
                    return 17 * x;
                  }

                  default double twice(double x) {
                    return 2 * scaled(x);
                  }
                }
                """)
            .on(1.0),
        types(
                "ClassesBeforeDefaults",
                """
                @Model
                class ClassesBeforeDefaults extends HasRate implements Rated {
                  @Compute @Differentiable
                  double f(double x) {
                    return rated(x) + rate(x) * 100;
                  }
                }

                class HasRate {
                  public double rate(double x) {
                    return 3 * x;
                  }

                  private double bonus(double x) {
                    return 5 * x;
                  }
                }

                interface Rated {
                  default double rate(double x) {
                    return 7 * x;
                  }

                  default double bonus(double x) {
                    return 11 * x;
                  }

                  default double rated(double x) {
                    return rate(x) + 10000 * bonus(x);
                  }
                }
                """)
            .on(1.0),
        types(
                "GenericOverride",
                """
                @Model
                class GenericOverride extends Measured<GenericOverride.Disc> {
                  record Disc(double r) {}

                  @Override
                  double measure(Disc disc) {
                    return 3 * disc.r();
                  }

                  double measure(double r) {
                    return 1000 * r;
                  }

                  @Compute @Differentiable
                  double f(double x) {
                    return measure(new Disc(x)) + measure(x);
                  }
                }

                class Measured<T> {
                  double measure(T shape) {
                    return 1;
                  }
                }
                """)
            .on(2.0));
  }
}
