package dev.kiln.pass.derivative;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.pass.EliminateDeadCode;
import org.junit.jupiter.api.Test;

class CancelLengthsTest {
  private static String graph(String body) {
    return """
    graph "f" {
      input "x" argument
      input "length" argument
      input "other" argument
      outputs ("y")
      function "f"(%0.x: f64, %1.length: f64, %2.other: f64) -> (f64) {
    """
        + body.indent(4)
        + """
          }
        }
        """;
  }

  private static void assertBecomes(String expected, String body) {
    Graph graph = EliminateDeadCode.run(CancelLengths.run(GraphParser.parse(graph(body))));
    Verifier.verify(graph, "cancel-lengths");
    assertEquals(
        GraphPrinter.printBare(GraphParser.parse(graph(expected))), GraphPrinter.printBare(graph));
  }

  /** {@code (length * other) * (x / length)}: at the origin the slope alone is not a number. */
  @Test
  void aMultipleOfTheLengthCancelsIt() {
    assertBecomes(
        """
        %3: f64 = apply constant() {value=bits f64 4607182418800017408}
        %4: f64 = apply multiply(%3, %2)
        %5: f64 = apply chain_product(%4, %0)
        return(%5)
        """,
        """
        %3: f64 = apply multiply(%1, %2)
        %4: f64 = apply direction(%0, %1)
        %5: f64 = apply chain_product(%3, %4)
        return(%5)
        """);
  }

  @Test
  void aMultipleOfAnotherNumberStays() {
    String body =
        """
        %3: f64 = apply multiply(%0, %2)
        %4: f64 = apply direction(%0, %1)
        %5: f64 = apply chain_product(%3, %4)
        return(%5)
        """;
    assertBecomes(body, body);
  }
}
