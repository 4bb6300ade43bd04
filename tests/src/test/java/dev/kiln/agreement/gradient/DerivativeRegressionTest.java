package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.ClosedForm;
import dev.kiln.agreement.ForwardCheck;
import dev.kiln.agreement.GradientCheck;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.InMemoryClasses;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Derivatives that other tools are known to have got wrong, refused or crashed on, each under the
 * name of the failure. Every program is checked compiled, in a session, forward, and where it
 * computes with tensors by a tape, against finite differences; those that end in {@code AtAKink}
 * against the closed form that their {@code slope} states.
 */
public final class DerivativeRegressionTest extends AgreementTable {
  private static final double[] X = {0.5, -1.25, 2.0, 0.75};

  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    if (modes.plain().getSimpleName().endsWith("AtAKink")) {
      new GradientCheck(modes, call, ClosedForm.of(modes, call)).run();
      new ForwardCheck(modes, call).runFirstOrder();
    } else {
      new GradientCheck(modes, call).run();
      new ForwardCheck(modes, call).run();
    }
  }

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "WhileLoopWithoutBound",
                """
                @Compute @Differentiable double f(double x) {
                  double y = x;
                  while (y < 100) { y = y * y + 0.25 * Math.sin(y) + 0.5; }
                  return y;
                }
                """)
            .on(0.3)
            .on(1.7)
            .on(200.0),
        model(
                "ContinueInADynamicForLoop",
                """
                @Compute @Differentiable double f(double[] x, int n) {
                  double product = 1;
                  for (int i = 0; i < n; i++) {
                    if (x[i % x.length] < 0) { continue; }
                    product *= x[i % x.length];
                    if (i % 3 == 1) { continue; }
                    product += x[0];
                  }
                  return product;
                }
                """)
            .on(X, 0)
            .on(X, 1)
            .on(X, 9),
        model(
                "BreakDoesNotRunTheUpdate",
                """
                @Compute @Differentiable double f(double x, int n) {
                  double y = x;
                  int i = 0;
                  for (; i < n; i++) {
                    y = y * x + i;
                    if (y > 3) { break; }
                    y += 0.125 * i * x;
                  }
                  return y * (i + 1);
                }
                """)
            .on(0.7, 10)
            .on(1.9, 10)
            .on(0.3, 3),
        model(
                "LabelledBreakInNestedLoops",
                """
                @Compute @Differentiable double f(double[] x, double limit) {
                  double sum = 0;
                  outer:
                  for (int i = 0; i < x.length; i++) {
                    for (int j = 0; j < x.length; j++) {
                      if (j == i) { continue; }
                      if (x[j] * x[i] < -2) { continue outer; }
                      sum += x[i] * x[j] * x[j] + sum * 0.25;
                      if (sum > limit) { break outer; }
                    }
                    sum *= 1 + x[i] * x[i];
                  }
                  return sum * sum;
                }
                """)
            .on(X, 2.0)
            .on(X, 1e9)
            .on(X, -1e9),
        model(
                "DivisorAccumulatedInALoop",
                """
                @Compute @Differentiable double f(double[] x) {
                  double sum = 0;
                  double divisor = 1;
                  for (int i = 0; i < x.length; i++) {
                    divisor += x[i] * x[i];
                    sum += x[i] / divisor;
                    divisor *= 1 + 0.25 * x[i];
                    sum /= divisor;
                  }
                  return sum / divisor;
                }
                """)
            .on(X),
        model(
                "VariableOverwrittenInALoop",
                """
                @Compute @Differentiable double f(double x, double y, int n) {
                  double a = x;
                  double b = y;
                  for (int i = 0; i < n; i++) {
                    double old = a;
                    a = a * b;
                    b = old - b * b;
                    if (b > 1) { b = Math.sin(b); }
                  }
                  return a - b;
                }
                """)
            .on(0.7, 1.1, 7),
        model(
                "TapeThroughALoop",
                """
                @Compute @Differentiable
                Tensor f(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
                  Tensor y = x;
                  for (int i = 0; i < 4; i++) {
                    if (i == 2) { continue; }
                    y = y.multiply(x).add(i);
                    if (y.sum().greater(20).toBoolean()) { break; }
                  }
                  return y.square().sum();
                }
                """)
            .on(doubles(shape(3), 0.5, -0.25, 0.75))
            .on(doubles(shape(3), 3, 4, 5)),
        model(
                "NanInTheBranchNotTaken",
                """
                @Compute @Differentiable double f(double x) {
                  double y = x > 0 ? Math.sqrt(x) * Math.log(x) : x * x;
                  if (y < 0) { y *= 2; } else { y += Math.pow(Math.abs(x), 1.5); }
                  return y;
                }
                """)
            .on(-0.7)
            .on(0.7)
            .on(2.0),
        model(
                "NanInTheBranchNotTakenAtAKink",
                """
                @Compute @Differentiable double f(double x) {
                  return x > 0 ? Math.sqrt(x) / x : 3 * x;
                }
                double[] slope(double x) { return new double[] {3}; }
                """)
            .on(0.0)
            .on(-1.0),
        model(
                "NanInTensorsThatAreNotChosen",
                """
                @Compute @Differentiable
                Tensor f(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
                  Tensor positive = x.greater(0);
                  Tensor safe = positive.where(x, x.multiply(0).add(1));
                  return positive.where(safe.sqrt().log(), x.square()).sum();
                }
                """)
            .on(doubles(shape(3), 0.5, -1, -2)),
        model(
                "NormAtZeroAtAKink",
                """
                @Compute @Differentiable double f(double x, double y) {
                  return Math.hypot(x, y) + Math.abs(x) + Math.max(x, 0) + 2 * y;
                }
                double[] slope(double x, double y) { return new double[] {0.5, 2}; }
                """)
            .on(0.0, 0.0),
        model(
                "NormOfAnArrayAtZeroAtAKink",
                """
                @Compute @Differentiable double f(double[] x) {
                  double sum = 0;
                  for (double each : x) { sum += each * each; }
                  return sum == 0 ? 0 : Math.sqrt(sum);
                }
                double[] slope(double[] x) { return new double[x.length]; }
                """)
            .on(new double[3]));
  }

  private static final Program MODEL =
      model(
          "Repeated",
          """
          @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.JVP}) double f(double x, int n) {
            double y = x;
            for (int i = 0; i < n; i++) {
              if (y > 2) { y -= 1; continue; }
              y = y * y + x;
            }
            return y;
          }
          @Compute @Differentiable double steady(double[] x, int n) {
            double sum = 0;
            for (int k = 0; k < n; k++) { for (double each : x) { sum += 0.5 * each; } }
            return sum;
          }
          @Compute @Differentiable double energy(double x) { return x * x * x * x - x * x; }
          """);

  private static double slope(double x, int n) {
    double y = x;
    double slope = 1;
    for (int i = 0; i < n; i++) {
      if (y > 2) {
        y -= 1;
      } else {
        slope = 2 * y * slope + 1;
        y = y * y + x;
      }
    }
    return slope;
  }

  private static Object call(Object compiled, String method, Object... arguments) {
    return Reflection.call(compiled.getClass(), compiled, method, arguments);
  }

  private static double derivative(Object record) {
    return (double) Reflection.components(record).get(1);
  }

  @Test
  void backwardCalledTwice() throws IOException {
    Modes modes = new Modes(MODEL, InMemoryCompiler.compile(MODEL.files()));
    Object compiled = modes.newCompiled();
    Graph gradient = modes.graph("fGradient");
    try (Session session = new Session(gradient)) {
      for (int n : new int[] {9, 9, 0, 5, 9}) {
        assertEquals(slope(0.6, n), derivative(call(compiled, "fGradient", 0.6, n)), 1e-12);
        Feeds feeds = Feeds.of("x", 0.6).and("n", n);
        assertEquals(slope(0.6, n), session.run(feeds).getDouble("x"), 1e-12);
      }
    }
    try (Tape tape = Tape.open()) {
      Tensor x = Tensor.scalar(3.0);
      Tensor y = x.multiply(x).multiply(x);
      assertEquals(27, tape.gradient(y, x).get(0).toDouble());
      assertEquals(27, tape.gradient(y, x).get(0).toDouble());
    }
  }

  @Test
  void backwardFromManyThreads() throws IOException {
    Modes modes = new Modes(MODEL, InMemoryCompiler.compile(MODEL.files()));
    Object compiled = modes.newCompiled();
    Graph gradient = modes.graph("fGradient");
    boolean right =
        IntStream.range(0, 400)
            .parallel()
            .allMatch(
                i -> {
                  int n = i % 20;
                  double x = 0.5 + i / 1000.0;
                  double expected = derivative(call(compiled, "fGradient", x, n));
                  try (Session session = new Session(gradient);
                      Tape tape = Tape.open()) {
                    Feeds feeds = Feeds.of("x", x).and("n", n);
                    Tensor point = Tensor.scalar(x);
                    Tensor square = point.square();
                    return Math.abs(expected - slope(x, n)) <= 1e-9 * Math.abs(expected)
                        && session.run(feeds).getDouble("x") == expected
                        && tape.gradient(square, point).get(0).toDouble() == 2 * x;
                  }
                });
    assertTrue(right);
  }

  @Test
  void forwardModeThroughAWhileLoop() throws IOException {
    Modes modes = new Modes(MODEL, InMemoryCompiler.compile(MODEL.files()));
    Object record = call(modes.newCompiled(), "fJvp", 0.6, 9, 1.0);
    assertEquals(slope(0.6, 9), derivative(record), 1e-12);
  }

  @Test
  void memoryDoesNotGrowWithStepsThatNeedNone() throws IOException {
    InMemoryClasses classes = InMemoryCompiler.compile(MODEL.files());
    String source = classes.generatedSources().get(MODEL.qualified("CompiledRepeated"));
    int start = source.indexOf("SteadyGradient steadyGradient(");
    String method = source.substring(start, source.indexOf("\n  }\n", start));
    assertFalse(method.contains("push") || method.contains("Stack"), method);
    Object compiled = new Modes(MODEL, classes).newCompiled();
    Object record = call(compiled, "steadyGradient", new double[] {1, 2}, 10);
    assertEquals(5, ((double[]) Reflection.components(record).get(1))[1]);
  }

  @Test
  void aGradientIsAnOutput() throws IOException {
    Modes modes = new Modes(MODEL, InMemoryCompiler.compile(MODEL.files()));
    double force = -derivative(call(modes.newCompiled(), "energyGradient", 1.5));
    assertEquals(-(4 * 1.5 * 1.5 * 1.5 - 2 * 1.5), force, 1e-12);
    try (Session session = new Session(modes.graph("energyGradient"))) {
      assertEquals(-force, session.run(Feeds.of("x", 1.5)).getDouble("x"));
    }
    Tensor x = Tensor.scalar(1.5);
    try (Tape outer = Tape.open()) {
      Tensor slope;
      try (Tape inner = Tape.open()) {
        Tensor square = x.square();
        slope = inner.gradient(square.square().subtract(square), x).get(0);
      }
      assertEquals(-force, slope.toDouble(), 1e-12);
      assertEquals(12 * 1.5 * 1.5 - 2, outer.gradient(slope, x).get(0).toDouble(), 1e-12);
    }
  }
}
