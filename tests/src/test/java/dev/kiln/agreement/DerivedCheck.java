package dev.kiln.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.check.GradCheck;
import dev.kiln.fuzz.run.Columns;
import dev.kiln.graph.Graph;
import dev.kiln.session.Results;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ValueType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Checks the derivatives that {@code @Differentiable(modes = ..)} adds to one method: session and
 * generated code agree bit for bit, whole Jacobians and Hessians agree with finite differences, and
 * what is written into given arrays is what is returned otherwise.
 */
final class DerivedCheck {
  private static final List<String> SUFFIXES =
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

  /** Of differences of gradients. */
  private static final double TOLERANCE = 1e-6;

  private final Modes modes;
  private final Program.Call call;
  private final Method method;
  private final Graph primal;

  DerivedCheck(Modes modes, Program.Call call) {
    this.modes = modes;
    this.call = call;
    this.method = Reflection.method(modes.plain(), call.method(), call.arguments().size());
    this.primal = modes.graph(call.method());
  }

  void run() {
    Map<String, Object> results = runWithoutDifferences();
    if (results.containsKey("Jacobian")) {
      checkJacobian((double[][]) results.get("Jacobian"));
    }
    if (results.containsKey("Hessian") && results.containsKey("Gradient")) {
      checkHessian((double[][]) results.get("Hessian"));
    }
  }

  /** All but the comparisons with finite differences, which say nothing at kinks. */
  Map<String, Object> runWithoutDifferences() {
    Map<String, Object> results = new LinkedHashMap<>();
    for (String suffix : existing()) {
      results.put(suffix, checkMode(suffix, results));
    }
    checkInto(results, "JacobianInto", "Jacobian");
    checkInto(results, "HessianInto", "Hessian");
    checkInto(results, "HessianDiagonalInto", "HessianDiagonal");
    if (results.containsKey("Hessian") && results.containsKey("HessianDiagonal")) {
      double[][] hessian = (double[][]) results.get("Hessian");
      double[] diagonal = (double[]) results.get("HessianDiagonal");
      for (int i = 0; i < diagonal.length; i++) {
        assertEquals(hessian[i][i], diagonal[i], "diagonal " + i);
      }
    }
    return results;
  }

  private List<String> existing() {
    List<String> names =
        Arrays.stream(modes.newCompiled().getClass().getDeclaredMethods())
            .map(Method::getName)
            .toList();
    return SUFFIXES.stream().filter(each -> names.contains(call.method() + each)).toList();
  }

  /** Runs a mode in a session and compiled; returns its result, or what it wrote. */
  private Object checkMode(String suffix, Map<String, Object> before) {
    Graph graph = modes.graph(call.method() + suffix);
    Map<String, Object> inSession = extras(graph, suffix, before);
    Object[] arguments = modes.arguments(call);
    Object model = modes.newModel(modes.plain());
    Results results = modes.runGraph(graph, model, method, arguments, inSession);
    Observation expected = new Observation();
    results.names().forEach(name -> expected.value("result", results.get(name)));
    observe(expected, arguments, inSession);

    Map<String, Object> inCode = extras(graph, suffix, before);
    Object[] ownArguments = modes.arguments(call);
    List<Object> all = new ArrayList<>(Arrays.asList(ownArguments));
    all.addAll(inCode.values());
    Object compiled = modes.newCompiled();
    Object returned =
        Reflection.call(compiled.getClass(), compiled, call.method() + suffix, all.toArray());
    Observation actual = new Observation();
    if (returned instanceof Record) {
      Reflection.components(returned).forEach(each -> actual.value("result", each));
    } else if (returned != null) {
      actual.value("result", returned);
    }
    observe(actual, ownArguments, inCode);
    assertEquals(expected.toString(), actual.toString(), suffix);
    checkArguments(ownArguments, suffix);
    List<Object> given = new ArrayList<>();
    results.names().forEach(name -> given.add(results.get(name)));
    checkResults(given, arguments, suffix + " in a session");
    if (returned instanceof Record) {
      checkResults(Reflection.components(returned), ownArguments, suffix + " compiled");
    }
    if (suffix.equals("GradientInto")) {
      checkGradientInto(before.get("Gradient"), returned, inCode);
    }
    boolean into = suffix.endsWith("Into") && !suffix.startsWith("Gradient");
    return into ? inCode.values().iterator().next() : returned;
  }

  /** A derivative leaves in its arguments what the method itself leaves there. */
  private void checkArguments(Object[] actual, String suffix) {
    Object[] expected = modes.arguments(call);
    Reflection.invoke(method, modes.newModel(modes.plain()), expected);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          new Observation().value("argument", expected[i]).toString(),
          new Observation().value("argument", actual[i]).toString(),
          "argument " + i + " after " + suffix);
    }
  }

  /** What stands beside derivatives is what the method returns: also the same arrays. */
  private void checkResults(List<Object> actual, Object[] after, String what) {
    boolean number = primal.outputs().size() == 1 && what.matches("(Gradient|Hvp).*");
    if (number || what.matches("(Vjp|Jvp).*")) {
      Object[] arguments = modes.arguments(call);
      Object result = Reflection.invoke(method, modes.newModel(modes.plain()), arguments);
      List<Object> expected = new ArrayList<>();
      Map<String, Object> leaves = primal.outputs().isEmpty() ? Map.of() : leaves(result);
      // only the graph knows that a record may be null
      primal.outputs().forEach(name -> expected.add(leaves.getOrDefault(name, result != null)));
      assertEquals(
          texts(expected, arguments), texts(actual.subList(0, expected.size()), after), what);
    }
  }

  private static String texts(List<Object> results, Object[] arguments) {
    Observation observation = new Observation();
    results.forEach(each -> observation.value("result", each));
    for (Object each : arguments) {
      observation.value("argument", each);
    }
    return observation.toString();
  }

  private static void checkGradientInto(
      Object gradient, Object value, Map<String, Object> written) {
    List<Object> components = Reflection.components(gradient);
    assertEquals(components.get(0), value, "the value beside a gradient into arrays");
    List<List<Double>> expected =
        components.subList(1, components.size()).stream().map(Slot::elements).toList();
    List<List<Double>> actual = written.values().stream().map(Slot::elements).toList();
    assertEquals(expected, actual, "the gradient into arrays");
  }

  private static void observe(
      Observation observation, Object[] arguments, Map<String, Object> extras) {
    for (Object each : arguments) {
      observation.value("argument", each);
    }
    extras.values().forEach(each -> observation.value("extra", each));
  }

  /** Numbers for the inputs of a derived graph that the method does not have. */
  private Map<String, Object> extras(Graph graph, String suffix, Map<String, Object> before) {
    SplittableRandom random = new SplittableRandom(suffix.hashCode());
    Map<String, Object> extras = new LinkedHashMap<>();
    for (int i = primal.inputs().size(); i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i).name();
      Object alike;
      if (before.containsKey(suffix.replace("Into", "")) && !suffix.startsWith("Gradient")) {
        alike = before.get(suffix.replace("Into", ""));
      } else if (suffix.equals("GradientInto") && source(plain(name)) instanceof Double) {
        alike = new double[1];
      } else if (suffix.equals("GradientInto") && source(plain(name)) instanceof Float) {
        alike = new float[1];
      } else {
        alike = alike(plain(name), suffix.equals("Vjp"));
      }
      extras.put(name, ForwardCheck.like(alike, () -> random.nextDouble(-1, 1)));
    }
    return extras;
  }

  /** The name without what makes it differ from those of other inputs. */
  private static String plain(String name) {
    return name.replaceAll("_+$", "");
  }

  /**
   * The input or result that {@code dX} belongs to; {@code isCotangent} of an input that the call
   * has left as the method leaves it.
   */
  private Object alike(String name, boolean isCotangent) {
    Object source = isCotangent ? sourceAfterCall(name) : source(name);
    if (source != null) {
      return source;
    }
    Object result = Reflection.invoke(method, modes.newModel(modes.plain()), modes.arguments(call));
    Object leaf = null;
    for (Map.Entry<String, Object> each : leaves(result).entrySet()) {
      if (tangent(each.getKey()).equals(name)) {
        leaf = each.getValue();
      }
    }
    if (leaf != null) {
      return leaf;
    }
    throw new AssertionError("nothing is like " + name);
  }

  /** What the outputs of the graph are for what the method returns. */
  private Map<String, Object> leaves(Object result) {
    Class<?> type = method.getReturnType();
    return new Columns().leaves(type.isRecord() ? "" : "result", type, result);
  }

  private Object source(String name) {
    return source(name, modes.newModel(modes.plain()), modes.arguments(call));
  }

  private Object sourceAfterCall(String name) {
    Object model = modes.newModel(modes.plain());
    Object[] arguments = modes.arguments(call);
    Reflection.invoke(method, model, arguments);
    return source(name, model, arguments);
  }

  private Object source(String name, Object model, Object[] arguments) {
    for (Graph.Input input : primal.inputs()) {
      if (tangent(input.name()).equals(name)) {
        return Slot.of(input.name(), model, method, arguments).get();
      }
    }
    return null;
  }

  /** The name of the tangent or cotangent of an input or output. */
  static String tangent(String name) {
    StringBuilder joined = new StringBuilder("d");
    for (String part : name.split("\\.")) {
      joined.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    return joined.toString();
  }

  private static void checkInto(Map<String, Object> results, String into, String returned) {
    if (results.containsKey(into)) {
      assertEquals(
          new Observation().value("", results.get(returned)).toString(),
          new Observation().value("", results.get(into)).toString(),
          into);
    }
  }

  /** Against differences. Floats are too coarse. A void method writes its last argument. */
  private void checkJacobian(double[][] jacobian) {
    double[] point = point();
    if (point.length > 0) {
      GradCheck.at(point, this::results).jacobian(jacobian);
    }
  }

  private void checkHessian(double[][] hessian) {
    double[] point = point();
    if (point.length > 0) {
      GradCheck.at(point, this::gradient).withTolerance(TOLERANCE).jacobian(hessian);
    }
  }

  /** The inputs that are differentiated; none where one does not consist of doubles. */
  private List<String> inputsOfDoubles() {
    Graph vjp = modes.graph(call.method() + "Vjp");
    List<String> wrt = vjp.outputs().subList(primal.outputs().size(), vjp.outputs().size());
    boolean doubles = wrt.stream().allMatch(name -> Slot.isDouble(source(tangent(name))));
    return doubles ? wrt : List.of();
  }

  private double[] point() {
    List<Double> elements = new ArrayList<>();
    for (String name : inputsOfDoubles()) {
      elements.addAll(Slot.elements(source(tangent(name))));
    }
    return array(elements);
  }

  /** Fresh arguments at another point. */
  private Object[] argumentsAt(double[] point, Object model) {
    Object[] arguments = modes.arguments(call);
    double[] usual = point();
    int next = 0;
    for (String name : inputsOfDoubles()) {
      Slot slot = Slot.of(name, model, method, arguments);
      int count = Slot.elements(slot.get()).size();
      for (int i = 0; i < count; i++) {
        slot.move(i, point[next] - usual[next]);
        next++;
      }
    }
    return arguments;
  }

  private double[] results(double[] point) {
    Object model = modes.newModel(modes.plain());
    Object[] arguments = argumentsAt(point, model);
    Object result = Reflection.invoke(method, model, arguments);
    List<Double> all = new ArrayList<>();
    Class<?> last = method.getParameterTypes()[arguments.length - 1];
    Map<String, Object> leaves =
        method.getReturnType() == void.class
            ? new Columns().leaves("", last, arguments[arguments.length - 1])
            : leaves(result);
    leaves.forEach(
        (name, each) -> {
          boolean floating = primal.outputs().isEmpty() || isFloating(name);
          if (floating && !name.endsWith("non-null")) {
            all.addAll(Slot.elements(each));
          }
        });
    return array(all);
  }

  private boolean isFloating(String output) {
    ValueType type = primal.entry().resultTypes().get(primal.outputs().indexOf(output));
    return type.isFloating() || type instanceof ArrayType array && array.element().isFloating();
  }

  private double[] gradient(double[] point) {
    Object compiled = modes.newCompiled();
    Object[] arguments = argumentsAt(point, compiled);
    Object record =
        Reflection.call(compiled.getClass(), compiled, call.method() + "Gradient", arguments);
    List<Object> components = Reflection.components(record);
    List<Double> all = new ArrayList<>();
    components.subList(1, components.size()).forEach(each -> all.addAll(Slot.elements(each)));
    return array(all);
  }

  private static double[] array(List<Double> elements) {
    return elements.stream().mapToDouble(each -> each).toArray();
  }
}
