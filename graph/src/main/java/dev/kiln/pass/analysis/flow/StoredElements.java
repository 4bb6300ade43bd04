package dev.kiln.pass.analysis.flow;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.graph.Value;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.flow.ValueFlow.Place;
import dev.kiln.type.ArrayType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a graph may store elements of arrays of records that it is given. All references that
 * become each other, or lead to each other, are in one class; a store into a class that a parameter
 * is in may be one into an argument.
 */
public final class StoredElements {
  private final Map<Place, Place> parents = new HashMap<>();
  private final List<Place> stored = new ArrayList<>();

  private StoredElements() {}

  /**
   * Whether there may be such a store.
   *
   * @param graph with its records, as it is before they are flattened
   */
  public static boolean inArguments(Graph graph) {
    StoredElements elements = new StoredElements();
    ValueFlow.visit(graph, elements.new Classes());
    return graph.entry().parameters().stream()
        .filter(parameter -> RecordLeaf.hasRecordArrays(parameter.type()))
        .map(parameter -> elements.root(new Place(ValueFlow.ENTRY, parameter)))
        .anyMatch(root -> elements.stored.stream().anyMatch(at -> elements.root(at).equals(root)));
  }

  private Place root(Place place) {
    Place root = place;
    while (parents.containsKey(root)) {
      root = parents.get(root);
    }
    return root;
  }

  /** Collects the classes. */
  private final class Classes implements ValueFlow.Visitor {
    @Override
    public void flow(Place from, Place to) {
      Place first = root(from);
      Place second = root(to);
      if (leads(from.value()) && !first.equals(second)) {
        parents.put(second, first);
      }
    }

    private static boolean leads(Object value) {
      return !(value instanceof Value known) || RecordLeaf.hasRecordArrays(known.type());
    }

    @Override
    public void apply(String function, Operation.Apply apply) {
      if (apply.is(Trait.STORE)) {
        Value array = apply.operands().get(0);
        stored.add(new Place(function, array));
        flow(new Place(function, apply.operands().get(2)), new Place(function, array));
      } else if (apply.is(Trait.PART)
          || apply.definition() == RecordOps.RECORD_NEW
          || apply.is(Trait.COPY) && sharesRows(apply)) {
        for (Value operand : apply.operands()) {
          flow(new Place(function, operand), new Place(function, apply.result()));
        }
      }
    }

    /** A copy of an array of records without references to other arrays of records shares none. */
    private static boolean sharesRows(Operation.Apply copy) {
      ArrayType type = (ArrayType) copy.result().type();
      return RecordLeaf.hasRecordArrays(type.component());
    }
  }
}
