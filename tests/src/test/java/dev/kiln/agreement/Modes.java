package dev.kiln.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.fuzz.run.Columns;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the calls of a program as plain Java, in a session, and as generated code. */
final class Modes {
  /** Methods of every class that those of graphs may not hide. */
  private static final Set<String> OF_OBJECT =
      Set.of("clone", "finalize", "notify", "toString", "wait");

  private final Program program;
  private final InMemoryClasses classes;
  private final Class<?> plain;

  Modes(Program program, InMemoryClasses classes) {
    this.program = program;
    this.classes = classes;
    this.plain = load(program.name().replace('.', '$'));
  }

  /** Every generated graph is legal, and survives being printed and parsed. */
  void checkGraphs() {
    graphs().forEach(Modes::checkGraph);
  }

  /** All generated graphs of the program. */
  List<Graph> graphs() {
    List<Graph> found = new ArrayList<>();
    List<String> names = new ArrayList<>(classes.generatedSources().keySet());
    names.removeIf(each -> !each.startsWith(program.qualified("")) || !each.endsWith("Graphs"));
    for (String name : names) {
      Class<?> graphs = load(name.substring(program.packageName().length() + 1));
      for (Method method : graphs.getDeclaredMethods()) {
        if (method.getReturnType() == Graph.class && method.getParameterCount() == 0) {
          found.add((Graph) Reflection.invoke(method, null));
        }
      }
    }
    return found;
  }

  private static void checkGraph(Graph graph) {
    Verifier.verify(graph);
    String text = GraphPrinter.print(graph);
    Graph parsed = GraphParser.parse(text);
    assertEquals(text, GraphPrinter.print(parsed));
    assertEquals(graph, parsed);
    assertEquals(graph, GraphParser.parse(GraphPrinter.printCompact(graph)));
  }

  /** Results, exceptions, and what happens to arrays, are the same in every mode. */
  void checkAgreement(Program.Call call) {
    String expected = observe(call, newModel(plain), Modes::invoke);
    assertEquals(expected, observe(call, newModel(plain), this::runInSession), "session");
    assertEquals(expected, observe(call, newCompiled(), Modes::invoke), "compiled");
  }

  /** A way to call a method. */
  private interface Way {
    void run(Object model, Method method, Object[] arguments, Observation observation);
  }

  private String observe(Program.Call call, Object model, Way way) {
    Object[] arguments = Arguments.of(program, classes, call);
    Method method = Reflection.method(model.getClass(), call.method(), arguments.length);
    Observation observation = new Observation();
    try {
      way.run(model, method, arguments, observation);
    } catch (RuntimeException | AssertionError e) {
      observation.thrown(e);
    }
    for (int i = 0; i < arguments.length; i++) {
      observation.value("argument " + i, arguments[i]);
    }
    stateOf(model).values().forEach((name, value) -> observation.value("field " + name, value));
    return observation.toString();
  }

  private static void invoke(
      Object model, Method method, Object[] arguments, Observation observation) {
    Object result = Reflection.invoke(method, model, arguments);
    if (method.getReturnType() != void.class) {
      observation.value("result", result);
    }
  }

  private void runInSession(
      Object model, Method method, Object[] arguments, Observation observation) {
    Columns columns = new Columns();
    Results results =
        runGraph(graph(method.getName()), model, method, arguments, Map.of(), columns);
    Class<?> type = method.getReturnType();
    if (type != void.class) {
      String path = type.isRecord() ? "" : "result";
      Set<String> names = new HashSet<>(results.names());
      observation.value(
          "result",
          columns.value(path, type, name -> names.contains(name) ? results.get(name) : null));
    }
  }

  /** Runs the graph {@code name} on the arguments of {@code method}. */
  Results runGraph(String name, Object model, Method method, Object[] arguments) {
    return runGraph(graph(name), model, method, arguments, Map.of());
  }

  /** Runs a graph on the arguments of {@code method} and on more inputs. */
  Results runGraph(
      Graph graph, Object model, Method method, Object[] arguments, Map<String, Object> more) {
    return runGraph(graph, model, method, arguments, more, new Columns());
  }

  private Results runGraph(
      Graph graph,
      Object model,
      Method method,
      Object[] arguments,
      Map<String, Object> more,
      Columns columns) {
    Feeds feeds = feeds(method, arguments, columns);
    for (Map.Entry<String, Object> each : more.entrySet()) {
      feeds = feeds.and(each.getKey(), each.getValue());
    }
    try (Session session = new Session(graph, stateOf(model))) {
      return session.run(feeds);
    } finally {
      columns.writeBack();
    }
  }

  /** The generated graph {@code name}. */
  Graph graph(String name) {
    String method = OF_OBJECT.contains(name) ? name + "_" : name;
    return (Graph) Reflection.call(load(generated("", "Graphs")), null, method);
  }

  private static Feeds feeds(Method method, Object[] arguments, Columns columns) {
    Feeds feeds = Feeds.none();
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < arguments.length; i++) {
      Map<String, Object> leaves =
          columns.leaves(parameters[i].getName(), parameters[i].getType(), arguments[i]);
      for (Map.Entry<String, Object> leaf : leaves.entrySet()) {
        feeds = feeds.and(leaf.getKey(), leaf.getValue());
      }
    }
    return feeds;
  }

  private Feeds stateOf(Object model) {
    return (Feeds) Reflection.call(load(generated("", "Graphs")), null, "stateOf", model);
  }

  /** The model's class as it is written. */
  Class<?> plain() {
    return plain;
  }

  Object newModel(Class<?> type) {
    return Reflection.construct(type);
  }

  Object newCompiled() {
    return newModel(load(generated("Compiled", "")));
  }

  Object[] arguments(Program.Call call) {
    return Arguments.of(program, classes, call);
  }

  /** {@code CompiledFoo}, and {@code Outer_CompiledFoo} for a nested model. */
  private String generated(String prefix, String suffix) {
    String[] names = program.name().split("\\.");
    names[names.length - 1] = prefix + names[names.length - 1] + suffix;
    return String.join("_", names);
  }

  private Class<?> load(String binaryName) {
    try {
      return Class.forName(program.qualified(binaryName), true, classes);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
