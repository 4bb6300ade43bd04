package dev.kiln.testkit.run;

import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model with what was generated of it: {@code Foo}, {@code CompiledFoo} and {@code FooGraphs}.
 *
 * @param type the class as it is written
 * @param construction the arguments of the constructors
 */
public record LoadedModel(Class<?> type, List<Object> construction) {
  /** The name of what a method returns. */
  private static final String RESULT = "result";

  /** Methods of every class that those of graphs may not hide. */
  private static final Set<String> OF_OBJECT =
      Set.of("clone", "finalize", "notify", "toString", "wait");

  /** A way to call a method. */
  private interface Way {
    void run(Object model, Object[] arguments, Observation observation);
  }

  /** A model whose constructor takes nothing. */
  public LoadedModel(Class<?> type) {
    this(type, List.of());
  }

  // ---- what there is ----

  public Object newPlain() {
    return Invocation.construct(type, constructorArguments());
  }

  public Object newCompiled() {
    return Invocation.construct(generated("Compiled", ""), constructorArguments());
  }

  private Object[] constructorArguments() {
    return Arguments.of(type, construction);
  }

  /** Copies of arguments, for one call. */
  public Object[] arguments(List<?> values) {
    return Arguments.of(type, values);
  }

  /** The parameters and other fields, by the names of inputs. */
  public Feeds stateOf(Object model) {
    Class<?> graphs = generated("", "Graphs");
    Method method =
        Invocation.method(graphs, "stateOf", 1)
            .orElseThrow(() -> new AssertionError(graphs.getName() + " has no method stateOf"));
    return (Feeds) Invocation.of(method, null, model);
  }

  /** The names of all generated graphs, in order. */
  public List<String> graphNames() {
    return Arrays.stream(generated("", "Graphs").getDeclaredMethods())
        .filter(each -> each.getReturnType() == Graph.class && each.getParameterCount() == 0)
        .map(Method::getName)
        .sorted()
        .toList();
  }

  /** The generated graph of a method, or of a derivative. */
  public Optional<Graph> findGraph(String name) {
    String method = OF_OBJECT.contains(name) ? name + "_" : name;
    return graphNames().contains(method)
        ? Invocation.method(generated("", "Graphs"), method, 0)
            .map(each -> (Graph) Invocation.of(each, null))
        : Optional.empty();
  }

  /** The same, where there is to be one. */
  public Graph graph(String name) {
    return findGraph(name)
        .orElseThrow(
            () ->
                new AssertionError(
                    type.getSimpleName()
                        + " has no graph '"
                        + name
                        + "'; its graphs are "
                        + String.join(", ", graphNames())));
  }

  /** {@code CompiledFoo}, and {@code Outer_CompiledFoo} for a nested model. */
  private Class<?> generated(String prefix, String suffix) {
    String packageName = type.getPackageName();
    String[] names = type.getName().substring(packageName.length()).split("[.$]", -1);
    int first = packageName.isEmpty() ? 0 : 1;
    names[names.length - 1] = prefix + names[names.length - 1] + suffix;
    String simple = String.join("_", Arrays.copyOfRange(names, first, names.length));
    String name = packageName.isEmpty() ? simple : packageName + "." + simple;
    try {
      return Class.forName(name, true, type.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(
          "there is no "
              + name
              + ": Kiln's processor did not compile "
              + type.getName()
              + ", which has to be a @Model",
          e);
    }
  }

  // ---- calls ----

  /** Whether the class as it is written has such a method; it has no derivatives. */
  public boolean isWritten(String method, int arguments) {
    return Invocation.method(type, method, arguments).isPresent();
  }

  /** The only method of that name, of the class as it is written, or else of the generated one. */
  public Method onlyMethod(String name) {
    for (Class<?> each : List.of(type, generated("Compiled", ""))) {
      List<Method> found =
          Arrays.stream(each.getDeclaredMethods())
              .filter(method -> method.getName().equals(name))
              .filter(method -> !method.isBridge() && !Invocation.isStaticForm(method))
              .toList();
      if (found.size() > 1) {
        throw new AssertionError(
            "there are several methods "
                + name
                + " in "
                + each.getSimpleName()
                + "; give inputs with on(..)");
      }
      if (!found.isEmpty()) {
        return found.get(0);
      }
    }
    throw noMethod(name, "");
  }

  private AssertionError noMethod(String name, String more) {
    return new AssertionError(
        "neither "
            + type.getSimpleName()
            + " nor Compiled"
            + type.getSimpleName()
            + " has a method "
            + name
            + more);
  }

  /** The method of the class as it is written, or else of the generated one. */
  public Method method(String name, int arguments) {
    return Invocation.method(type, name, arguments)
        .or(() -> Invocation.method(generated("Compiled", ""), name, arguments))
        .orElseThrow(
            () ->
                noMethod(name, " of " + arguments + (arguments == 1 ? " argument" : " arguments")));
  }

  /** What the method does as plain Java. */
  public Observation plain(String method, List<?> arguments) {
    return observe(
        newPlain(), arguments, (model, copies, seen) -> call(model, method, copies, seen));
  }

  /** What the generated method does. */
  public Observation compiled(String method, List<?> arguments) {
    return observe(
        newCompiled(), arguments, (model, copies, seen) -> call(model, method, copies, seen));
  }

  /** What a session does that runs the graph of the method. */
  public Observation session(String method, List<?> arguments) {
    return observe(
        newPlain(),
        arguments,
        (model, copies, seen) -> {
          Columns columns = new Columns();
          Method declared = method(method, copies.length);
          Graph graph = graph(method);
          Results results = run(graph, model, declared, copies, Map.of(), columns);
          if (isWritten(method, copies.length)) {
            value(declared.getReturnType(), results, columns, seen);
          } else {
            results.names().forEach(each -> seen.value(each, results.get(each)));
          }
        });
  }

  private static void value(
      Class<?> type, Results results, Columns columns, Observation observation) {
    if (type == void.class) {
      return;
    }
    Map<String, Object> leaves = new HashMap<>();
    results.names().forEach(each -> leaves.put(each, results.get(each)));
    observation.value(RESULT, columns.value(type.isRecord() ? "" : RESULT, type, leaves::get));
  }

  private Observation observe(Object model, List<?> values, Way way) {
    Object[] arguments = arguments(values);
    Observation observation = new Observation();
    try {
      way.run(model, arguments, observation);
    } catch (Exception | AssertionError e) {
      observation.thrown(e);
    }
    for (int i = 0; i < arguments.length; i++) {
      observation.value("argument " + i, arguments[i]);
    }
    stateOf(model).values().forEach((name, value) -> observation.value("field " + name, value));
    return observation;
  }

  private void call(Object model, String name, Object[] arguments, Observation observation) {
    Method method =
        Invocation.method(model.getClass(), name, arguments.length)
            .orElseGet(() -> method(name, arguments.length));
    Object result = Invocation.of(method, model, arguments);
    if (isWritten(name, arguments.length)) {
      if (method.getReturnType() != void.class) {
        observation.value(RESULT, result);
      }
    } else {
      outputs(graph(name), result).forEach(observation::value);
    }
  }

  /** What a derivative returns, by the names of the outputs of its graph. */
  private static Map<String, Object> outputs(Graph graph, Object result) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    List<String> names = graph.outputs();
    if (result instanceof Record) {
      RecordComponent[] components = result.getClass().getRecordComponents();
      for (int i = 0; i < components.length; i++) {
        String name = i < names.size() ? names.get(i) : components[i].getName();
        outputs.put(name, Invocation.of(components[i].getAccessor(), result));
      }
    } else if (!names.isEmpty()) {
      outputs.put(names.get(0), result);
    }
    return outputs;
  }

  /**
   * Runs a graph on the arguments of a method and on more inputs.
   *
   * @param method whose arguments they are
   */
  public Results run(
      Graph graph, Object model, Method method, Object[] arguments, Map<String, Object> more) {
    return run(graph, model, method, arguments, more, new Columns());
  }

  private Results run(
      Graph graph,
      Object model,
      Method method,
      Object[] arguments,
      Map<String, Object> more,
      Columns columns) {
    Feeds feeds = Feeds.none();
    List<String> names = argumentNames(graph, method);
    for (int i = 0; i < arguments.length; i++) {
      Class<?> type = method.getParameterTypes()[i];
      Map<String, Object> leaves = columns.leaves(names.get(i), type, arguments[i]);
      for (Map.Entry<String, Object> leaf : leaves.entrySet()) {
        feeds = feeds.and(leaf.getKey(), leaf.getValue());
      }
    }
    for (Map.Entry<String, Object> each : more.entrySet()) {
      feeds = feeds.and(each.getKey(), each.getValue());
    }
    try (Session session = new Session(graph, stateOf(model))) {
      return session.run(feeds);
    } finally {
      columns.writeBack();
    }
  }

  /**
   * The names of the parameters of a method: those that the class file has, or else the graph,
   * where records are taken apart.
   */
  public static List<String> argumentNames(Graph graph, Method method) {
    if (Arrays.stream(method.getParameters()).allMatch(each -> each.isNamePresent())) {
      return Arrays.stream(method.getParameters()).map(each -> each.getName()).toList();
    }
    Set<String> names = new LinkedHashSet<>();
    for (Graph.Input input : graph.inputs()) {
      if (input.kind() == Graph.Kind.ARGUMENT) {
        names.add(input.name().replaceFirst("\\..*", ""));
      }
    }
    if (names.size() < method.getParameterCount()) {
      throw new AssertionError(
          "the names of the parameters of "
              + method.getName()
              + " are not known: compile the model with -parameters");
    }
    return new ArrayList<>(names);
  }
}
