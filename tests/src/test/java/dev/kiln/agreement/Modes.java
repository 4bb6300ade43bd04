package dev.kiln.agreement;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.session.Results;
import dev.kiln.testkit.run.InMemoryClasses;
import dev.kiln.testkit.run.LoadedModel;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the calls of a program as plain Java, in a session, and as generated code. */
public final class Modes {
  private final Program program;
  private final InMemoryClasses classes;
  private final LoadedModel model;

  public Modes(Program program, InMemoryClasses classes) {
    this.program = program;
    this.classes = classes;
    this.model = new LoadedModel(load(program.name().replace('.', '$')));
  }

  /** Every generated graph is legal, and survives being printed and parsed. */
  public void checkGraphs() {
    graphs().forEach(Modes::checkGraph);
  }

  /** All generated graphs of the program. */
  public List<Graph> graphs() {
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
  public void checkAgreement(Program.Call call) {
    assertThatModel(plain()).agrees(call.method()).on(call.arguments().toArray());
  }

  /** Runs the graph {@code name} on the arguments of {@code method}. */
  public Results runGraph(String name, Object receiver, Method method, Object[] arguments) {
    return runGraph(graph(name), receiver, method, arguments, Map.of());
  }

  /** Runs a graph on the arguments of {@code method} and on more inputs. */
  public Results runGraph(
      Graph graph, Object receiver, Method method, Object[] arguments, Map<String, Object> more) {
    return model.run(graph, receiver, method, arguments, more);
  }

  /** The generated graph {@code name}. */
  public Graph graph(String name) {
    return model.graph(name);
  }

  /** The model's class as it is written. */
  public Class<?> plain() {
    return model.type();
  }

  public Object newModel(Class<?> type) {
    return Reflection.construct(type);
  }

  public Object newCompiled() {
    return model.newCompiled();
  }

  public Object[] arguments(Program.Call call) {
    return model.arguments(call.arguments());
  }

  private Class<?> load(String binaryName) {
    try {
      return Class.forName(program.qualified(binaryName), true, classes);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
