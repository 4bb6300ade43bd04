package dev.kiln.pass.analysis.flow;

import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.flow.ValueFlow.Place;
import dev.kiln.type.RecordType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which records may be null: elements of arrays, and what they flow to. A record of which a
 * component may be null counts as one that may be null itself.
 *
 * <p>What a function with a derivative rule takes and returns, and what its rule does, is never
 * null: the caller checks.
 */
public final class NullableRecords {
  private final Map<Place, List<Place>> flows = new HashMap<>();
  private final Set<Place> nullable = new HashSet<>();
  private final Deque<Place> pending = new ArrayDeque<>();
  private final Map<String, Function> functions = new HashMap<>();

  /** The places where what functions with rules take and return is never null. */
  private final Set<Place> guarded = new HashSet<>();

  /** The values that take what terminators pass on. */
  private final Map<Terminator, List<Value>> targets;

  public NullableRecords(Graph graph) {
    graph.functions().forEach(function -> functions.put(function.name(), function));
    for (Function function : graph.functions()) {
      function.rule().ifPresent(rule -> guard(function, rule));
    }
    targets = ValueFlow.visit(graph, new Flows());
    while (!pending.isEmpty()) {
      flows.getOrDefault(pending.pop(), List.of()).forEach(this::mark);
    }
  }

  private void guard(Function function, DerivativeRule rule) {
    guard(function);
    rule.functions().forEach(name -> guard(functions.get(name)));
  }

  private void guard(Function function) {
    function.parameters().forEach(each -> guarded.add(new Place(function.name(), each)));
    for (int i = 0; i < function.resultTypes().size(); i++) {
      guarded.add(new Place(function.name(), i));
    }
  }

  /**
   * Whether a value may be null.
   *
   * @param function the function that it is in; the empty text for the entry
   */
  public boolean isNullable(String function, Value value) {
    return nullable.contains(new Place(function, value));
  }

  /** Whether a parameter of a function may be null. */
  public boolean isNullableParameter(String function, int parameter) {
    return isNullable(function, functions.get(function).parameters().get(parameter));
  }

  /** Whether a result of a function may be null. */
  public boolean isNullableResult(String function, int result) {
    return nullable.contains(new Place(function, result));
  }

  /** The values that take what the end of a block, other than a return, passes on. */
  public List<Value> targets(Terminator end) {
    return targets.getOrDefault(end, List.of());
  }

  private void mark(Place place) {
    if (!guarded.contains(place) && nullable.add(place)) {
      pending.push(place);
    }
  }

  /** Collects where records go. */
  private final class Flows implements ValueFlow.Visitor {
    @Override
    public void flow(Place from, Place to) {
      if (!(from.value() instanceof Value value) || value.type() instanceof RecordType) {
        flows.computeIfAbsent(from, key -> new ArrayList<>()).add(to);
      }
    }

    @Override
    public void apply(String function, Operation.Apply apply) {
      if (apply.results().isEmpty() || !(apply.result().type() instanceof RecordType)) {
        return;
      }
      Place result = new Place(function, apply.result());
      if (apply.is(Trait.LOAD)) {
        mark(result);
      } else if (apply.definition() == RecordOps.RECORD_NEW
          || apply.definition() == RecordOps.RECORD_GET) {
        apply.operands().forEach(operand -> flow(new Place(function, operand), result));
      }
    }
  }
}
