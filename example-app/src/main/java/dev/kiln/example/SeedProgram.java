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

/** The counters, ready to run in one of the ways. */
@FunctionalInterface
interface SeedProgram {
  /** Runs the counters until they meet. */
  Counter.Counters run(int first, int second);

  /** Prepares a way to run. */
  static SeedProgram of(SeedMode mode) {
    return switch (mode) {
      case EAGER -> onTensors(new Counter());
      case BUILT -> onTensors(new Session(builtByHand()));
      case GENERATED -> onTensors(new Session(CounterGraphs.countTensors()));
      case GENERATED_SCALARS -> onPrimitives(new Session(CounterGraphs.count()));
      case COMPILED_TENSORS -> onTensors(new CompiledCounter());
      case COMPILED -> new CompiledCounter()::count;
    };
  }

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

  private static SeedProgram onTensors(Counter counter) {
    return (first, second) -> {
      Counter.Pair pair =
          counter.countTensors(Tensor.scalar((float) first), Tensor.scalar((float) second));
      return new Counter.Counters(pair.first().toInt(), pair.second().toInt());
    };
  }

  private static SeedProgram onTensors(Session session) {
    return (first, second) ->
        inSession(session, Tensor.scalar((float) first), Tensor.scalar((float) second));
  }

  private static SeedProgram onPrimitives(Session session) {
    return (first, second) -> inSession(session, first, second);
  }

  private static Counter.Counters inSession(Session session, Object first, Object second) {
    Results results = session.run(Feeds.of("first", first).and("second", second));
    return new Counter.Counters(results.getInt("first"), results.getInt("second"));
  }
}
