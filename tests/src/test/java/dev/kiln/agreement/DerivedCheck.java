package dev.kiln.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.kiln.agreement.DerivedOutput.Kind;
import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.session.Results;
import dev.kiln.testkit.run.Observation;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ValueType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Checks the derivatives that {@code @Differentiable(modes = ..)} adds to one method. Session and
 * generated code agree bit for bit, and everything that a derivative returns or leaves behind is
 * compared with something else: results and arguments with those of the method, bit for bit and
 * with the same sharing of arrays; derivatives with differences.
 */
public final class DerivedCheck {
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

  /** Of differences of what the method computes, and of gradients. */
  private static final double TOLERANCE = 1e-7;

  private static final double SECOND_TOLERANCE = 1e-6;

  /** Of differences of floats, which need longer steps. */
  private static final double FLOAT_TOLERANCE = 5e-3;

  private static final List<Kind> PRIMALS = List.of(Kind.RESULT, Kind.ARGUMENT, Kind.GIVEN);

  private static final double STEP = 1e-4;
  private static final double FLOAT_STEP = 0.02;

  /**
   * What is done to derivatives before they are checked; then a check has to fail.
   *
   * @param graph of a derivative, in a session
   * @param outputs of a derivative, in all modes
   */
  public record Fault(UnaryOperator<Graph> graph, UnaryOperator<List<DerivedOutput>> outputs) {
    static final Fault NONE = new Fault(UnaryOperator.identity(), UnaryOperator.identity());
  }

  private final Modes modes;
  private final Program.Call call;
  private final Fault fault;
  private final Method method;
  private final Graph primal;

  /** The names of the results that are floating-point numbers, or arrays of them. */
  private final List<String> floating = new ArrayList<>();

  private final boolean precise;
  private final List<String> existing;
  private final List<String> wrt;
  private final DerivedInputs inputs;
  private final Slopes slopes;
  private final Slopes curvature;

  /** Whether differences tell what derivatives have to be. */
  private boolean isSmooth = true;

  public DerivedCheck(Modes modes, Program.Call call) {
    this(modes, call, Fault.NONE);
  }

  public DerivedCheck(Modes modes, Program.Call call, Fault fault) {
    this.modes = modes;
    this.call = call;
    this.fault = fault;
    this.method = Reflection.method(modes.plain(), call.method(), call.arguments().size());
    this.primal = modes.graph(call.method());
    for (int i = 0; i < primal.outputs().size(); i++) {
      if (isFloating(primal.entry().resultTypes().get(i))) {
        floating.add(primal.outputs().get(i));
      }
    }
    this.precise = !GraphPrinter.print(primal).contains("f32");
    this.existing = existing();
    this.wrt = wrt();
    this.inputs = new DerivedInputs(modes, call, wrt);
    double step = precise ? STEP : FLOAT_STEP;
    this.slopes =
        new Slopes(
            method,
            () -> modes.newModel(modes.plain()),
            () -> modes.arguments(call),
            this::numbers,
            step);
    this.curvature =
        new Slopes(method, modes::newCompiled, () -> modes.arguments(call), this::gradient, step);
  }

  private static boolean isFloating(ValueType type) {
    return type.isFloating() || type instanceof ArrayType array && array.element().isFloating();
  }

  /** All but the comparisons with differences, which say nothing at kinks. */
  public void runWithoutDifferences() {
    isSmooth = false;
    run();
  }

  /** Checks all derivatives that there are. */
  public void run() {
    String thrown = thrown(method, modes.newModel(modes.plain()), modes.arguments(call));
    if (!thrown.isEmpty()) {
      existing.forEach(suffix -> checkThrown(suffix, thrown));
      return;
    }
    Map<String, Object> before = new LinkedHashMap<>();
    existing.forEach(suffix -> before.put(suffix, checkMode(suffix, before)));
  }

  /** Checks one derivative. */
  public void run(String suffix) {
    Map<String, Object> before = new LinkedHashMap<>();
    String returning = suffix.replace("Into", "");
    if (!suffix.equals(returning)) {
      before.put(returning, new DerivedCheck(modes, call).checkMode(returning, Map.of()));
    }
    checkMode(suffix, before);
  }

  /** The suffixes of the derivatives that there are. */
  public List<String> suffixes() {
    return existing;
  }

  private List<String> existing() {
    List<String> names =
        Arrays.stream(modes.newCompiled().getClass().getDeclaredMethods())
            .map(Method::getName)
            .toList();
    return SUFFIXES.stream().filter(each -> names.contains(call.method() + each)).toList();
  }

  /** The inputs that are differentiated. */
  private List<String> wrt() {
    List<String> outputs = List.of();
    if (existing.contains("Gradient")) {
      outputs = modes.graph(call.method() + "Gradient").outputs();
      outputs = outputs.subList(1, outputs.size());
    } else if (existing.contains("Vjp")) {
      outputs = modes.graph(call.method() + "Vjp").outputs();
      outputs = outputs.subList(primal.outputs().size(), outputs.size());
    }
    return outputs.stream().map(this::input).toList();
  }

  /** The input with this name, which may have got something to differ from other outputs. */
  private String input(String output) {
    boolean known = primal.inputs().stream().anyMatch(each -> each.name().equals(output));
    return known ? output : output.replaceAll("\\d+$", "");
  }

  private static String thrown(Method method, Object model, Object[] arguments) {
    try {
      Reflection.invoke(method, model, arguments);
      return "";
    } catch (Exception | AssertionError e) {
      return new Observation().thrown(e).toString();
    }
  }

  /** A derivative throws what the method throws. */
  private void checkThrown(String suffix, String expected) {
    Graph graph = modes.graph(call.method() + suffix);
    Map<String, Object> extras = inputs.ofThrowing(graph, suffix);
    Object model = modes.newModel(modes.plain());
    try {
      modes.runGraph(graph, model, method, modes.arguments(call), extras);
      throw new IllegalStateException("nothing");
    } catch (Exception | AssertionError e) {
      assertEquals(expected, new Observation().thrown(e).toString(), suffix + " in a session");
    }
    List<Object> all = new ArrayList<>(Arrays.asList(modes.arguments(call)));
    all.addAll(extras.values());
    Object compiled = modes.newCompiled();
    Method derivative = Reflection.method(compiled.getClass(), call.method() + suffix, all.size());
    assertEquals(expected, thrown(derivative, compiled, all.toArray()), suffix + " compiled");
  }

  /** Checks a derivative in a session and compiled; returns its result, or what it wrote. */
  private Object checkMode(String suffix, Map<String, Object> before) {
    Graph graph = modes.graph(call.method() + suffix);
    Graph used = fault.graph().apply(graph);
    Map<String, Object> inSession = inputs.of(graph, suffix, before);
    Object[] arguments = modes.arguments(call);
    Object model = modes.newModel(modes.plain());
    Results results = modes.runGraph(used, model, method, arguments, inSession);
    List<Object> values = new ArrayList<>();
    results.names().forEach(name -> values.add(results.get(name)));
    List<DerivedOutput> session = outputs(suffix, values, arguments, inSession);
    check(suffix + " in a session", suffix, session, before);
    if (used != graph) {
      return null;
    }
    List<DerivedOutput> compiled = compiled(graph, suffix, before);
    check(suffix + " compiled", suffix, compiled, before);
    assertEquals(text(session), text(compiled), suffix);
    List<DerivedOutput> again = compiled(graph, suffix, before); // with memory that the first left
    assertEquals(text(session), text(again), suffix + ", the second time");
    if (DerivedInputs.isMatrixInto(suffix)) {
      assertEquals(
          new Observation().value("", before.get(suffix.replace("Into", ""))).toString(),
          new Observation().value("", inSession.values().iterator().next()).toString(),
          suffix);
      return inSession.values().iterator().next();
    }
    return values.size() == 1 ? values.get(0) : values;
  }

  private List<DerivedOutput> compiled(Graph graph, String suffix, Map<String, Object> before) {
    Map<String, Object> extras = inputs.of(graph, suffix, before);
    Object[] arguments = modes.arguments(call);
    List<Object> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(extras.values());
    Object compiled = modes.newCompiled();
    Object returned =
        Reflection.call(compiled.getClass(), compiled, call.method() + suffix, all.toArray());
    List<Object> values =
        returned instanceof Record
            ? Reflection.components(returned)
            : returned == null ? List.of() : List.of(returned);
    return outputs(suffix, values, arguments, extras);
  }

  private List<DerivedOutput> outputs(
      String suffix, List<Object> returned, Object[] arguments, Map<String, Object> extras) {
    List<String> results =
        suffix.matches("Gradient|GradientInto|Hvp") ? floating : primal.outputs();
    List<DerivedOutput> outputs =
        new ArrayList<>(DerivedOutput.returned(suffix, results, wrt, floating, returned));
    for (int i = 0; i < arguments.length; i++) {
      outputs.add(new DerivedOutput(Kind.ARGUMENT, Integer.toString(i), arguments[i]));
    }
    outputs.addAll(DerivedOutput.given(suffix, inputs.byTangents(), extras));
    return fault.outputs().apply(outputs);
  }

  private static String text(List<DerivedOutput> outputs) {
    Observation observation = new Observation();
    outputs.forEach(each -> observation.value(each.kind() + " " + each.name(), each.value()));
    return observation.toString();
  }

  /** Compares all that a derivative gives, each output by itself; then which arrays are shared. */
  private void check(
      String what, String suffix, List<DerivedOutput> outputs, Map<String, Object> before) {
    Object model = modes.newModel(modes.plain());
    Object[] arguments = modes.arguments(call);
    Object result = Reflection.invoke(method, model, arguments);
    Map<String, Object> results = new LinkedHashMap<>();
    Map<String, Object> leaves = primal.outputs().isEmpty() ? Map.of() : inputs.leaves(result);
    // only the graph knows that a record may be null
    primal.outputs().forEach(name -> results.put(name, leaves.getOrDefault(name, result != null)));
    Map<String, Object> given = inputs.of(modes.graph(call.method() + suffix), suffix, before);
    Map<String, List<Double>> weights = weights(suffix, given);
    List<DerivedOutput> expected = new ArrayList<>();
    for (DerivedOutput each : outputs) {
      if (!isSmooth && !PRIMALS.contains(each.kind())) {
        expected.add(each);
        continue;
      }
      String which = what + ": " + each.kind() + " " + each.name();
      expected.add(
          switch (each.kind()) {
            case RESULT -> same(which, each, results.get(each.name()));
            case ARGUMENT -> same(which, each, arguments[Integer.parseInt(each.name())]);
            case GIVEN -> same(which, each, given.get(each.name()));
            case GRADIENT -> close(which, each, slopes.pulled(each.name(), ofResult()), TOLERANCE);
            case COTANGENT -> close(which, each, slopes.pulled(each.name(), weights), TOLERANCE);
            case TANGENT -> close(which, each, slopes.pushed(each.name(), weights), TOLERANCE);
            case PRODUCT ->
                close(which, each, curvature.pushed(each.name(), weights), SECOND_TOLERANCE);
            case JACOBIAN -> matrix(which, each, slopes, resultRows(), TOLERANCE);
            case HESSIAN -> matrix(which, each, curvature, wrt, SECOND_TOLERANCE);
            case DIAGONAL -> close(which, each, diagonal(), SECOND_TOLERANCE);
          });
    }
    assertEquals(
        text(expected.stream().filter(each -> PRIMALS.contains(each.kind())).toList()),
        text(outputs.stream().filter(each -> PRIMALS.contains(each.kind())).toList()),
        what + ": arrays that are shared");
  }

  private static DerivedOutput same(String which, DerivedOutput actual, Object expected) {
    boolean isCode =
        actual.value() instanceof Integer && (expected == null || expected instanceof Enum<?>);
    Object value = isCode ? (Object) code((Enum<?>) expected) : expected;
    DerivedOutput wanted = new DerivedOutput(actual.kind(), actual.name(), value);
    assertEquals(text(List.of(wanted)), text(List.of(actual)), which);
    return wanted;
  }

  /** What a graph has in the place of a constant of an enum. */
  @SuppressWarnings("EnumOrdinal") // graphs have ordinals
  private static int code(Enum<?> constant) {
    return constant == null ? -1 : constant.ordinal();
  }

  private DerivedOutput close(
      String which, DerivedOutput actual, List<Slopes.Number> expected, double tolerance) {
    List<Double> numbers = Slot.elements(actual.value());
    assertEquals(expected.size(), numbers.size(), which);
    for (int i = 0; i < numbers.size(); i++) {
      double wanted = expected.get(i).value();
      double scale = Math.max(1, expected.get(i).scale());
      double allowed = (precise ? tolerance : FLOAT_TOLERANCE) * scale;
      if (!(Math.abs(numbers.get(i) - wanted) <= allowed)) {
        fail(which + "[" + i + "] is " + numbers.get(i) + ", differences give " + wanted);
      }
    }
    return actual;
  }

  private DerivedOutput matrix(
      String which, DerivedOutput actual, Slopes by, List<String> rows, double tolerance) {
    List<Slopes.Number> expected = new ArrayList<>();
    int count = 0;
    for (String row : rows) {
      int length = by.size(row);
      count += length;
      for (int i = 0; i < length; i++) {
        for (String input : wrt) {
          for (Map<String, List<Double>> column : by.columns(input)) {
            double slope = column.get(row).get(i);
            expected.add(new Slopes.Number(slope, Math.abs(slope)));
          }
        }
      }
    }
    assertEquals(count, ((double[][]) actual.value()).length, which + ": rows");
    return close(which, actual, expected, tolerance);
  }

  private List<Slopes.Number> diagonal() {
    List<Slopes.Number> diagonal = new ArrayList<>();
    for (String input : wrt) {
      List<Map<String, List<Double>>> columns = curvature.columns(input);
      for (int i = 0; i < columns.size(); i++) {
        double slope = columns.get(i).get(input).get(i);
        diagonal.add(new Slopes.Number(slope, Math.abs(slope)));
      }
    }
    return diagonal;
  }

  /** The rows of a Jacobian. A void method writes its last argument. */
  private List<String> resultRows() {
    if (method.getReturnType() != void.class) {
      return floating;
    }
    String last = method.getParameters()[method.getParameterCount() - 1].getName();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < primal.inputs().size(); i++) {
      String name = primal.inputs().get(i).name();
      if ((name.equals(last) || name.startsWith(last + ".")) && isFloating(primal.inputType(i))) {
        rows.add("after " + name);
      }
    }
    return rows;
  }

  private Map<String, List<Double>> ofResult() {
    return Map.of(floating.get(0), List.of(1.0));
  }

  /** The cotangents by rows of {@link #numbers}, or the tangents by inputs. */
  private Map<String, List<Double>> weights(String suffix, Map<String, Object> given) {
    Map<String, List<Double>> weights = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          String input = inputs.byTangents().get(name);
          if (suffix.equals("Vjp")) {
            weights.put(input != null ? "after " + input : resultOf(name), Slot.elements(value));
          } else if (input != null) {
            weights.put(input, Slot.elements(value));
          }
        });
    return weights;
  }

  private String resultOf(String cotangent) {
    for (String each : floating) {
      if (DerivedInputs.tangent(each).equals(DerivedInputs.plain(cotangent))) {
        return each;
      }
    }
    throw new AssertionError("no result has the cotangent " + cotangent);
  }

  /** What the method computes: results, and what floating-point arrays hold after it. */
  private Map<String, List<Double>> numbers(Object model, Object[] arguments) {
    Object result = Reflection.invoke(method, model, arguments);
    Map<String, List<Double>> numbers = new LinkedHashMap<>();
    Map<String, Object> leaves = primal.outputs().isEmpty() ? Map.of() : inputs.leaves(result);
    floating.forEach(name -> numbers.put(name, Slot.elements(leaves.get(name))));
    for (int i = 0; i < primal.inputs().size(); i++) {
      String name = primal.inputs().get(i).name();
      boolean isStatic = primal.inputs().get(i).kind() == Graph.Kind.STATIC;
      if (!isStatic
          && primal.inputType(i) instanceof ArrayType
          && isFloating(primal.inputType(i))) {
        Object array = Slot.of(name, model, method, arguments).get();
        numbers.put("after " + name, Slot.elements(array));
      }
    }
    return numbers;
  }

  /** The gradient by the names of inputs. */
  private Map<String, List<Double>> gradient(Object compiled, Object[] arguments) {
    Object record =
        Reflection.call(compiled.getClass(), compiled, call.method() + "Gradient", arguments);
    List<Object> components = Reflection.components(record);
    Map<String, List<Double>> gradient = new LinkedHashMap<>();
    for (int i = 0; i < wrt.size(); i++) {
      gradient.put(wrt.get(i), Slot.elements(components.get(i + 1)));
    }
    return gradient;
  }
}
