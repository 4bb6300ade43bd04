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

/**
 * Which methods Java means where classes of several packages extend each other, and what imports
 * mean.
 */
final class MethodsAcrossPackagesTest extends GradientTable {
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
            .calling("all", 1.5));
  }
}
