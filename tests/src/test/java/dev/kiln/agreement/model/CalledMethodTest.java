package dev.kiln.agreement.model;

import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.testkit.run.InMemoryClasses;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which of several methods, or fields, of one name Java means. JLS 6.4, 8.3, 8.4.8, 15.12. */
final class CalledMethodTest extends GradientTable {
  private static final String HEADER = "import dev.kiln.annotation.*;\n";

  /** What is imported by name shadows what is imported with everything else. */
  private static final Map<String, String> IMPORTS =
      Map.of(
          "first.Helpers",
          """
          package first;
          public class Helpers extends HelpersAgain {
            public static final double RATE = 5;
            public static double one(double x) { return 2 * x; }
            public static double two(double x) { return 3 * x; }
            public static double many(int x) { return 19; }
            public static double max(double x, double y) { return 1000; }
            static double shut(double x) { return 17 * x; }
          }
          """,
          "first.HelpersAgain",
          """
          package first;
          public class HelpersAgain {
            public static double one(double x) { return 200 * x; }
            public static double inherited(double x) { return 7 * x; }
          }
          """,
          "first.More",
          """
          package first;
          public class More {
            public static final double RATE = 500;
            public static double two(double x) { return 300 * x; }
            public static double many(double x) { return 23 * x; }
            private static double inherited(double x) { return 7000 * x; }
          }
          """,
          "second.Importing",
          """
          package second;
          import static first.Helpers.*;
          import static first.Helpers.two;
          import static first.More.*;
          import static first.More.RATE;
          import static first.More.many;
          import static java.lang.Math.max;
          """
              + HEADER
              + """
              public class Importing {
                static double one(int x) { return 11 * x; }
                static double shut(double x) { return 13 * x; }
                @Compute public double imported(double x) {
                  return two(x) + shut(x) * 100 + inherited(x) * 10000 + RATE + max(x, 3) + one(3)
                      + many(2);
                }
              }
              """,
          "second.ImportingAll",
          """
          package second;
          import static first.Helpers.*;
          import static first.More.*;
          """
              + HEADER
              + """
              public class ImportingAll extends Importing {
                @Compute public double all(double x) { return many(2) + many(x) * 100 + one(4); }
              }
              """);

  /** Classes of two packages that extend each other in turns. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "first.Top",
          "package first;\n"
              + HEADER
              + """
              public class Top {
                double opened(double x) { return 2 * x; }
                double shut(double x) { return 3 * x; }
                static double common(double x) { return 4 * x; }
                protected double guarded(double x) { return 5 * x; }
                protected static double shared(double x) { return 6 * x; }
                @Compute public double fromTop(double x) {
                  return opened(x) * 1000 + shut(x) * 100 + common(x) * 10 + guarded(x);
                }
                @Compute double hiddenByPackage(double x) { return 7 * x; }
              }
              """,
          "second.Middle",
          "package second;\n"
              + HEADER
              + """
              public class Middle extends first.TopAgain {
                double shut(double x) { return 11 * x; }
                static double common(double x) { return 12 * x; }
                @Compute double hiddenByPackage(double x) { return 13 * x; }
                @Compute public double fromMiddle(double x) {
                  return opened(x) * 1000 + shut(x) * 100 + common(x) * 10 + guarded(x);
                }
              }
              """,
          "first.TopAgain",
          "package first;\n"
              + """
              public class TopAgain extends Top {
                public double opened(double x) { return 8 * x; }
              }
              """,
          "first.Bottom",
          "package first;\n"
              + HEADER
              + """
              @Model
              public class Bottom extends second.Middle {
                double shut(double x) { return 21 * x; }
                @Override public double opened(double x) { return 22 * x; }
                @Override protected double guarded(double x) { return 23 * x + super.guarded(x); }
                @Compute @Differentiable public double f(double x) {
                  return fromTop(x) + 100000 * fromMiddle(x) + shared(x) + shut(x);
                }
              }
              """);

  @Override
  public InMemoryClasses compile(Map<String, String> files) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(files);
    all.putAll(PACKAGES);
    all.putAll(IMPORTS);
    return InMemoryCompiler.compile(all);
  }

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
                "AcrossPackages",
                """
                @Model
                class AcrossPackages extends second.Middle {
                  double shut(double x) {
                    return 31 * x;
                  }

                  double hiddenByPackage(double x) {
                    return 32 * x;
                  }

                  @Override
                  public double opened(double x) {
                    return 33 * x;
                  }

                  @Override
                  protected double guarded(double x) {
                    return super.guarded(x) + 34 * x;
                  }

                  @Compute @Differentiable
                  double f(double x) {
                    return fromTop(x) + 100000 * fromMiddle(x) + shut(x) + hiddenByPackage(x)
                        + guarded(x) + shared(x);
                  }
                }
                """)
            .on(1.0)
            .calling("fromTop", 2.0)
            .calling("fromMiddle", 2.0),
        types(
                "BackInThePackage",
                """
                @Model
                class BackInThePackage {
                  first.Bottom bottom = new first.Bottom();

                  @Compute @Differentiable
                  double f(double x) {
                    return bottom.f(x) + bottom.fromTop(x) + bottom.opened(x);
                  }
                }
                """)
            .on(1.0),
        types(
                "StaticImports",
                """
                @Model
                class StaticImports extends second.ImportingAll {
                  @Compute @Differentiable
                  double f(double x) {
                    return imported(x) * x + all(x);
                  }
                }
                """)
            .on(1.5)
            .calling("imported", 1.5)
            .calling("all", 1.5),
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
            .on(2.0),
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
