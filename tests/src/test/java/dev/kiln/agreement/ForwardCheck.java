package dev.kiln.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.autodiff.Jvp;
import dev.kiln.autodiff.forward.JvpBatch;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.session.Results;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Checks forward mode on one call, in sessions: the derivative in a direction is the product of the
 * gradient and the direction, several tangents at once give what each gives alone, and forward mode
 * over reverse mode gives the change of the gradient in a direction.
 */
public final class ForwardCheck {
  private static final double TOLERANCE = 1e-10;
  private static final double FLOAT_TOLERANCE = 1e-4;
  private static final double STEP = 1e-4;
  private static final double DIFFERENCE_TOLERANCE = 1e-6;

  private final Modes modes;
  private final Program.Call call;
  private final Graph graph;
  private final Graph gradient;
  private final List<String> wrt;

  public ForwardCheck(Modes modes, Program.Call call) {
    this.modes = modes;
    this.call = call;
    this.graph = modes.graph(call.method());
    this.gradient = modes.graph(call.method() + "Gradient");
    this.wrt = gradient.outputs().subList(1, gradient.outputs().size());
  }

  public void run() {
    Results gradients = run(gradient, Map.of());
    Map<String, Object> first = direction(gradients, 1);
    checkFirstOrder(gradients, first);
    checkSecondOrder(gradients, first);
  }

  /** As {@link #run}, without second derivatives. */
  public void runFirstOrder() {
    Results gradients = run(gradient, Map.of());
    checkFirstOrder(gradients, direction(gradients, 1));
  }

  private void checkFirstOrder(Results gradients, Map<String, Object> first) {
    Map<String, Object> second = direction(gradients, 2);
    Results alone = run(verified(Jvp.of(graph, wrt)), tangents(first, ""));
    String output = graph.outputs().get(0);
    assertEquals(
        text(gradients.get("value")), text(alone.get(output)), "the value beside a tangent");
    checkProduct(gradients, first, alone.get(tangent(output)));
    checkLanes(first, second, output, alone);
  }

  private void checkProduct(Results gradients, Map<String, Object> direction, Object actual) {
    double expected = 0;
    double scale = 1;
    boolean precise = Slot.isDouble(actual);
    for (String input : wrt) {
      List<Double> slopes = Slot.elements(gradients.get(input));
      List<Double> steps = Slot.elements(direction.get(input));
      precise &= Slot.isDouble(gradients.get(input));
      for (int i = 0; i < slopes.size(); i++) {
        expected += slopes.get(i) * steps.get(i);
        scale += Math.abs(slopes.get(i) * steps.get(i));
      }
    }
    double tolerance = (precise ? TOLERANCE : FLOAT_TOLERANCE) * scale;
    assertEquals(expected, Slot.elements(actual).get(0), tolerance, "forward against reverse");
  }

  private void checkLanes(
      Map<String, Object> first, Map<String, Object> second, String output, Results alone) {
    Map<String, Object> both = tangents(first, "0");
    both.putAll(tangents(second, "1"));
    Results batch = run(verified(JvpBatch.of(graph, wrt, 2)), both);
    Results other = run(Jvp.of(graph, wrt), tangents(second, ""));
    String name = tangent(output);
    assertEquals(text(alone.get(name)), text(batch.get(name + "0")), "the first of two lanes");
    assertEquals(text(other.get(name)), text(batch.get(name + "1")), "the second of two lanes");
  }

  private void checkSecondOrder(Results gradients, Map<String, Object> direction) {
    boolean precise = wrt.stream().allMatch(input -> Slot.isDouble(gradients.get(input)));
    Results product = run(verified(Jvp.of(gradient, wrt)), tangents(direction, ""));
    if (!precise) {
      return;
    }
    Map<String, List<Double>> wide = differences(direction, 2 * STEP);
    Map<String, List<Double>> narrow = differences(direction, STEP);
    for (String input : wrt) {
      List<Double> actual = Slot.elements(product.get(tangent(input)));
      for (int i = 0; i < actual.size(); i++) {
        double near = narrow.get(input).get(i);
        double expected = near + (near - wide.get(input).get(i)) / 3; // Richardson
        double scale = Math.max(1, Math.abs(expected));
        assertEquals(
            expected,
            actual.get(i),
            DIFFERENCE_TOLERANCE * scale,
            "Hessian-vector product for " + input + ", element " + i);
      }
    }
  }

  /** Central differences of the gradient. */
  private Map<String, List<Double>> differences(Map<String, Object> direction, double step) {
    Results above = run(gradient, Map.of(), direction, step);
    Results below = run(gradient, Map.of(), direction, -step);
    Map<String, List<Double>> differences = new LinkedHashMap<>();
    for (String input : wrt) {
      List<Double> high = Slot.elements(above.get(input));
      List<Double> low = Slot.elements(below.get(input));
      List<Double> slopes = new ArrayList<>();
      for (int i = 0; i < high.size(); i++) {
        slopes.add((high.get(i) - low.get(i)) / (2 * step));
      }
      differences.put(input, slopes);
    }
    return differences;
  }

  private static Graph verified(Graph derived) {
    Verifier.verify(derived);
    return derived;
  }

  private Results run(Graph derived, Map<String, Object> tangents) {
    return run(derived, tangents, Map.of(), 0);
  }

  /** Runs a graph on the arguments, moved in a direction. */
  private Results run(
      Graph derived, Map<String, Object> tangents, Map<String, Object> direction, double step) {
    Object model = modes.newModel(modes.plain());
    Object[] arguments = modes.arguments(call);
    Method method = Reflection.method(modes.plain(), call.method(), arguments.length);
    direction.forEach(
        (input, value) -> {
          Slot slot = Slot.of(input, model, method, arguments);
          List<Double> elements = Slot.elements(value);
          for (int i = 0; i < elements.size(); i++) {
            slot.move(i, step * elements.get(i));
          }
        });
    return modes.runGraph(derived, model, method, arguments, tangents);
  }

  private static Map<String, Object> tangents(Map<String, Object> direction, String lane) {
    Map<String, Object> tangents = new LinkedHashMap<>();
    direction.forEach((input, value) -> tangents.put(tangent(input) + lane, copy(value)));
    return tangents;
  }

  private static Object copy(Object value) {
    return like(value, new ArrayList<>(Slot.elements(value)).iterator()::next);
  }

  /** A direction in the space of the inputs. */
  private Map<String, Object> direction(Results gradients, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Object> direction = new LinkedHashMap<>();
    for (String input : wrt) {
      direction.put(input, like(gradients.get(input), () -> random.nextDouble(-1, 1)));
    }
    return direction;
  }

  /** Numbers in the structure of {@code value}. */
  public static Object like(Object value, DoubleSupplier numbers) {
    if (value == null) {
      return null;
    }
    if (value instanceof Double) {
      return numbers.getAsDouble();
    }
    if (value instanceof Float) {
      return (float) numbers.getAsDouble();
    }
    if (value instanceof Tensor tensor) {
      double[] elements = new double[tensor.shape().elements()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = numbers.getAsDouble();
      }
      Tensor exact = Tensor.of(NdArray.of(tensor.shape(), elements));
      return tensor.dtype() == DType.FLOAT64 ? exact : exact.cast(tensor.dtype());
    }
    Object copy = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
    for (int i = 0; i < Array.getLength(value); i++) {
      Array.set(copy, i, like(Array.get(value, i), numbers));
    }
    return copy;
  }

  private static String tangent(String name) {
    return DerivedInputs.tangent(name);
  }

  private static String text(Object value) {
    return new Observation().value("value", value).toString();
  }
}
