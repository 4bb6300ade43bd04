package dev.kiln.pass.analysis.flow;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.flow.ValueFlow.Place;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.StackType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a {@link NumberFact} for each scalar of a graph. Numbers in arrays and on stacks share one,
 * of all arrays that may be the same. Each is the strongest at first, and gets weaker until nothing
 * changes.
 */
public final class FiniteNumbers {
  private record Step(String function, Operation.Apply apply) {}

  private record Flow(Place from, Place to) {}

  private final Map<Place, Place> parents = new HashMap<>();
  private final Map<Place, NumberFact> facts = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Flow> flows = new ArrayList<>();
  private final boolean steep;
  private boolean changed = true;

  private FiniteNumbers(boolean steep) {
    this.steep = steep;
  }

  /**
   * Which numbers of a graph are finite.
   *
   * @param steep whether all slopes may be infinite at finite values of the function
   */
  public static FiniteNumbers of(Graph graph, boolean steep) {
    FiniteNumbers numbers = new FiniteNumbers(steep);
    ValueFlow.visit(graph, numbers.new Collector());
    graph
        .entry()
        .parameters()
        .forEach(each -> numbers.weaken(ValueFlow.ENTRY, each, NumberFact.FINITE));
    while (numbers.changed) {
      numbers.changed = false;
      numbers.flows.forEach(flow -> numbers.weaken(flow.to(), numbers.fact(flow.from())));
      numbers.steps.forEach(numbers::visit);
    }
    return numbers;
  }

  /** What holds for a scalar of a function of the graph, or for the numbers of an array. */
  public NumberFact fact(String function, Value value) {
    return fact(new Place(function, value));
  }

  private NumberFact fact(Place place) {
    return facts.getOrDefault(root(place), NumberFact.STRONGEST);
  }

  private void weaken(String function, Value value, NumberFact fact) {
    weaken(new Place(function, value), fact);
  }

  private void weaken(Place place, NumberFact fact) {
    Place root = root(place);
    NumberFact before = facts.getOrDefault(root, NumberFact.STRONGEST);
    NumberFact after = before.or(fact);
    if (!after.equals(before)) {
      facts.put(root, after);
      changed = true;
    }
  }

  private Place root(Place place) {
    Place root = place;
    while (parents.containsKey(root)) {
      root = parents.get(root);
    }
    return root;
  }

  private void unite(Place first, Place second) {
    Place root = root(first);
    Place other = root(second);
    if (!root.equals(other)) {
      parents.put(other, root);
    }
  }

  private static boolean isReference(Object value) {
    return value instanceof Value given
        && (given.type() instanceof ArrayType || given.type() instanceof StackType);
  }

  /** Notes operations and flows, and which references may be the same array. */
  private final class Collector implements ValueFlow.Visitor {
    @Override
    public void flow(Place from, Place to) {
      if (isReference(from.value()) || isReference(to.value())) {
        unite(from, to);
      } else {
        flows.add(new Flow(from, to));
      }
    }

    @Override
    public void apply(String function, Operation.Apply apply) {
      steps.add(new Step(function, apply));
      boolean looks =
          apply.results().isEmpty() ? apply.is(Trait.CHECK) : !isReferenceOrNumber(apply);
      if (!looks && !apply.is(Trait.ZERO)) {
        List<Value> references = references(apply);
        references.forEach(
            each -> unite(new Place(function, references.get(0)), new Place(function, each)));
      }
    }
  }

  private static boolean isReferenceOrNumber(Operation.Apply apply) {
    return isReference(apply.result()) || apply.result().type().isFloating();
  }

  private static List<Value> references(Operation.Apply apply) {
    List<Value> references = new ArrayList<>();
    apply.operands().stream().filter(FiniteNumbers::isReference).forEach(references::add);
    apply.results().stream().filter(FiniteNumbers::isReference).forEach(references::add);
    return references;
  }

  private void visit(Step step) {
    Operation.Apply apply = step.apply();
    List<NumberFact> operands = new ArrayList<>();
    for (Value operand : apply.operands()) {
      boolean known = operand.type() instanceof ScalarType || isReference(operand);
      operands.add(known ? fact(step.function(), operand) : NumberFact.NOTHING);
    }
    if (!apply.operands().isEmpty() && isReference(apply.operands().get(0))) {
      visitMemory(step, operands);
    } else if (!apply.results().isEmpty()) {
      Value result = apply.result();
      NumberFact fact =
          isReference(result)
              ? NumberFact.ZERO // a new array
              : result.type() instanceof ScalarType
                  ? NumberFact.of(apply, operands, steep)
                  : NumberFact.NOTHING;
      weaken(step.function(), result, fact);
    }
  }

  /** Numbers that are stored or pushed weaken what holds for the array, and that what is loaded. */
  private void visitMemory(Step step, List<NumberFact> operands) {
    Operation.Apply apply = step.apply();
    Value memory = apply.operands().get(0);
    for (int i = 1; i < operands.size(); i++) {
      if (apply.operands().get(i).type().isFloating()) {
        NumberFact stored = operands.get(i);
        boolean adds = apply.definition() == ArrayOps.ARRAY_ACCUMULATE;
        weaken(step.function(), memory, adds ? operands.get(0).plus(stored) : stored);
      }
    }
    if (apply.definition() == ArrayOps.ARRAY_CLEAR || apply.is(Trait.ZERO)) {
      Value cleared = apply.results().isEmpty() ? memory : apply.result();
      weaken(step.function(), cleared, NumberFact.ZERO);
    } else if (!apply.results().isEmpty() && !isReference(apply.result())) {
      boolean number = apply.result().type().isFloating();
      boolean scalar = apply.result().type() instanceof ScalarType;
      NumberFact loaded = scalar ? fact(step.function(), memory) : NumberFact.NOTHING;
      weaken(step.function(), apply.result(), number ? loaded : NumberFact.FINITE);
    }
  }
}
