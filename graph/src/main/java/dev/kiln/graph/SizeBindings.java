package dev.kiln.graph;

import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the named sizes in the types of inputs are found in a run. A name is the size of the first
 * dimension that is just the name. One that nowhere stands alone is solved for: from {@code 2*n}
 * where it is the only name, and from {@code n*m+1} where {@code m} is known.
 */
public final class SizeBindings {
  private SizeBindings() {}

  /**
   * A name that is solved for: it times {@code factor}, and {@code rest} added to that, is the size
   * of a dimension.
   *
   * @param input the position of the input that has the dimension
   */
  public record Solved(String name, int input, int axis, Dim factor, Dim rest) {}

  /** The names that are solved for, each after those that its equation has. */
  public static List<Solved> solved(List<ValueType> inputs) {
    Set<String> known = new LinkedHashSet<>();
    for (ValueType each : inputs) {
      dims(each).forEach(dim -> dim.name().ifPresent(known::add));
    }
    List<Solved> all = new ArrayList<>();
    boolean grows = true;
    while (grows) {
      grows = false;
      for (int input = 0; input < inputs.size(); input++) {
        List<Dim> dims = dims(inputs.get(input));
        for (int axis = 0; axis < dims.size(); axis++) {
          Optional<Solved> one = solve(dims.get(axis), known, input, axis);
          if (one.isPresent() && known.add(one.get().name())) {
            all.add(one.get());
            grows = true;
          }
        }
      }
    }
    return all;
  }

  private static Optional<Solved> solve(Dim dim, Set<String> known, int input, int axis) {
    List<String> unknown = dim.names().stream().filter(each -> !known.contains(each)).toList();
    if (unknown.size() != 1) {
      return Optional.empty();
    }
    String name = unknown.get(0);
    return dim.factorOf(name)
        .map(factor -> new Solved(name, input, axis, factor, dim.without(name)));
  }

  private static List<Dim> dims(ValueType type) {
    return type instanceof TensorType tensor ? tensor.dims() : List.of();
  }
}
