package dev.kiln.session;

import dev.kiln.array.IllegalOperandException;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.kernel.saved.SavedValues;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Frame;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.spi.FailedExample;
import dev.kiln.spi.ModelChecks;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Runs a graph. A session verifies and prepares its graph once. Each run has its own memory, so any
 * number of threads can share a session.
 *
 * <pre>
 * try (Session session = new Session(DigitsGraphs.loss(), DigitsGraphs.stateOf(digits))) {
 *   float loss = session.run(Feeds.of("x", x).and("label", label)).getFloat("result");
 * }
 * </pre>
 */
public final class Session implements AutoCloseable {
  private final Graph graph;
  private final Feeds bound;
  private final Program program;

  /** A session whose runs feed every input. */
  public Session(Graph graph) {
    this(graph, Feeds.none());
  }

  /** A session in which some inputs, such as the model's parameters, are the same in every run. */
  public Session(Graph graph, Feeds bound) {
    Verifier.verify(graph);
    this.graph = graph;
    this.bound = bound;
    this.program =
        Program.of(
            PassRunner.unobserved().run(Stage.IN_SESSION, graph),
            new Exceptions(bound.exceptions()));
  }

  /** Runs the graph with the bound feeds only. */
  public Results run() {
    return run(Feeds.none());
  }

  /**
   * Runs the graph.
   *
   * @throws IllegalArgumentException if a feed is missing, unknown or of the wrong type or shape;
   *     the message names the feed, and shows what was expected and what was given
   */
  public Results run(Feeds feeds) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    Object[] values;
    try {
      values = values(feeds, sizes);
    } catch (RuntimeException e) {
      Places.addBegin(e, graph.entry());
      throw e;
    }
    Frame frame = program.frame(sizes);
    for (int i = 0; i < values.length; i++) {
      store(frame, program.parameters()[i], graph.inputType(i), values[i]);
    }
    try {
      program.run(frame);
    } catch (RuntimeException | Error e) {
      Throwable failure = SavedValues.released(e, frame.references, "", 0);
      program.locate(failure, frame);
      FailedExample.addTo(failure, graph.name(), frame.example);
      throw ModelChecks.thrown(failure);
    }
    return results(frame);
  }

  /** What is fed, by the number of the input; binds the named sizes. */
  private Object[] values(Feeds feeds, Map<String, Long> sizes) {
    checkNames(feeds);
    FeedCheck check = new FeedCheck(graph, sizes);
    Object[] values = new Object[graph.inputs().size()];
    for (int i = 0; i < values.length; i++) {
      String name = graph.inputs().get(i).name();
      Feeds from = feeds.values().containsKey(name) ? feeds : bound;
      Object value = from.values().get(name);
      boolean isNull = value == null && from.values().containsKey(name);
      if (isNull && graph.inputType(i) instanceof ArrayType) {
        continue; // as in Java, an array may be null where nothing looks at it
      }
      if (isNull && graph.inputType(i).equals(ScalarType.INT32)) {
        value = ModelChecks.code(null); // an int may represent an enum
      }
      if (value == null) {
        throw new IllegalOperandException(
            graph.name() + ": input '" + name + "' of type " + graph.inputType(i) + " is not fed");
      }
      values[i] = check.accept(i, value);
    }
    check.sizes(values);
    return values;
  }

  private void checkNames(Feeds feeds) {
    for (String name : feeds.values().keySet()) {
      if (graph.inputs().stream().noneMatch(input -> input.name().equals(name))) {
        TreeSet<String> names = new TreeSet<>();
        graph.inputs().forEach(input -> names.add(input.name()));
        throw new IllegalOperandException(
            graph.name() + ": there is no input '" + name + "'; the inputs are " + names);
      }
    }
  }

  private static void store(Frame frame, int slot, ValueType type, Object value) {
    if (type instanceof ScalarType scalar) {
      frame.bits[slot] = Bits.box(value, scalar.dtype());
    } else {
      frame.references[slot] = value;
    }
  }

  private Results results(Frame frame) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < graph.outputs().size(); i++) {
      ValueType type = graph.entry().resultTypes().get(i);
      int slot = program.results()[i];
      Object value =
          type instanceof ScalarType scalar
              ? Bits.unbox(frame.bits[slot], scalar.dtype())
              : frame.references[slot];
      values.put(graph.outputs().get(i), value);
    }
    return new Results(values);
  }

  /** Does nothing: a session holds no resources. It is closeable for use in a {@code try} block. */
  @Override
  public void close() {}

  /** The graph that this session runs. */
  public Graph graph() {
    return graph;
  }
}
