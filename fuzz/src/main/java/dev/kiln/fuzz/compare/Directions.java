package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.Numbers;
import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.type.ScalarType;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Tangents and cotangents: by what they are called, and random ones. */
final class Directions {
  /** Forward and reverse mode add in different orders. */
  static final double EXACT = 1e-8;

  private static final double WITH_FLOATS = 1e-3;

  private final SplittableRandom random;

  /** What is one array moves in one direction. */
  private final Map<Object, Object> known = new IdentityHashMap<>();

  Directions(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * Numbers in the structure of {@code value}: none near zero, so that every one takes part, and of
   * many sizes, so that none can take the place of another.
   */
  Object like(Object value) {
    Object made =
        Numbers.like(
            value,
            () -> {
              double size = Math.pow(2, random.nextDouble(-2, 1));
              return random.nextBoolean() ? size : -size;
            },
            known);
    return Numbers.separate(made);
  }

  /** What a graph takes in place of {@code value}: a number of a record that is not there is 0. */
  static Object number(Graph graph, String input, Object value) {
    if (value != null) {
      return value;
    }
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (graph.inputs().get(i).name().equals(input)
          && graph.inputType(i) instanceof ScalarType scalar) {
        return scalar.equals(ScalarType.FLOAT32) ? (Object) 0f : (Object) 0.0;
      }
    }
    return null;
  }

  /** How the tangent or cotangent of an input or output is called. */
  static String shadow(String name) {
    StringBuilder joined = new StringBuilder("d");
    for (String part : name.split("\\.", -1)) {
      joined.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    return joined.toString();
  }

  /** The input whose shadow has this name. */
  static Optional<String> input(Graph primal, String shadow) {
    return primal.inputs().stream()
        .map(Graph.Input::name)
        .filter(each -> shadow(each).equals(shadow))
        .findFirst();
  }

  /** The output whose shadow has this name. */
  static Optional<String> output(Graph primal, String shadow) {
    return primal.outputs().stream().filter(each -> shadow(each).equals(shadow)).findFirst();
  }

  /** How far apart two derivatives may be: there may be floats on the way, or doubles only. */
  static double tolerance(Graph primal, Collection<Object> direction) {
    boolean isExact =
        direction.stream().allMatch(Numbers::isDouble)
            && !GraphPrinter.print(primal).contains("f32");
    return isExact ? EXACT : WITH_FLOATS;
  }
}
