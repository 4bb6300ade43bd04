package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedInputs;
import dev.kiln.agreement.ForwardCheck;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.agreement.Slot;
import dev.kiln.autodiff.Vjp;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.session.Results;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Reverse mode over reverse mode: the vector-Jacobian product of a gradient graph is the Hessian
 * times a vector, as forward mode over reverse mode has it.
 */
public final class ReverseTwiceTest extends AgreementTable {
  private static final double[] POINT = {0.5, -1.25, 2.0, 0.75, -0.3};

  private static final String MODES =
      "@Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN_VECTOR_PRODUCT}) ";

  @Override
  public void check(Modes modes, Program.Call call) {
    Graph gradient = modes.graph("fGradient");
    List<String> wrt = gradient.outputs().subList(1, gradient.outputs().size());
    Object[] arguments = modes.arguments(call);
    Object model = modes.newModel(modes.plain());
    Method method = Reflection.method(modes.plain(), "f", arguments.length);
    SplittableRandom random = new SplittableRandom(7);
    Map<String, Object> vector = new LinkedHashMap<>();
    for (String name : wrt) {
      Object input = Slot.of(name, model, method, arguments).get();
      Object tangent = ForwardCheck.like(input, () -> random.nextDouble(-1, 1));
      vector.put(DerivedInputs.tangent(name), tangent);
    }
    Results expected = modes.runGraph(modes.graph("fHvp"), model, method, arguments, vector);

    Graph twice = Vjp.of(gradient, wrt);
    Verifier.verify(twice, "reverse over reverse");
    Map<String, Object> cotangents = new LinkedHashMap<>();
    cotangents.put("dValue", 0.0);
    // an output has the name of its input, whose cotangent could have the name, too
    vector.forEach((name, cotangent) -> cotangents.put(name + "_", cotangent));
    Results actual = modes.runGraph(twice, model, method, modes.arguments(call), cotangents);
    int first = actual.names().size() - wrt.size();
    for (int i = 0; i < wrt.size(); i++) {
      List<Double> product = Slot.elements(expected.get(DerivedInputs.tangent(wrt.get(i))));
      List<Double> pulled = Slot.elements(actual.get(actual.names().get(first + i)));
      for (int j = 0; j < product.size(); j++) {
        double scale = Math.max(1, Math.abs(product.get(j)));
        assertEquals(product.get(j), pulled.get(j), 1e-11 * scale, wrt.get(i) + " " + j);
      }
    }
  }

  @Test
  void functionsWithStacksOfTheirOwnAreRefused() throws IOException {
    Program program =
        model(
            "TwiceThroughRecursion",
            """
            static double power(double x, int n) { return n == 0 ? 1 : Math.sin(x) * power(x, n - 1); }
            """
                + MODES
                + "double f(double x, int n) { return power(x, n); }");
    Graph gradient =
        new Modes(program, InMemoryCompiler.compile(program.files())).graph("fGradient");
    NotDifferentiableException refusal =
        assertThrows(NotDifferentiableException.class, () -> Vjp.of(gradient, List.of("x")));
    assertEquals(
        "what powerForward saves for its derivative cannot be differentiated again in reverse mode",
        refusal.getMessage());
  }

  private static Program twice(String name, String method) {
    return model(name, MODES + method);
  }

  @Override
  public List<Program> programs() {
    return List.of(
        twice(
                "TwiceOnNumbers",
                """
                double f(double x, double y) { return Math.sin(x * y) * x + y / (1 + x * x); }
                """)
            .on(0.7, -1.3),
        twice(
                "TwiceThroughLengths",
                """
                double f(double x, double y) {
                  double h = Math.hypot(x, y);
                  if (h < 1) { return 2 * h * h; }
                  return Math.pow(h, 2);
                }
                """)
            .on(0.0, 0.0)
            .on(0.3, -0.2)
            .on(1.7, -0.2),
        twice(
                "TwiceOnArrays",
                """
                double f(double[] x, double a) {
                  double sum = 0;
                  for (int i = 0; i + 1 < x.length; i++) {
                    double d = x[i + 1] - x[i] * x[i];
                    sum += a * d * d + (1 - x[i]) * (1 - x[i]) * Math.exp(x[i]);
                  }
                  return sum * Math.sin(a);
                }
                """)
            .on(POINT, 0.7),
        twice(
                "TwiceWhereItWasTaken",
                """
                double f(double[] x, double a) {
                  double max = a;
                  double min = 5;
                  for (int i = 0; i < x.length; i++) {
                    max = Math.max(max, a * x[i] * x[i]);
                    if (x[i] * x[i] * x[i] < min) { min = x[i] * x[i] * x[i]; }
                  }
                  double sum = 0;
                  for (int i = 0; i < x.length; i++) { sum += Math.exp(x[i] * a - max); }
                  return (max + Math.log(sum)) * min;
                }
                """)
            .on(POINT, 0.7)
            .on(new double[] {2, -2, 1, 2}, 0.7),
        twice(
                "TwiceThroughCounting",
                """
                double f(double x, double k, int n) {
                  double y = x;
                  for (int i = 0; i < n; i++) { y = y + 0.1 * Math.sin(k * y) * x; }
                  return y * k;
                }
                """)
            .on(0.3, 1.1, 0)
            .on(0.3, 1.1, 9),
        twice(
                "TwiceThroughSearching",
                """
                double f(double x, double k) {
                  double y = x;
                  while (y < 10) {
                    if (y > k) { y = y * y * 0.8 + x; } else { y = y * 1.7 + Math.exp(-y * k); }
                  }
                  return Math.log(y) * k;
                }
                """)
            .on(0.3, 2.1)
            .on(11.0, 2.1),
        twice(
                "TwiceThroughNestedLoops",
                """
                double f(double[] x, double k) {
                  double total = 1;
                  for (int i = 0; i < x.length; i++) {
                    double y = x[i];
                    for (int j = 0; j < i + 2; j++) { y = Math.sin(y * k) + total * 0.1; }
                    total = total + y * x[i];
                  }
                  return total * total;
                }
                """)
            .on(POINT, 0.9),
        twice(
                "TwiceThroughOverwriting",
                """
                double f(double[] x, double k, int n) {
                  double[] u = x.clone();
                  double[] v = new double[u.length];
                  for (int t = 0; t < n; t++) {
                    for (int i = 0; i < u.length; i++) {
                      v[i] = u[i] + k * u[(i + 1) % u.length] * u[i];
                    }
                    for (int i = 0; i < u.length; i++) { u[i] = v[i] * 0.9; }
                    u[t % u.length] += v[0] * v[1];
                  }
                  double sum = 0;
                  for (double each : u) { sum += each * each; }
                  return sum;
                }
                """)
            .on(POINT, 0.3, 3),
        twice(
                "TwiceThroughSamples",
                """
                double f(double[] x, double k) {
                  double sum = 0;
                  for (int i = 0; i < x.length; i++) {
                    double y = x[i];
                    while (y < 3) { y = y * y + k + Math.exp(-y); }
                    sum += Math.sin(y) * k;
                  }
                  return 2 * sum;
                }
                """)
            .on(POINT, 1.3),
        twice(
                "TwiceThroughMatrices",
                """
                double f(double[][] a, double[] x) {
                  double[] y = new double[a.length];
                  for (int i = 0; i < a.length; i++) {
                    for (int j = 0; j < x.length; j++) { y[i] += a[i][j] * x[j] * x[j]; }
                  }
                  double sum = 0;
                  for (double each : y) { sum += Math.exp(each); }
                  return Math.log(sum);
                }
                """)
            .on(new double[][] {{0.1, 0.2, -0.3}, {1, -1, 0.5}}, new double[] {0.3, -0.4, 1.1}));
  }
}
