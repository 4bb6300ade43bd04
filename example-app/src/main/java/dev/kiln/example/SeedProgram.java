package dev.kiln.example;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.op.Term;
import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.TensorType;
import java.util.List;

/** The ways to run the counters. */
enum SeedProgram {
  /** The class as it is, on tensors. */
  EAGER("eager tensors") {
    private final Counter counter = new Counter();

    @Override
    Counter.Counters run(int first, int second) {
      return counters(counter.countTensors(Tensor.scalar((float) first), Tensor.scalar((float) second)));
    }
  },

  /** A graph built by hand. */
  BUILT("hand-built graph in a session") {
    private final Session session = new Session(builtByHand());

    @Override
    Counter.Counters run(int first, int second) {
      return inSession(session, Tensor.scalar((float) first), Tensor.scalar((float) second));
    }
  },

  /** The graph that the processor made of the tensor method. */
  GENERATED("generated graph in a session") {
    private final Session session = new Session(CounterGraphs.countTensors());

    @Override
    Counter.Counters run(int first, int second) {
      return inSession(session, Tensor.scalar((float) first), Tensor.scalar((float) second));
    }
  },

  /** The graph that the processor made of the method on primitives. */
  GENERATED_SCALARS("generated graph of primitives") {
    private final Session session = new Session(CounterGraphs.count());

    @Override
    Counter.Counters run(int first, int second) {
      return inSession(session, first, second);
    }
  },

  /** The code that the processor made of the tensor method. */
  COMPILED_TENSORS("compiled, tensors") {
    private final Counter counter = new CompiledCounter();

    @Override
    Counter.Counters run(int first, int second) {
      return counters(counter.countTensors(Tensor.scalar((float) first), Tensor.scalar((float) second)));
    }
  },

  /** The code that the processor made of the method on primitives. */
  COMPILED("compiled, primitives") {
    private final Counter counter = new CompiledCounter();

    @Override
    Counter.Counters run(int first, int second) {
      return counter.count(first, second);
    }
  };

  private final String description;

  SeedProgram(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  /** Runs the counters until they meet. */
  abstract Counter.Counters run(int first, int second);

  /** The same loop as {@link Counter#countTensors}, written against the builder. */
  static Graph builtByHand() {
    GraphBuilder g = new GraphBuilder("countTensors");
    TensorType number = TensorType.of(DType.FLOAT32);
    List<Term> last =
        g.whileLoop(
            v -> v.get(0).less(v.get(1)),
            v -> List.of(v.get(0).add(2), v.get(1).add(1)),
            g.input("first", number),
            g.input("second", number));
    return g.output("first", last.get(0)).output("second", last.get(1)).build();
  }

  private static Counter.Counters inSession(Session session, Object first, Object second) {
    Results results = session.run(Feeds.of("first", first).and("second", second));
    return new Counter.Counters(results.getInt("first"), results.getInt("second"));
  }

  private static Counter.Counters counters(Counter.Pair pair) {
    return new Counter.Counters(pair.first().toInt(), pair.second().toInt());
  }
}
