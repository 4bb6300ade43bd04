package dev.kiln.autodiff.entry;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.pass.copy.GraphCopier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes shadows in a derivative that callers need not give, since these are zero: of arrays that
 * the method does not write, and of constants, which may only share a class of arrays with what is
 * written.
 */
public final class OwnShadows {
  private OwnShadows() {}

  /**
   * The derivative without some of its inputs.
   *
   * @param primals how many inputs are those of the method
   * @param made the further inputs to make, and the inputs of the method that they are like
   */
  public static Graph in(Graph derived, int primals, Map<String, String> made) {
    if (made.isEmpty()) {
      return derived;
    }
    GraphCopier copier = new GraphCopier();
    ValueSource values = new ValueSource();
    List<Graph.Input> inputs = new ArrayList<>();
    List<Value> parameters = new ArrayList<>();
    Map<String, Value> byName = new HashMap<>();
    Map<Value, String> missing = new HashMap<>();
    for (int i = 0; i < derived.inputs().size(); i++) {
      Graph.Input input = derived.inputs().get(i);
      Value old = derived.entry().parameters().get(i);
      if (i >= primals && made.containsKey(input.name())) {
        missing.put(old, made.get(input.name()));
      } else {
        Value copy = values.create(old.name(), old.type());
        copier.define(old, List.of(copy));
        byName.put(input.name(), copy);
        inputs.add(input);
        parameters.add(copy);
      }
    }
    BlockBuilder body = new BlockBuilder(values, parameters);
    for (Value old : derived.entry().parameters()) {
      if (missing.containsKey(old)) {
        Value array = byName.get(missing.get(old));
        copier.define(old, List.of(body.apply(ArrayOps.ARRAY_ZEROS_LIKE, array)));
      }
    }
    Terminator end = copier.copyInto(derived.entry().body(), body);
    Function entry =
        new Function(derived.entry().name(), body.build(end), derived.entry().resultTypes());
    return new Graph(derived.name(), inputs, derived.outputs(), entry, derived.functions());
  }
}
