package dev.kiln.agreement.model;

import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import java.util.List;

/**
 * Which of several fields or methods of one name Java means: those of outer classes, hidden ones,
 * and those that locals shadow.
 */
final class HiddenMembersTest extends GradientTable {
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
                "Outer.Inside",
                """
                class Outer {
                  private static double scaled(double x) {
                    return 2 * x;
                  }

                  private static double fallback(double x) {
                    return 3 * x;
                  }

                  static final double RATE = 4;

                  private static class Hidden {
                    private static final double RATE = 5;

                    private double fallback(double x) {
                      return 6 * x;
                    }
                  }

                  @Model
                  static class Inside extends Hidden {
                    static double scaled(double x) {
                      return 7 * x;
                    }

                    private double again(double x) {
                      return Outer.scaled(x) * 100;
                    }

                    @Compute @Differentiable
                    double f(double x) {
                      return scaled(x) + Outer.scaled(x) * 10 + fallback(x) * 100 + again(x)
                          + super.fallback(x) * 1000 + RATE * x * 100000 + Hidden.RATE;
                    }
                  }
                }
                """)
            .on(1.0),
        types(
                "NestedSubclasses",
                """
                @Model
                class NestedSubclasses {
                  final SubPart part = new SubPart();
                  final Part plain = new Part();

                  @Compute @Differentiable
                  double f(double x) {
                    return part.f(x) + 10 * plain.f(x) + ((Part) part).f(x) + part.scale(2) * x
                        + ((Part) part).scale(2) * x + part.rate * x;
                  }
                }

                @Model
                class Part {
                  double rate = 3;

                  static double unit(double x) {
                    return 5 * x;
                  }

                  double scale(double x) {
                    return 7 * x;
                  }

                  double step(double x) {
                    return 11 * x;
                  }

                  @Compute
                  double f(double x) {
                    return unit(x) + scale(x) * rate + step(x);
                  }
                }

                @Model
                class SubPart extends Part {
                  static double unit(double x) {
                    return 13 * x;
                  }

                  double scale(int x) {
                    return 17 * x;
                  }

                  @Override
                  double step(double x) {
                    return 19 * x + super.step(x);
                  }
                }
                """)
            .on(1.0),
        types(
                "HiddenFields",
                """
                @Model
                @SuppressWarnings("static")
                class HiddenFields extends HasFields {
                  private double weight = 5;
                  static final double RATE = 7;
                  String label = "";
                  final SubCell cell = new SubCell();

                  @Compute @Differentiable
                  double h(double x) {
                    return g(x) + RATE * x + super.RATE + ((HasFields) this).bias + super.label * x
                        + HasFields.RATE + ((Cell) cell).value;
                  }
                }

                @Model
                class HasFields {
                  @Parameter double weight = 2;
                  static final double RATE = 3;
                  double bias = 13;
                  double label = 17;

                  @Compute @Differentiable
                  double g(double x) {
                    return weight * x * x + RATE * x + this.bias + label;
                  }
                }

                @Model
                class Cell {
                  double value = 19;
                }

                @Model
                class SubCell extends Cell {
                  private double value = 23;

                  @Compute
                  double unused(double x) {
                    return super.value * x;
                  }
                }
                """)
            .calling("g", 2.0)
            .calling("h", 2.0),
        types(
                "Shadows",
                """
                @Model
                @SuppressWarnings("static")
                class Shadows extends HasHelper {
                  int Helper = 3;

                  static double scaled(double x) {
                    return 2 * x;
                  }

                  @Compute @Differentiable
                  double f(double x) {
                    double scaled = scaled(x);
                    double Shadows = this.scaled(scaled);
                    return scaled + Shadows + helper(x) + Helper;
                  }
                }

                class HasHelper {
                  double helper(double x) {
                    return helper(x, 2) + 1;
                  }

                  private double helper(double x, int n) {
                    return x * n;
                  }
                }
                """)
            .on(1.5));
  }
}
