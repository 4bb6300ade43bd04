package dev.kiln.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.graph.Graph;
import dev.kiln.session.Results;
import dev.kiln.testkit.run.Observation;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Calls derivatives in sessions and compiled, with arguments that may share arrays. */
public final class DerivativeCalls {
  public static final List<String> SUFFIXES =
      List.of(
          "Gradient",
          "GradientInto",
          "Vjp",
          "Jvp",
          "Jacobian",
          "JacobianInto",
          "Hvp",
          "Hessian",
          "HessianInto",
          "HessianDiagonal",
          "HessianDiagonalInto");

  private final Modes modes;

  public DerivativeCalls(Modes modes) {
    this.modes = modes;
  }

  /** The arguments of a call, made anew for each, since it may write them. */
  public interface Call extends Supplier<Object[]> {}

  public Object record(String type, Object... components) {
    return Reflection.construct(type(type), components);
  }

  public Class<?> type(String name) {
    return Arrays.stream(modes.plain().getDeclaredClasses())
        .filter(each -> each.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public static Object array(Class<?> type, Object... elements) {
    Object array = Array.newInstance(type, elements.length);
    for (int i = 0; i < elements.length; i++) {
      Array.set(array, i, elements[i]);
    }
    return array;
  }

  public static double[] row(double... elements) {
    return elements;
  }

  public static String same(String method, String first, String second) {
    return method
        + ": '"
        + first
        + "' and '"
        + second
        + "' are the same array, and one of them is written: a derivative cannot tell them apart;"
        + " pass a copy";
  }

  public void assertRefused(String message, String suffix, Call call) {
    String method = message.substring(0, message.indexOf(':'));
    assertRefusedWith(message, method, suffix, call, extras(method, suffix, Map.of()));
  }

  public void assertRefusedWith(
      String message, String method, String suffix, Call call, Map<String, Object> given) {
    Set<String> told = new HashSet<>();
    for (boolean compiled : new boolean[] {false, true}) {
      Object model = compiled ? modes.newCompiled() : newModel();
      Throwable refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> run(method + suffix, model, compiled, call.get(), given));
      assertEquals(message, Observation.message(refusal), compiled ? "compiled" : "session");
      told.add(refusal.getMessage());
    }
    assertEquals(1, told.size(), "both modes name one line: " + told);
  }

  public void assertResults(
      String method, String suffix, Call call, Map<String, Object> given, Object... expected) {
    String text = new Observation().value("results", expected).toString();
    Map<String, Object> own = new LinkedHashMap<>();
    given.forEach((name, value) -> own.put(name, value));
    for (boolean compiled : new boolean[] {false, true}) {
      Object model = compiled ? modes.newCompiled() : newModel();
      Map<String, Object> copies = compiled ? own : copies(own, call);
      Object[] results = run(method + suffix, model, compiled, call.get(), copies).toArray();
      assertEquals(
          text,
          new Observation().value("results", results).toString(),
          compiled ? "compiled" : "session");
    }
  }

  /** What is given to the first of two runs, which may write it; arguments stay what they are. */
  private static Map<String, Object> copies(Map<String, Object> given, Call call) {
    List<Object> arguments = Arrays.asList(call.get());
    Map<String, Object> copies = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          boolean isArgument = arguments.stream().anyMatch(each -> each == value);
          copies.put(name, isArgument ? value : copy(value));
        });
    return copies;
  }

  private static Object copy(Object value) {
    if (value instanceof double[] numbers) {
      return numbers.clone();
    }
    return value instanceof double[][] rows
        ? Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new)
        : value;
  }

  public Object newModel() {
    return modes.newModel(modes.plain());
  }

  /** Runs a derivative and returns its results. */
  public List<Object> run(
      String name, Object model, boolean compiled, Object[] arguments, Map<String, Object> given) {
    if (!compiled) {
      String base =
          SUFFIXES.stream()
              .filter(name::endsWith)
              .map(suffix -> name.substring(0, name.length() - suffix.length()))
              .min((a, b) -> a.length() - b.length())
              .orElseThrow();
      Method method = Reflection.method(modes.plain(), base, arguments.length);
      Results results = modes.runGraph(modes.graph(name), model, method, arguments, given);
      List<Object> values = new ArrayList<>();
      results.names().forEach(each -> values.add(results.get(each)));
      return values;
    }
    List<Object> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(given.values());
    Object returned = Reflection.call(model.getClass(), model, name, all.toArray());
    return returned instanceof Record ? Reflection.components(returned) : List.of(returned);
  }

  /** Inputs of a derivative that the method does not have: ones, and arrays without elements. */
  public Map<String, Object> extras(String method, String suffix, Map<String, Object> like) {
    Graph graph = modes.graph(method + suffix);
    Map<String, Object> extras = new LinkedHashMap<>();
    int own = modes.graph(method).inputs().size();
    for (int i = own; i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i).name();
      ValueType type = graph.inputType(i);
      Object some = like.values().stream().findFirst().orElse(null);
      if (type instanceof ArrayType array) {
        extras.put(name, like.isEmpty() ? empty(array) : like.getOrDefault(name, copy(some)));
      } else {
        extras.put(name, type.equals(ScalarType.FLOAT32) ? 1f : (Object) 1.0);
      }
    }
    return extras;
  }

  private static Object empty(ArrayType type) {
    boolean isFloat = type.element().equals(ScalarType.FLOAT32);
    Class<?> component = isFloat ? float.class : double.class;
    for (int i = 1; i < type.rank(); i++) {
      component = component.arrayType();
    }
    return Array.newInstance(component, 0);
  }
}
