package dev.kiln.pass.analysis.flow;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks a graph and tells a visitor which values become which others: at the ends of blocks, in
 * loops, calls and returns.
 */
public final class ValueFlow {
  /** A value, or a result of a function, which have no values of their own. */
  record Place(String function, Object value) {}

  /** What is told. */
  interface Visitor {
    /** A value becomes another, of the same type. */
    void flow(Place from, Place to);

    /** An operation of the catalogue; what it does with its operands is for the visitor to say. */
    void apply(String function, Operation.Apply apply);
  }

  /** The name that places in the entry have. */
  public static final String ENTRY = "";

  private final Map<String, Function> functions = new HashMap<>();
  private final Map<Terminator, List<Value>> targets = new IdentityHashMap<>();
  private final Visitor visitor;

  private ValueFlow(Visitor visitor) {
    this.visitor = visitor;
  }

  /** Visits the whole graph; the result are the values that take what terminators pass on. */
  static Map<Terminator, List<Value>> visit(Graph graph, Visitor visitor) {
    ValueFlow flow = new ValueFlow(visitor);
    graph.functions().forEach(function -> flow.functions.put(function.name(), function));
    flow.new Walk(ENTRY).collect(graph.entry().body(), List.of());
    graph.functions().forEach(each -> flow.new Walk(each.name()).collect(each.body(), List.of()));
    return flow.targets;
  }

  /** One function. */
  private final class Walk {
    private final String name;
    private final Map<String, List<Value>> breaks = new HashMap<>();
    private final Map<String, List<Value>> continues = new HashMap<>();

    Walk(String name) {
      this.name = name;
    }

    private void flow(List<Value> from, List<Value> to) {
      for (int i = 0; i < to.size(); i++) {
        visitor.flow(new Place(name, from.get(i)), new Place(name, to.get(i)));
      }
    }

    private void flow(Terminator end, List<Value> from, List<Value> to) {
      targets.put(end, to);
      flow(from, to);
    }

    void collect(Block block, List<Value> yieldsTo) {
      block.operations().forEach(this::collect);
      Terminator end = block.terminator();
      if (end instanceof Terminator.Yield) {
        flow(end, end.operands(), yieldsTo);
      } else if (end instanceof Terminator.Break exit) {
        flow(end, end.operands(), breaks.get(exit.label()));
      } else if (end instanceof Terminator.Continue exit) {
        flow(end, end.operands(), continues.get(exit.label()));
      } else if (end instanceof Terminator.Return) {
        for (int i = 0; i < end.operands().size(); i++) {
          visitor.flow(new Place(name, end.operands().get(i)), new Place(name, i));
        }
      }
    }

    private void collect(Operation operation) {
      if (operation instanceof Operation.Apply apply) {
        visitor.apply(name, apply);
      } else if (operation instanceof Operation.If branch) {
        collect(branch.thenBlock(), branch.results());
        collect(branch.elseBlock(), branch.results());
      } else if (operation instanceof Operation.Scope scope) {
        breaks.put(scope.label(), scope.results());
        collect(scope.body(), scope.results());
      } else if (operation instanceof Operation.Loop loop) {
        collectLoop(loop);
      } else {
        collectCall((Operation.Call) operation);
      }
    }

    /** What is carried has one slot: all lists of it become each other. */
    private void collectLoop(Operation.Loop loop) {
      List<Value> carried = loop.condition().parameters();
      breaks.put(loop.label(), carried);
      continues.put(loop.label(), carried);
      flow(loop.operands(), carried);
      flow(carried, loop.body().parameters());
      flow(carried, loop.results());
      flow(loop.body().parameters(), carried);
      flow(loop.results(), carried);
      if (loop.condition().terminator() instanceof Terminator.Condition end) {
        flow(end, end.carried(), carried);
      }
      collect(loop.condition(), List.of());
      collect(loop.body(), carried);
    }

    private void collectCall(Operation.Call call) {
      List<Value> parameters = functions.get(call.function()).parameters();
      for (int i = 0; i < parameters.size(); i++) {
        visitor.flow(
            new Place(name, call.operands().get(i)), new Place(call.function(), parameters.get(i)));
      }
      for (int i = 0; i < call.results().size(); i++) {
        visitor.flow(new Place(call.function(), i), new Place(name, call.results().get(i)));
      }
    }
  }
}
