package dev.kiln.agreement.model;

import static dev.kiln.agreement.Program.types;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.testkit.run.InMemoryClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Models that use models of another compilation, of which only class files are left. */
final class LibraryModelTest extends GradientTable {
  private static final String HEADER =
      """
      package library;

      import dev.kiln.annotation.*;
      import dev.kiln.tensor.Tensor;

      """;

  private static final Map<String, String> LIBRARY =
      Map.of(
          "library.Dense",
          HEADER
              + """
              @Model
              public class Dense {
                public record Range(double low, double high) {}

                @Parameter @Shape(value = "in, out", dtype = DType.FLOAT64) Tensor w;
                @Parameter @Shape(value = "out", dtype = DType.FLOAT64) Tensor b;
                protected final double slope = 0.125;
                enum Kind { PLAIN, BENT }
                public enum Law { LINEAR, SQUARE }
                public static final Law USUAL = Law.SQUARE;
                final Kind kind = Kind.BENT;

                public Dense(int in, int out) {
                  w = Tensor.arange(DType.FLOAT64, in * out).multiply(0.1).subtract(0.3)
                      .reshape(in, out);
                  b = Tensor.ones(DType.FLOAT64, out);
                }

                @Compute @Shape(value = "batch, out", dtype = DType.FLOAT64)
                public Tensor apply(@Shape(value = "batch, in", dtype = DType.FLOAT64) Tensor x) {
                  return x.matmul(w).add(b).add(leaky(-2)).reshape(x.dim(0), b.dim(0));
                }

                static double unit(double value) {
                  return value * 0.5;
                }

                public static double weighted(double[] values, int times) {
                  double sum = 0;
                  for (int i = 0; i < values.length; i++) {
                    sum += Math.sin(values[i]) * unit(times);
                    values[i] *= 2;
                  }
                  return times > 1 ? sum + weighted(values, times - 1) : sum;
                }

                public static final double[] WEIGHTS = {2, 0.5};

                public static double tabled(int i) {
                  return WEIGHTS[i];
                }

                public static Range around(Range range, Law law) {
                  if (range.low() > range.high()) {
                    throw new Negative("the range is " + range.low());
                  }
                  return law == Law.SQUARE
                      ? new Range(range.low() * range.low(), range.high())
                      : range;
                }

                @Shape(value = "n", dtype = DType.FLOAT64)
                public static Tensor scaled(
                    @Shape(value = "n, in", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "in", dtype = DType.FLOAT64) Tensor by) {
                  return x.multiply(by).sum(1).multiply(by.dim(0));
                }

                @CustomGradient(vjp = "clippedVjp")
                public static double clipped(double x) {
                  return Math.min(x, 1);
                }

                static double clippedVjp(double cotangent, double x) {
                  return cotangent * 3;
                }

                double doubled(double value) {
                  return value * 2;
                }

                private double own(double value) {
                  return value + 3;
                }

                @Compute
                @Differentiable(wrt = {"x", "by"}, modes = {Differentiable.Mode.GRADIENT, Differentiable.Mode.JVP})
                public double energy(double x, double by) {
                  return leaky(x - by) * x * x + Math.sin(by * slope);
                }

                @Compute
                @Differentiable(wrt = "x")
                public double lawful(double x, Law law) {
                  double y = law == USUAL ? x * x : x;
                  return kind == Kind.BENT && kind.ordinal() == 1 ? leaky(y) * y : y;
                }

                @Compute
                public double measured(double x) {
                  return unit(x) + doubled(x) * 10 + own(x) * 100;
                }

                private double leaky(double value) {
                  if (value < 0) {
                    return value * slope;
                  }
                  return value;
                }

                @Compute
                public Range[] widened(Range[] ranges, double by) {
                  Range[] wide = ranges.clone();
                  for (int i = 0; i < wide.length; i++) {
                    wide[i] = new Range(ranges[i].low() - by, ranges[i].high() * by);
                  }
                  ranges[0] = wide[wide.length - 1];
                  return wide;
                }

                @Compute
                public int ways(int steps) {
                  return steps < 2 ? 1 : ways(steps - 1) + ways(steps - 2);
                }

                @Compute
                public Range widen(Range range, double by) {
                  if (!(by >= 0)) {
                    throw new IllegalArgumentException("widen by " + by);
                  }
                  return new Range(range.low() - by, range.high() + leaky(by));
                }

                public static class Negative extends ArithmeticException {
                  private static final long serialVersionUID = 1L;

                  public Negative(String message) {
                    super(message);
                  }
                }

                @Compute @Differentiable
                public double root(double x) {
                  if (x < 0) {
                    throw new Negative("x is " + x);
                  }
                  return Math.sqrt(x);
                }

                @Compute
                public void fill(double[] target, double value) {
                  for (int i = 0; i < target.length; i++) {
                    target[i] = leaky(value) + i;
                  }
                }
              }
              """,
          "library.Law",
          HEADER + "public interface Law { double at(double x); }",
          "library.Spring",
          HEADER
              + """
              @Model
              public class Spring implements Law {
                @Parameter double k;
                public Spring(double k) { this.k = k; }
                @Override @Compute public double at(double x) { return -k * x; }
              }
              """,
          "library.Laws",
          HEADER
              + """
              @Model
              public class Laws implements Law {
                final Spring[] springs = {new Spring(0.75), new Spring(-0.5)};
                public final java.util.List<Law> laws;
                final Law last;
                public Laws(double k) {
                  laws = java.util.List.of(new Spring(k), Math::sin, x -> x * k(), new Spring(2 * k));
                  last = new Spring(1);
                }
                static double k() { return 3; }
                @Override @Compute public double at(double x) {
                  for (Spring spring : springs) { x += spring.at(x); }
                  for (Law law : laws) { x += law.at(x); }
                  return last.at(x);
                }
              }
              """,
          "library.Stack",
          HEADER
              + """
              @Model
              public class Stack {
                Dense first = new Dense(3, 4);
                public Dense second = new Dense(4, 2);

                @Compute
                public Tensor apply(@Shape(value = "batch, 3", dtype = DType.FLOAT64) Tensor x) {
                  return second.apply(first.apply(x).tanh());
                }
              }
              """);

  @TempDir private static Path folder;

  private static InMemoryClasses library;

  @BeforeAll
  static void compileLibrary() throws IOException {
    library = InMemoryCompiler.compile(LIBRARY);
    library.writeTo(folder);
  }

  @Override
  public InMemoryClasses compile(Map<String, String> files) throws IOException {
    return InMemoryCompiler.compile(files, folder).with(library);
  }

  /** Not every method has a derivative. */
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
                "LawsOfALibrary",
                """
                @Model
                class LawsOfALibrary {
                  final library.Laws laws = new library.Laws(0.5);
                  final library.Law[] own = {new library.Spring(0.25), new library.Laws(2), new Drag()};
                  @Compute @Differentiable double f(double x) {
                    double y = laws.at(x) + laws.laws.get(3).at(x);
                    for (library.Law law : own) { y += law.at(y); }
                    return y;
                  }
                }

                @Model
                class Drag implements library.Law {
                  @Parameter double k = 0.5;
                  @Override public double at(double x) { return -k * x * x; }
                }
                """)
            .on(0.4),
        types(
                "DerivativesOfALibrary",
                """
                @Model
                class DerivativesOfALibrary {
                  final library.Dense dense = new library.Dense(3, 2);

                  @Compute @Differentiable double f(double x, double by) {
                    double sum = 0;
                    for (int i = 0; i < 3; i++) {
                      library.CompiledDense.EnergyGradient slope =
                          library.CompiledDense.energyGradient(dense, x, by);
                      sum += slope.x() * slope.by()
                          + library.CompiledDense.energyJvp(dense, x, by, 1, sum).tangent();
                      x += 0.25;
                    }
                    return sum;
                  }
                }
                """)
            .on(0.5, 1.5)
            .on(2.0, 0.5),
        types(
                "EnumsOfALibrary",
                """
                @Model
                class EnumsOfALibrary {
                  final library.Dense dense = new library.Dense(3, 2);

                  @Compute @Differentiable double f(double x, boolean square) {
                    library.Dense.Law law =
                        square ? library.Dense.Law.SQUARE : library.Dense.Law.LINEAR;
                    return dense.lawful(x, law) + x * dense.lawful(x, library.Dense.Law.SQUARE)
                        + library.CompiledDense.lawfulGradient(dense, x, law).x();
                  }
                }
                """)
            .on(0.5, false)
            .on(-0.5, true),
        types(
                "ExceptionsOfALibrary",
                """
                @Model
                class ExceptionsOfALibrary {
                  final library.Dense dense = new library.Dense(3, 2);

                  @Compute @Differentiable double f(double x) {
                    return dense.root(x) * library.CompiledDense.rootGradient(dense, x + 1).x();
                  }

                  @Compute double g(double x) {
                    return dense.root(x) + dense.root(x - 1);
                  }
                }
                """)
            .on(0.5)
            .calling("g", 0.5)
            .calling("g", -0.5)
            .calling("g", 1.5),
        types(
                "UsesRecordArraysOfALibrary",
                """
                @Model
                class UsesRecordArraysOfALibrary {
                  final library.Dense dense = new library.Dense(3, 2);

                  @Compute @Differentiable double f(double[] x) {
                    library.Dense.Range[] ranges = new library.Dense.Range[x.length];
                    for (int i = 0; i < x.length; i++) {
                      ranges[i] = new library.Dense.Range(x[i], x[i] * x[0]);
                    }
                    library.Dense.Range[] wide = dense.widened(ranges, x[0]);
                    return wide[0].low() * wide[1].high() + ranges[0].low();
                  }
                }
                """)
            .on(new double[] {0.5, 1.5, -2}),
        types(
                "StaticMethodsOfALibrary",
                """
                @Model
                class StaticMethodsOfALibrary extends library.Dense {
                  final double[] in = {0.5, 1};

                  StaticMethodsOfALibrary() {
                    super(3, 2);
                  }

                  @Compute @Differentiable double f(double[] x, boolean square) {
                    double sum = weighted(x, 2) * library.Dense.weighted(x, 1);
                    Range range = around(new Range(sum - 9, sum), square ? Law.SQUARE : Law.LINEAR);
                    return range.low() * range.high();
                  }

                  @Compute double g(double[] x) {
                    return around(new Range(x[0], x[1]), USUAL).low() + in[0] * tabled(1);
                  }
                }
                """)
            .on(new double[] {0.5, 1.5, -2}, true)
            .on(new double[] {0.5, 1.5, -2}, false)
            .calling("g", new double[] {1, 2})
            .calling("g", new double[] {2, 1}),
        types(
                "StaticMethodsOnTensorsOfALibrary",
                """
                @Model
                class StaticMethodsOnTensorsOfALibrary {
                  @Parameter @Shape(value = "in", dtype = DType.FLOAT64) Tensor own =
                      Tensor.ones(DType.FLOAT64, 2);

                  @Compute @Differentiable
                  Tensor f(@Shape(value = "k, 3", dtype = DType.FLOAT64) Tensor x) {
                    Tensor by = Tensor.arange(DType.FLOAT64, 3).add(own.sum());
                    return library.Dense.scaled(x, by).square().sum();
                  }
                }
                """)
            .on(wideSample(4, 3)),
        types(
                "LibraryLayers",
                """
                @Model
                class LibraryLayers {
                  library.Stack stack = new library.Stack();
                  library.Dense last = new library.Dense(2, 5);

                  @Compute @Differentiable
                  Tensor f(@Shape(value = "n, 3", dtype = DType.FLOAT64) Tensor x) {
                    return last.apply(stack.apply(x)).square().sum();
                  }

                  @Compute
                  int g(int steps) {
                    return last.ways(steps) * stack.second.ways(3);
                  }
                }
                """)
            .on(wideSample(4, 3))
            .calling("g", 6),
        types(
                "LibraryRecords",
                """
                @Model
                class LibraryRecords {
                  library.Dense dense = new library.Dense(1, 1);

                  @Compute
                  library.Dense.Range g(library.Dense.Range range, double by) {
                    library.Dense.Range wide = dense.widen(range, by);
                    return dense.widen(new library.Dense.Range(wide.high(), wide.low()), 1);
                  }

                  @Compute
                  double h(double[] target, double value) {
                    dense.fill(target, value);
                    return target[0] + dense.widen(new library.Dense.Range(1, 2), value).low();
                  }
                }
                """)
            .calling("h", new double[3], 2.5)
            .calling("h", new double[0], 2.5)
            .calling("h", new double[3], -1.0),
        types(
                "LibrarySuperclass",
                """
                @Model
                class LibrarySuperclass extends library.Dense {
                  LibrarySuperclass() {
                    super(3, 3);
                  }

                  @Compute @Differentiable
                  Tensor f(@Shape(value = "n, in", dtype = DType.FLOAT64) Tensor x) {
                    return apply(x).multiply(super.apply(x)).sum();
                  }

                  static double unit(double value) {
                    return value * 7;
                  }

                  double doubled(double value) {
                    return value * 11;
                  }

                  double own(double value) {
                    return value + 13;
                  }

                  @Compute
                  double g(double x) {
                    return measured(x) + super.measured(x) + unit(x) + doubled(x) + own(x);
                  }

                  @Override
                  @Compute
                  public void fill(double[] target, double value) {
                    super.fill(target, value + 1);
                  }
                }
                """)
            .on(wideSample(2, 3))
            .calling("apply", wideSample(2, 3))
            .calling("ways", 7)
            .calling("measured", 0.75)
            .calling("g", 0.75)
            .calling("fill", new double[2], 3.0));
  }
}
