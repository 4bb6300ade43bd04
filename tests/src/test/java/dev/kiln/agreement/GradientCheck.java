package dev.kiln.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.kiln.annotation.DType;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.session.Results;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Checks the derivatives of one call: the session and the generated code agree bit for bit, and
 * both agree with finite differences; where all is tensors, with the tape as well. A tape on the
 * generated code answers what the generated code answers.
 */
public final class GradientCheck {
  /** The error of the extrapolated differences is of its fourth power. */
  private static final double STEP = 1e-4;

  private static final double TOLERANCE = 1e-7;

  /** Of the tape in float32, which may add in another order. */
  private static final double FLOAT_TOLERANCE = 1e-5;

  private final Modes modes;
  private final Program.Call call;
  private final Expected expected;

  public GradientCheck(Modes modes, Program.Call call) {
    this.modes = modes;
    this.call = call;
    this.expected = this::difference;
  }

  /**
   * @param expected derivatives that are known; differences do not give those of constants
   */
  public GradientCheck(Modes modes, Program.Call call, Expected expected) {
    this.modes = modes;
    this.call = call;
    this.expected = expected;
  }

  /** What a derivative has to be. */
  @FunctionalInterface
  public interface Expected {
    double derivative(String input, int element);
  }

  public void run() {
    Object model = modes.newModel(modes.plain());
    Object[] arguments = modes.arguments(call);
    Method method = Reflection.method(modes.plain(), call.method(), arguments.length);
    String name = call.method() + "Gradient";
    Results results = modes.runGraph(name, model, method, arguments);
    checkArguments(arguments);
    checkCompiled(name, results);
    Object value = Reflection.invoke(method, model, modes.arguments(call));
    assertEquals(
        new Observation().value("value", value).toString(),
        new Observation().value("value", results.get("value")).toString(),
        "the value");
    for (String input : results.names().subList(1, results.names().size())) {
      if (Slot.isDouble(results.get(input))) {
        checkDifferences(input, results.get(input));
      }
    }
    checkTape(results);
  }

  private void checkCompiled(String name, Results results) {
    Object[] arguments = modes.arguments(call);
    Object record =
        Reflection.call(modes.newCompiled().getClass(), modes.newCompiled(), name, arguments);
    checkArguments(arguments);
    Observation compiled = new Observation();
    Observation session = new Observation();
    List<Object> components = Reflection.components(record);
    assertEquals(results.names().size(), components.size(), "components of " + record.getClass());
    for (int i = 0; i < components.size(); i++) {
      compiled.value(results.names().get(i), components.get(i));
      session.value(results.names().get(i), results.get(results.names().get(i)));
    }
    assertEquals(session.toString(), compiled.toString(), "compiled against session");
  }

  /** The derivative leaves in its arguments what the method itself leaves there. */
  private void checkArguments(Object[] actual) {
    Object[] expected = modes.arguments(call);
    Method method = Reflection.method(modes.plain(), call.method(), expected.length);
    Reflection.invoke(method, modes.newModel(modes.plain()), expected);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          new Observation().value("argument", expected[i]).toString(),
          new Observation().value("argument", actual[i]).toString(),
          "argument " + i + " afterwards");
    }
  }

  private void checkDifferences(String input, Object derivative) {
    List<Double> actual = Slot.elements(derivative);
    for (int i = 0; i < actual.size(); i++) {
      double wanted = expected.derivative(input, i);
      double scale = Math.max(1, Math.abs(wanted));
      if (!(Math.abs(actual.get(i) - wanted) <= TOLERANCE * scale)) {
        fail(
            "derivative with respect to "
                + input
                + ", element "
                + i
                + ": is "
                + actual.get(i)
                + ", expected "
                + wanted);
      }
    }
  }

  /** Richardson's extrapolation of two central differences. */
  private double difference(String input, int element) {
    double wide = central(input, element, 2 * STEP);
    double narrow = central(input, element, STEP);
    return narrow + (narrow - wide) / 3;
  }

  private double central(String input, int element, double step) {
    return (value(input, element, step) - value(input, element, -step)) / (2 * step);
  }

  /** The value with one number moved. */
  private double value(String input, int element, double by) {
    Object model = modes.newModel(modes.plain());
    Object[] arguments = modes.arguments(call);
    Method method = Reflection.method(modes.plain(), call.method(), arguments.length);
    Slot.of(input, model, method, arguments).move(element, by);
    Object result = Reflection.invoke(method, model, arguments);
    return result instanceof Tensor tensor ? tensor.toDouble() : ((Number) result).doubleValue();
  }

  private void checkTape(Results results) {
    try {
      ask(
          modes.newModel(modes.plain()),
          results,
          (input, gradient) -> checkClose(input, gradient, results.tensor(input)));
    } catch (NotDifferentiableException e) {
      // a method that calls a generated derivative, into which a tape cannot see
      assertTrue(e.getMessage().contains("differentiate through"), e.getMessage());
    }
    ask(
        modes.newCompiled(),
        results,
        (input, gradient) ->
            assertEquals(
                new Observation().value(input, results.tensor(input)).toString(),
                new Observation().value(input, gradient).toString(),
                "the tape on compiled code"));
  }

  /** Asks a tape for the derivatives with respect to all inputs that are tensors. */
  private void ask(Object model, Results results, BiConsumer<String, Tensor> check) {
    Object[] arguments = modes.arguments(call);
    Method declared = Reflection.method(modes.plain(), call.method(), arguments.length);
    Method method = Reflection.method(model.getClass(), call.method(), arguments.length);
    List<String> inputs = new ArrayList<>();
    List<Tensor> sources = new ArrayList<>();
    for (String input : results.names().subList(1, results.names().size())) {
      if (Slot.of(input, model, declared, arguments).get() instanceof Tensor tensor) {
        inputs.add(input);
        sources.add(tensor);
      }
    }
    try (Tape tape = Tape.open()) {
      if (!(Reflection.invoke(method, model, arguments) instanceof Tensor value)) {
        return; // what became a number is unknown to the tape
      }
      List<Tensor> gradients = tape.gradient(value, sources.toArray(new Tensor[0]));
      for (int i = 0; i < inputs.size(); i++) {
        check.accept(inputs.get(i), gradients.get(i));
      }
    }
  }

  private static void checkClose(String input, Tensor tape, Tensor graph) {
    assertEquals(tape.shape(), graph.shape(), "shape of the derivative for " + input);
    double tolerance = tape.dtype() == DType.FLOAT32 ? FLOAT_TOLERANCE : 1e-12;
    List<Double> expected = Slot.elements(tape);
    List<Double> actual = Slot.elements(graph);
    for (int i = 0; i < expected.size(); i++) {
      double scale = Math.max(1, Math.abs(expected.get(i)));
      assertEquals(expected.get(i), actual.get(i), tolerance * scale, "against the tape: " + input);
    }
  }
}
