package dev.kiln.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.pass.split.CodeWeight;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Long functions become calls of parts, and do what they did. */
class SplitLargeFunctionsTest {
  private static final int STEPS = 900;

  /** A chain of sums and products, in the middle of which {@code middle} sees {@code %1.x}. */
  private static Graph chain(int steps, String middle) {
    StringBuilder text =
        new StringBuilder(
            """
            graph "f" {
              input "t" argument
              input "x" argument
              outputs ("y")
              function "f"(%0.t: f64[n], %1.x: f64) -> (f64) {
                %2: f64 = apply negate(%1.x)
            """);
    for (int i = 0; i < 2 * steps; i += 2) {
      text.append("%%%d: f64 = apply multiply(%%%d, %%1.x)%n".formatted(i + 3, i + 2));
      text.append("%%%d: f64 = apply add(%%%d, %%%d)%n".formatted(i + 4, i + 3, i + 2));
      if (i == steps / 2 * 2) {
        text.append(middle);
      }
    }
    text.append("return(%%%d)%n}%n}%n".formatted(2 * steps + 2));
    return GraphParser.parse(text.toString());
  }

  private static Graph split(Graph graph) {
    Graph split = SplitLargeFunctions.run(graph);
    Verifier.verify(split);
    return split;
  }

  private static double run(Graph graph, double x) {
    try (Session session = new Session(graph)) {
      return session.run(Feeds.of("x", x).and("t", Tensor.ones(DType.FLOAT64, 3))).getDouble("y");
    }
  }

  @Test
  void smallFunctionsStay() {
    Graph graph = chain(10, "");
    assertSame(graph, SplitLargeFunctions.run(graph));
  }

  @Test
  void partsTogetherDoTheSame() {
    Graph graph = chain(STEPS, "");
    Graph split = split(graph);
    assertTrue(split.functions().size() > 1, "parts: " + split.functions().size());
    assertTrue(CodeWeight.largest(split) < CodeWeight.largest(graph));
    assertEquals(run(graph, 0.5), run(split, 0.5));
  }

  /** A part that returned would return to the function, not from it. */
  @Test
  void anEarlyReturnStaysInItsFunction() {
    Graph graph =
        chain(
            STEPS,
            """
            %100000: f64 = apply constant() {value=bits f64 4607182418800017408}
            %100001: bool = apply less(%100000, %1.x)
            if %100001 {
              if %100001 { return(%1.x) } else { yield() }
              yield()
            } else {
              yield()
            }
            """);
    Graph split = split(graph);
    assertTrue(split.functions().size() > 1, "parts: " + split.functions().size());
    assertEquals(2.0, run(split, 2.0));
    assertEquals(run(graph, 0.5), run(split, 0.5));
  }

  /** The sizes of a function are bound by its own arguments: its parts know nothing of them. */
  @Test
  void whatNamesASizeStaysInItsFunction() {
    String zeros = "%100000: f64[n] = apply zeros() {dtype=dtype f64, dims=dims [n]}\n";
    Graph graph = chain(STEPS, zeros);
    Graph split = split(graph);
    assertTrue(
        split.entry().body().operations().stream().anyMatch(Operation.Apply.class::isInstance));
    assertEquals(run(graph, 0.5), run(split, 0.5));
  }
}
