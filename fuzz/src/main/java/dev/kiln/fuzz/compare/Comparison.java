package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.Inputs;
import dev.kiln.fuzz.run.LoadedProgram;
import dev.kiln.fuzz.run.Numbers;
import dev.kiln.fuzz.run.Outcome;
import dev.kiln.fuzz.run.Runs;
import dev.kiln.graph.Graph;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.testkit.run.Columns;
import dev.kiln.testkit.run.Invocation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call of a differentiated method, and what was found out about its derivatives. */
final class Comparison {
  static final String PLAIN = "plain Java";

  private final LoadedProgram program;
  private final Runs runs;
  private final int call;
  private final String method;
  private final Graph primal;
  private final Outcome plain;
  private final Ledger ledger;
  private final List<Disagreement> found = new ArrayList<>();
  private Map<String, Object> before;
  private Map<String, Object> after;
  private List<String> wrt;
  private int refusals;
  private int refusedShadows;

  /**
   * A call.
   *
   * @param plain what plain Java does
   */
  Comparison(LoadedProgram program, Runs runs, int call, Outcome plain, Ledger ledger) {
    this.program = program;
    this.runs = runs;
    this.call = call;
    this.method = program.call(call).method();
    this.primal = program.graph(method);
    this.plain = plain;
    this.ledger = ledger;
  }

  LoadedProgram program() {
    return program;
  }

  Runs runs() {
    return runs;
  }

  int call() {
    return call;
  }

  String method() {
    return method;
  }

  /** The graph of the method. */
  Graph primal() {
    return primal;
  }

  Outcome plain() {
    return plain;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Something is wrong. */
  void disagree(String kind, String details) {
    found.add(new Disagreement(kind, call, details));
  }

  void disagree(String kind, Object expected, Object actual) {
    disagree(kind, "expected:\n" + expected + "\nbut " + kind + ":\n" + actual);
  }

  /** A derivative was refused, since arguments are one array. */
  void refused() {
    refusals++;
  }

  /** A derivative was refused, since what it takes beside the arguments is one array. */
  void refusedShadows() {
    refusedShadows++;
  }

  int shadowRefusals() {
    return refusedShadows;
  }

  int refusals() {
    return refusals;
  }

  Optional<Disagreement> first() {
    return found.stream().findFirst();
  }

  boolean has(String suffix) {
    return program.hasGraph(method + suffix);
  }

  Graph graph(String suffix) {
    return program.graph(method + suffix);
  }

  /** What a graph takes beside the inputs of the method, in order. */
  List<String> added(Graph graph) {
    List<Graph.Input> all = graph.inputs();
    return all.subList(primal.inputs().size(), all.size()).stream().map(Graph.Input::name).toList();
  }

  /** The inputs that are differentiated, in the order of the method. */
  List<String> wrt() {
    if (wrt == null) {
      List<String> names =
          new ArrayList<>(primal.inputs().stream().map(Graph.Input::name).toList());
      if (has("Gradient")) {
        names.retainAll(graph("Gradient").outputs());
      } else if (has("Vjp")) {
        List<String> outputs = graph("Vjp").outputs();
        names.retainAll(outputs.subList(primal.outputs().size(), outputs.size()));
      } else if (has("Jvp")) {
        List<String> tangents = added(graph("Jvp"));
        names.removeIf(each -> !tangents.contains(Directions.shadow(each)));
      } else {
        names.removeIf(each -> !Numbers.isFloating(before().get(each)));
      }
      wrt = names;
    }
    return wrt;
  }

  /** The inputs before the call, by name. */
  Map<String, Object> before() {
    if (before == null) {
      before = new Inputs(program, program.newPlain(), program.call(call)).values(new Columns());
    }
    return before;
  }

  /** The results, by the names of the method's outputs, and the inputs after the call. */
  Map<String, Object> after() {
    if (after == null) {
      Object model = program.newPlain();
      LoadedProgram.Call fresh = program.call(call);
      Object result = Invocation.of(program.declared(method), model, fresh.arguments());
      after = after(program, result, model, fresh);
    }
    return after;
  }

  /** The same of a call that was made on {@code loaded}, which may be instrumented. */
  Map<String, Object> after(
      LoadedProgram loaded, Object result, Object model, LoadedProgram.Call made) {
    Columns columns = new Columns();
    Map<String, Object> values = new Inputs(loaded, model, made).values(columns);
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.putAll(results(loaded, result, columns));
    return all;
  }

  private Map<String, Object> results(LoadedProgram loaded, Object result, Columns columns) {
    Method declared = loaded.declared(method);
    Class<?> type = declared.getReturnType();
    if (type == void.class) {
      return Map.of();
    }
    return columns.leaves(type.isRecord() ? "" : Runs.RESULT, type, result);
  }

  /** The output, or else the input, that a shadow is of. */
  static String shadowed(Graph primal, String shadow) {
    return Directions.output(primal, shadow)
        .orElseGet(() -> Directions.input(primal, shadow).orElseThrow());
  }

  /**
   * Numbers for what goes into a shadow, where those of records that are not there are zero: null
   * has no derivative.
   *
   * @param values the columns that say which records are there, among others
   */
  static Object onlyThere(Map<String, Object> values, String name, Object numbers) {
    Object left = numbers;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      Object areThere = values.get(name.substring(0, dot + 1) + RecordLeaf.NON_NULL);
      if (areThere != null) {
        left = Numbers.where(areThere, left);
      }
    }
    return left;
  }
}
