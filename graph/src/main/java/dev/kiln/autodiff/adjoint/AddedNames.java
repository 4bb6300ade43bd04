package dev.kiln.autodiff.adjoint;

import dev.kiln.graph.Graph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of inputs that derivatives of a graph have beside its own: {@code dX} for the adjoint
 * or shadow of an input {@code x}, {@code dY} for the cotangent of an output {@code y}. A name that
 * is taken gets underscores, so that all inputs differ; the names follow from the graph alone.
 */
public final class AddedNames {
  private final Map<String, String> ofInputs = new LinkedHashMap<>();
  private final Map<String, String> ofOutputs = new LinkedHashMap<>();

  public AddedNames(Graph primal) {
    Set<String> taken = new HashSet<>();
    primal.inputs().forEach(input -> taken.add(input.name()));
    for (Graph.Input input : primal.inputs()) {
      ofInputs.put(input.name(), unused(AdjointNames.of(input.name()), taken));
      taken.add(ofInputs.get(input.name()));
    }
    for (String output : primal.outputs()) {
      ofOutputs.put(output, unused(AdjointNames.of(output), taken));
      taken.add(ofOutputs.get(output));
    }
  }

  public String ofInput(String input) {
    return ofInputs.get(input);
  }

  public String ofOutput(String output) {
    return ofOutputs.get(output);
  }

  /** The name, or one made of it, that is not among those taken. */
  public static String unused(String name, Collection<String> taken) {
    String free = name;
    while (taken.contains(free)) {
      free += "_";
    }
    return free;
  }

  /** Names of outputs, made different by numbers: a second {@code value} is {@code value2}. */
  public static List<String> distinct(List<String> names) {
    List<String> distinct = new ArrayList<>();
    for (String name : names) {
      String free = name;
      for (int i = 2; distinct.contains(free); i++) {
        free = name + i;
      }
      distinct.add(free);
    }
    return distinct;
  }
}
