package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.annotation.DType;
import dev.kiln.autodiff.Vjp;
import dev.kiln.graph.Graph;
import dev.kiln.session.Results;
import dev.kiln.tensor.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The square of the length of a point has the Hessian of the sum of squares, at the origin too,
 * however a program computes it. Each program is three times such a square.
 */
final class SquaredLengthsTest extends AgreementTable {
  private static final String MODES =
      """
      @Compute
      @Differentiable(modes = {
        Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN,
        Mode.HESSIAN_DIAGONAL})
      """;

  private static final double CURVATURE = 6;

  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    List<Object> arguments =
        new ArrayList<>(
            Arrays.stream(modes.arguments(call))
                .filter(each -> !(each instanceof Boolean))
                .toList());
    double[] point = numbers(arguments);
    DerivedCheck derived = new DerivedCheck(modes, call);
    if (Arrays.stream(point).allMatch(each -> each == 0)) {
      derived.runWithoutDifferences();
    } else {
      derived.run();
    }
    double[] identity = new double[point.length * point.length];
    for (int i = 0; i < point.length; i++) {
      double[] expected = new double[point.length];
      expected[i] = CURVATURE;
      identity[i * point.length + i] = CURVATURE;
      double[] all = run(modes, call, "Hvp", directions(arguments, i));
      double[] product = Arrays.copyOfRange(all, all.length - point.length, all.length);
      assertArrayEquals(expected, product, tolerance(arguments), "product " + i);
    }
    if (arguments.get(0) instanceof Double) {
      checkReverseOverForward(modes, call);
    }
    if (!(arguments.get(0) instanceof Tensor)) {
      assertArrayEquals(identity, run(modes, call, "Hessian"), tolerance(arguments), "Hessian");
    }
  }

  /** The change of the slope in a direction, pulled back. */
  private static void checkReverseOverForward(Modes modes, Program.Call call) {
    Graph graph = Vjp.of(modes.graph("fJvp"), List.of("x", "y"));
    Map<String, Object> given = new LinkedHashMap<>();
    double[] tangents = {0.25, -0.5};
    double[] ofTangents = {tangents[0], tangents[1], 0, 1};
    int first = call.arguments().size();
    for (int i = 0; i < ofTangents.length; i++) {
      given.put(graph.inputs().get(first + i).name(), ofTangents[i]);
    }
    Object model = modes.newModel(modes.plain());
    Object[] arguments = modes.arguments(call);
    Method method = Reflection.method(modes.plain(), "f", arguments.length);
    Results results = modes.runGraph(graph, model, method, arguments, given);
    List<String> names = results.names();
    for (int i = 0; i < tangents.length; i++) {
      double pulled = (double) results.get(names.get(names.size() - tangents.length + i));
      assertEquals(CURVATURE * tangents[i], pulled, 1e-14, "reverse over forward " + i);
    }
  }

  private static double tolerance(List<Object> arguments) {
    boolean isFloat = arguments.get(0) instanceof Float || arguments.get(0) instanceof float[];
    return isFloat ? 1e-5 : 1e-14;
  }

  private static double[] run(Modes modes, Program.Call call, String suffix, Object... more) {
    Object[] given = modes.arguments(call);
    Object[] all = Arrays.copyOf(given, given.length + more.length);
    System.arraycopy(more, 0, all, given.length, more.length);
    Object compiled = modes.newCompiled();
    return numbers(Reflection.call(compiled.getClass(), compiled, "f" + suffix, all));
  }

  /** The unit vector along axis {@code axis} of the space of all arguments together. */
  private static Object[] directions(List<Object> arguments, int axis) {
    List<Object> directions = new ArrayList<>();
    int at = axis;
    for (Object each : arguments) {
      int size = numbers(each).length;
      double[] unit = new double[size];
      if (at >= 0 && at < size) {
        unit[at] = 1;
      }
      at -= size;
      directions.add(like(each, unit));
    }
    return directions.toArray();
  }

  private static Object like(Object argument, double... numbers) {
    if (argument instanceof Tensor tensor) {
      return Tensor.of(numbers).cast(tensor.dtype());
    }
    if (argument instanceof Float) {
      return (float) numbers[0];
    }
    if (argument instanceof Double) {
      return numbers[0];
    }
    Object array = Array.newInstance(argument.getClass().getComponentType(), numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      if (array instanceof float[] floats) {
        floats[i] = (float) numbers[i];
      } else {
        Array.setDouble(array, i, numbers[i]);
      }
    }
    return array;
  }

  private static double[] numbers(Object value) {
    if (value instanceof Number number) {
      return new double[] {number.doubleValue()};
    }
    if (value instanceof Tensor tensor) {
      return tensor.cast(DType.FLOAT64).toDoubleArray();
    }
    List<?> parts;
    if (value.getClass().isArray()) {
      parts =
          IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i)).toList();
    } else {
      parts = value instanceof List<?> list ? list : Reflection.components(value);
    }
    return parts.stream().flatMapToDouble(each -> DoubleStream.of(numbers(each))).toArray();
  }

  private static Program points(String name, String body) {
    return model(name, MODES + "double f(double x, double y) {\n" + body + "\n}\n")
        .on(0.0, 0.0)
        .on(0.3, -0.4);
  }

  private static Program branches(String name, String body) {
    return model(name, MODES + "double f(double x, double y, boolean use) {\n" + body + "\n}\n")
        .on(0.0, 0.0, true)
        .on(0.0, 0.0, false)
        .on(0.3, -0.4, true)
        .on(0.3, -0.4, false);
  }

  private static Program arrays(String name, String body) {
    return model(name, MODES + "double f(double[] v) {\n" + body + "\n}\n")
        .on(new double[] {0, 0})
        .on(new double[] {0, 0, 0})
        .on(new double[] {0.3, -0.4, 1.2});
  }

  private static Program floats(String name, String body) {
    return model(name, MODES + "float f(float x, float y) {\n" + body + "\n}\n").on(0f, 0f);
  }

  private static Program tensors(String name, String dtype, String body) {
    String shape = "@Shape(value = \"n\", dtype = DType." + dtype + ") Tensor ";
    DType of = DType.valueOf(dtype);
    String modes = "{Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.HESSIAN_VECTOR_PRODUCT}";
    String derivatives = "@Compute @Differentiable(modes = " + modes + ")\n";
    return model(
            name, derivatives + "Tensor f(" + shape + "x, " + shape + "y) {\n" + body + "\n}\n")
        .on(Tensor.zeros(of, 2), Tensor.zeros(of, 2))
        .on(Tensor.of(new double[] {0, 0.5}).cast(of), Tensor.of(new double[] {0, -2}).cast(of));
  }

  @Override
  public List<Program> programs() {
    return List.of(
        points("Product", "double h = Math.hypot(x, y); return 3 * (h * h);"),
        points("Scaled", "double h = Math.hypot(x, y); return -6 * h * (-h / 2);"),
        points("Power", "return 3 * Math.pow(Math.hypot(x, y), 2);"),
        points("StrictPower", "return 3 * StrictMath.pow(StrictMath.hypot(x, y), 2.0);"),
        points("Fused", "double h = Math.hypot(x, y); return Math.fma(3 * h, h, 1);"),
        points("Sum", "double h = Math.hypot(x, y); return (h + h) * h + (2 * h - h) * h;"),
        points("Two", "return 3 * (Math.hypot(x, y) * Math.hypot(x, y));"),
        points(
            "Solved",
            """
            double h = Math.hypot(x, y);
            double k = h * h;
            return Math.sin(k) + 2 * k + Math.exp(-k) * k * k + (k - k * k) * Math.cos(k) + k
                - Math.sin(k) * (1 - k * k) - Math.exp(-k) * k * k - (k - k * k) * Math.cos(k)
                - Math.sin(k) * k * k;
            """),
        points(
            "Helpers",
            """
            return 3 * squared(length(x, y));
            }
            record Point(double x, double y) {
              double length() { return Math.hypot(x, y); }
            }
            static double length(double x, double y) { return new Point(x, y).length(); }
            static double squared(double h) { return h * h;
            """),
        branches(
            "Behind",
            """
            double h = Math.hypot(x, y);
            if (use) {
              return 3 * h * h;
            }
            double k = 3 * Math.pow(h, 2);
            return k;
            """),
        branches(
            "Either",
            """
            double h = use ? Math.hypot(x, y) : -Math.hypot(y, x);
            return 3 * h * h;
            """),
        branches(
            "Assigned",
            """
            double h = 0;
            double scale = 1;
            if (use) {
              h = Math.hypot(x, y);
              scale = 3;
            } else {
              h += Math.hypot(2 * x, 2 * y);
              scale = 0.75;
            }
            return scale * (h * h);
            """),
        arrays(
            "Elements",
            """
            double[] h = new double[1];
            h[0] = Math.hypot(v[0], v[1]);
            double r = v.length == 3 ? Math.hypot(h[0], v[2]) : h[0];
            return 3 * (r * r);
            """),
        arrays(
            "Loop",
            """
            double h = 0;
            for (int i = 0; i < v.length; i++) {
              h = Math.hypot(h, v[i]);
            }
            return 3 * (h * h);
            """),
        arrays(
            "Left",
            """
            double h = Math.abs(v[0]) * 0;
            int i = 0;
            while (i < v.length) {
              if (i > 5) {
                break;
              }
              h = Math.hypot(h, v[i]);
              i++;
            }
            return 3 * (h * h);
            """),
        arrays(
            "Neighbours",
            """
            double sum = 0;
            double last = Math.hypot(v[0], v[v.length - 1]);
            for (int i = 0; i < v.length; i++) {
              double next = Math.hypot(v[i], v[(i + 1) % v.length]);
              sum += i == 0 ? next * next : 0.5 * next * next + 0.5 * Math.pow(next, 2);
              last = next;
            }
            return 1.5 * sum;
            """),
        arrays(
            "Checkpointed",
            """
            double h = 0;
            double kept = 0;
            for (@Checkpoint int i = 0; i < v.length; i++) {
              h = -Math.hypot(h, v[i]);
              kept = h * h + 0 * Math.exp(kept);
            }
            return kept + 2 * h * h;
            """),
        arrays(
            "Nested",
            """
            double total = 0;
            for (int i = 0; i < v.length; i++) {
              double h = v[i];
              double scale = 1;
              int j = 0;
              while (j < 3 && h * h < 4) {
                h = j % 2 == 0 ? 2 * Math.hypot(h, 0) : h / 2;
                scale = j % 2 == 0 ? 0.25 : 1;
                j++;
              }
              total += scale * h * h;
            }
            return 3 * total;
            """),
        arrays(
            "Switched",
            """
            double h = Math.hypot(v[0], v[1]);
            if (v.length == 3) {
              h = Math.hypot(v[2], h);
            }
            switch (v.length) {
              case 2: return 3 * h * h;
              default:
                double k = h;
                for (int i = 0; i < 3; i++) {
                  k += h * h;
                  k -= i == 1 ? 0 : 0.5 * h * h;
                }
                return (k - h) * 1.5;
            }
            """),
        floats("Floats", "float h = (float) Math.hypot(x, y); return 3 * h * h;"),
        floats("Widened", "double h = (float) Math.hypot(x, y); return (float) (h * (3 * h));"),
        floats(
            "FloatPower", "float h = (float) Math.hypot(x, y); return 3 * (float) Math.pow(h, 2);"),
        tensors(
            "Tensors", "FLOAT64", "Tensor h = x.hypot(y); return h.multiply(h).sum().multiply(3);"),
        tensors("FloatTensors", "FLOAT32", "return x.hypot(y).square().multiply(3).sum();"),
        tensors("TensorPower", "FLOAT64", "return x.hypot(y).pow(2).sum().multiply(3);"),
        tensors(
            "ScaledTensors",
            "FLOAT64",
            "Tensor h = x.hypot(y); return h.multiply(3).multiply(h).sum();"),
        tensors(
            "ChosenTensors",
            "FLOAT64",
            """
            Tensor h = x.greater(0.1).where(x.hypot(y), y.hypot(x).negate());
            return h.square().sum().multiply(3);
            """));
  }
}
