package dev.kiln.fuzz.run;

import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
import dev.kiln.type.RecordLeaf;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the calls of a program as plain Java, in a session, and as generated code. */
public final class Modes {
  private final LoadedProgram program;
  private final List<Observation> observations = new ArrayList<>();
  private final Map<Integer, Results> derivatives = new HashMap<>();
  private int calls;
  private int exceptions;
  private int gradients;
  private int comparisons;
  private int branching;

  /** The modes of a program. */
  public Modes(LoadedProgram program) {
    this.program = program;
  }

  /** How many calls were made. */
  public int calls() {
    return calls;
  }

  /** How many of them threw. */
  public int exceptions() {
    return exceptions;
  }

  /** How many of them were differentiated. */
  public int gradients() {
    return gradients;
  }

  /** How many derivatives were compared with finite differences. */
  public int comparisons() {
    return comparisons;
  }

  /** How many were not, since the program takes other branches nearby. */
  public int branching() {
    return branching;
  }

  /**
   * The first disagreement of any call; none where the JVM refuses the class file that javac made
   * of the program itself, which happens.
   */
  public Optional<Disagreement> check() {
    try {
      program.newPlain();
    } catch (VerifyError e) {
      return Optional.empty();
    }
    try {
      program.newCompiled();
    } catch (VerifyError e) {
      return Optional.of(new Disagreement("VerifyError", -1, e.toString()));
    }
    for (int i = 0; program.call(i) != null; i++) {
      Optional<Disagreement> found = check(i);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Disagreement> check(int call) {
    calls++;
    Observation plain = observe(call, program.newPlain(), Modes::invoke);
    observations.add(plain);
    exceptions += plain.hasThrown() ? 1 : 0;
    Observation session = observe(call, program.newPlain(), this::runInSession);
    if (!session.agreesWith(plain)) {
      return Optional.of(disagreement("session", call, plain, session));
    }
    Observation compiled = observe(call, program.newCompiled(), Modes::invoke);
    if (!compiled.agreesWith(plain)) {
      return Optional.of(disagreement("compiled", call, plain, compiled));
    }
    String method = program.call(call).method();
    if (program.hasGraph(method + "Gradient")) {
      GradientModes gradient = new GradientModes(program, this, call);
      Optional<Disagreement> found = gradient.check(plain);
      gradient.results().ifPresent(results -> derivatives.put(call, results));
      count(gradient.differences());
      return found;
    }
    if (program.hasGraph(method + "Vjp")) {
      ResultModes results = new ResultModes(program, this, call);
      Optional<Disagreement> found = results.check(plain);
      count(results.differences());
      return found;
    }
    return Optional.empty();
  }

  private void count(Optional<Differences> made) {
    gradients++;
    comparisons += made.filter(Differences::isCompared).isPresent() ? 1 : 0;
    branching += made.filter(Differences::isBranching).isPresent() ? 1 : 0;
  }

  /**
   * How a program computes something else than {@code other}, of which it is a variant: bit for
   * bit, but for derivatives, where additions may come in another order.
   */
  public Optional<Disagreement> differenceFrom(Modes other) {
    for (int i = 0; i < Math.min(observations.size(), other.observations.size()); i++) {
      if (!observations.get(i).agreesWith(other.observations.get(i))) {
        return Optional.of(
            disagreement("variant", i, other.observations.get(i), observations.get(i)));
      }
    }
    for (Map.Entry<Integer, Results> each : derivatives.entrySet()) {
      Results before = other.derivatives.get(each.getKey());
      if (before != null && !Numbers.areClose(before, each.getValue())) {
        String details = "expected " + text(before) + "\nbut variant: " + text(each.getValue());
        return Optional.of(new Disagreement("derivative of a variant", each.getKey(), details));
      }
    }
    return Optional.empty();
  }

  private static String text(Results results) {
    Observation observation = new Observation();
    results.names().forEach(name -> observation.value(name, results.get(name)));
    return observation.toString();
  }

  static Disagreement disagreement(
      String kind, int call, Observation expected, Observation actual) {
    return new Disagreement(
        kind, call, "expected:\n" + expected + "\nbut " + kind + ":\n" + actual);
  }

  /** A way to call a method. */
  interface Way {
    void run(Object model, LoadedProgram.Call call, Observation observation);
  }

  /** Makes a call on fresh arguments and notes what happens. */
  Observation observe(int index, Object model, Way way) {
    LoadedProgram.Call call = program.call(index);
    Observation observation = new Observation();
    try {
      way.run(model, call, observation);
    } catch (RuntimeException | Error e) {
      observation.thrown(e);
    }
    for (int i = 0; i < call.arguments().length; i++) {
      observation.value("argument " + i, call.arguments()[i]);
    }
    program.stateOf(model).values().forEach((name, value) -> observation.value(name, value));
    return observation;
  }

  private static void invoke(Object model, LoadedProgram.Call call, Observation observation) {
    Method method = LoadedProgram.method(model.getClass(), call.method());
    Object result = Invocation.of(method, model, call.arguments());
    if (method.getReturnType() != void.class) {
      observation.value("result", result);
    }
  }

  private void runInSession(Object model, LoadedProgram.Call call, Observation observation) {
    Results results = runGraph(program.graph(call.method()), model, call, Map.of());
    boolean isRecord = program.declared(call.method()).getReturnType().isRecord();
    String missing = null;
    for (String name : results.names()) {
      String path = isRecord ? "result." + name : name;
      if (missing != null && path.startsWith(missing)) {
        continue;
      }
      if (!path.endsWith("." + RecordLeaf.NON_NULL)) {
        observation.value(path, results.get(name));
      } else if (results.get(name).equals(false)) { // the record is null, whatever its components
        String record = path.substring(0, path.lastIndexOf('.'));
        observation.value(record, null);
        missing = record + ".";
      }
    }
  }

  /** Runs a graph on the arguments of a call and on more inputs. */
  Results runGraph(Graph graph, Object model, LoadedProgram.Call call, Map<String, Object> more) {
    Feeds feeds = feeds(call);
    for (Map.Entry<String, Object> each : more.entrySet()) {
      feeds = feeds.and(each.getKey(), each.getValue());
    }
    try (Session session = new Session(graph, program.stateOf(model))) {
      return session.run(feeds);
    }
  }

  private Feeds feeds(LoadedProgram.Call call) {
    Feeds feeds = Feeds.none();
    Parameter[] parameters = program.declared(call.method()).getParameters();
    for (int i = 0; i < parameters.length; i++) {
      feeds = FlattenedFeeds.and(feeds, parameters[i].getName(), call.arguments()[i]);
    }
    return feeds;
  }
}
