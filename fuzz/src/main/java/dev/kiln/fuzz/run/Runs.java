package dev.kiln.fuzz.run;

import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
import dev.kiln.testkit.run.Columns;
import dev.kiln.testkit.run.Invocation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the calls of a program, each on a fresh model and fresh arguments. */
public final class Runs {
  /** The name of what a method returns. */
  public static final String RESULT = "result";

  private final LoadedProgram program;
  private final Tap tap;

  /** Runs of a program; {@code tap} sees what they leave. */
  public Runs(LoadedProgram program, Tap tap) {
    this.program = program;
    this.tap = tap;
  }

  /** The method as plain Java. */
  public Outcome plain(int index) {
    return invoke(index, program.newPlain(), Tap.NONE, "plain");
  }

  /** The method in the generated class. */
  public Outcome compiled(int index) {
    return invoke(index, program.newCompiled(), tap, "compiled");
  }

  private Outcome invoke(int index, Object model, Tap seen, String mode) {
    LoadedProgram.Call call = program.call(index);
    Method method = program.method(model, call);
    Map<String, Object> outputs = new LinkedHashMap<>();
    return of(
        mode + " " + call.method(),
        seen,
        model,
        call,
        outputs,
        new LinkedHashMap<>(),
        columns -> {
          Object result = Invocation.of(method, model, call.arguments());
          if (method.getReturnType() != void.class) {
            outputs.put(RESULT, result);
          }
        });
  }

  /** The method's graph in a session; its outputs are put together to the result. */
  public Outcome session(int index) {
    Object model = program.newPlain();
    LoadedProgram.Call call = program.call(index);
    Map<String, Object> outputs = new LinkedHashMap<>();
    return of(
        "session " + call.method(),
        tap,
        model,
        call,
        outputs,
        new LinkedHashMap<>(),
        columns -> {
          Map<String, Object> leaves = new LinkedHashMap<>();
          run(program.graph(call.method()), model, call, Map.of(), columns, leaves);
          outputs.putAll(result(call.method(), leaves, columns));
        });
  }

  /** A graph in a session, on the arguments of a call and on {@code more}. */
  public Outcome session(int index, Graph graph, Map<String, Object> more) {
    Object model = program.newPlain();
    LoadedProgram.Call call = program.call(index);
    Map<String, Object> outputs = new LinkedHashMap<>();
    Map<String, Object> shadows = copies(more);
    return of(
        "session " + graph.name(),
        tap,
        model,
        call,
        outputs,
        shadows,
        columns -> {
          resolve(shadows, new Inputs(program, model, call).values(columns));
          run(graph, model, call, shadows, columns, outputs);
        });
  }

  /** Puts arguments where they stand in for shadows. */
  private static void resolve(Map<String, Object> shadows, Map<String, Object> arguments) {
    shadows.replaceAll(
        (name, value) ->
            value instanceof Argument argument ? arguments.get(argument.input()) : value);
  }

  /** The method that was generated from {@code graph}, on the same. */
  public Outcome compiled(int index, String name, Graph graph, Map<String, Object> more) {
    Object model = program.newCompiled();
    LoadedProgram.Call call = program.call(index);
    Map<String, Object> outputs = new LinkedHashMap<>();
    Map<String, Object> shadows = copies(more);
    return of(
        "compiled " + name,
        tap,
        model,
        call,
        outputs,
        shadows,
        columns -> {
          resolve(shadows, new Inputs(program, model, call).values(columns));
          List<Object> all = new ArrayList<>(Arrays.asList(call.arguments()));
          all.addAll(shadows.values());
          Method method = LoadedProgram.method(model.getClass(), name);
          outputs.putAll(outputs(graph, Invocation.of(method, model, all.toArray())));
        });
  }

  /** A graph in a session, on the inputs of a call that were moved by so many steps. */
  public Outcome moved(int index, Graph graph, Map<String, Object> direction, double step) {
    Object model = program.newPlain();
    LoadedProgram.Call call = program.call(index);
    Inputs inputs = new Inputs(program, model, call);
    direction.forEach((name, towards) -> inputs.move(name, towards, step));
    Map<String, Object> outputs = new LinkedHashMap<>();
    return of(
        "moved " + graph.name(),
        Tap.NONE,
        model,
        call,
        outputs,
        new LinkedHashMap<>(),
        columns -> run(graph, model, call, Map.of(), columns, outputs));
  }

  private static Map<String, Object> outputs(Graph graph, Object result) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    List<String> names = graph.outputs();
    if (result instanceof Record) {
      RecordComponent[] components = result.getClass().getRecordComponents();
      if (components.length != names.size()) {
        throw new LinkageError(result.getClass() + " has not the outputs " + names);
      }
      for (int i = 0; i < components.length; i++) {
        outputs.put(names.get(i), Invocation.of(components[i].getAccessor(), result));
      }
    } else if (!names.isEmpty()) {
      outputs.put(names.get(0), result);
    }
    return outputs;
  }

  /**
   * What a method returns, put together from the outputs of its graph.
   *
   * @param leaves by the names of these outputs
   */
  public Map<String, Object> result(String method, Map<String, Object> leaves, Columns columns) {
    Class<?> type = program.declared(method).getReturnType();
    if (type == void.class) {
      return Map.of();
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(RESULT, columns.value(type.isRecord() ? "" : RESULT, type, leaves::get));
    return result;
  }

  private Outcome of(
      String name,
      Tap seen,
      Object model,
      LoadedProgram.Call call,
      Map<String, Object> outputs,
      Map<String, Object> shadows,
      Consumer<Columns> run) {
    Optional<Throwable> thrown = Optional.empty();
    try {
      run.accept(new Columns());
    } catch (RuntimeException | Error e) {
      thrown = Optional.of(e);
      outputs.clear();
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i < call.arguments().length; i++) {
      arguments.put("argument " + i, call.arguments()[i]);
    }
    Map<String, Object> state = new LinkedHashMap<>();
    program.stateOf(model).values().forEach((item, at) -> state.put(program.local(item), at));
    outputs.replaceAll((item, value) -> seen.tapped(name, item, value));
    shadows.replaceAll((item, value) -> seen.tapped(name, "shadow " + item, value));
    arguments.replaceAll((item, value) -> seen.tapped(name, item, value));
    state.replaceAll((item, value) -> seen.tapped(name, "field " + item, value));
    return new Outcome(outputs, shadows, arguments, state, thrown);
  }

  private void run(
      Graph graph,
      Object model,
      LoadedProgram.Call call,
      Map<String, Object> more,
      Columns columns,
      Map<String, Object> outputs) {
    Feeds feeds = Feeds.none();
    Map<String, Object> all = new HashMap<>(new Inputs(program, model, call).arguments(columns));
    all.putAll(more);
    for (Map.Entry<String, Object> each : all.entrySet()) {
      feeds = feeds.and(each.getKey(), each.getValue());
    }
    try (Session session = new Session(graph, program.stateOf(model))) {
      Results results = session.run(feeds);
      results.names().forEach(output -> outputs.put(output, results.get(output)));
    } finally {
      columns.writeBack();
    }
  }

  /** Copies in which what was one array still is. */
  private static Map<String, Object> copies(Map<String, Object> values) {
    Map<String, Object> copies = new LinkedHashMap<>();
    Map<Object, Object> known = new IdentityHashMap<>();
    values.forEach((name, value) -> copies.put(name, Numbers.copy(value, known)));
    return copies;
  }
}
