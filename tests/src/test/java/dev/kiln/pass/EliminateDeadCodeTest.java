package dev.kiln.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import org.junit.jupiter.api.Test;

class EliminateDeadCodeTest {
  private static String graph(String body) {
    return """
    graph "f" {
      input "a" argument
      input "x" argument
      input "n" argument
      outputs ("y")
      function "f"(%0.a: array<f64, 1>, %1.x: f64, %2.n: i32) -> (f64) {
    """
        + body.indent(4)
        + """
          }
        }
        """;
  }

  private static void assertBecomes(String expected, String body) {
    Graph graph = EliminateDeadCode.run(GraphParser.parse(graph(body)));
    Verifier.verify(graph, "dead-code");
    assertEquals(
        GraphPrinter.printBare(GraphParser.parse(graph(expected))), GraphPrinter.printBare(graph));
  }

  @Test
  void whatNobodyUsesGoesWithWhatOnlyThatUsed() {
    assertBecomes(
        "return(%1)",
        """
        %3: f64 = apply multiply(%1, %1)
        %4: f64 = apply negate(%3)
        return(%1)
        """);
  }

  @Test
  void whatMayThrowOrWritesStays() {
    String body =
        """
        %3: f64 = apply array_load(%0, %2)
        %4: i32 = apply divide_integer(%2, %2)
        apply array_store(%0, %2, %1)
        return(%1)
        """;
    assertBecomes(body, body);
  }

  /** A sum that only the next iteration uses keeps itself alive, but nobody else does. */
  @Test
  void whatALoopCarriesForItselfGoes() {
    assertBecomes(
        """
        %3: i32 = apply constant() {value=bits i32 0}
        %4: i32 = apply constant() {value=bits i32 1}
        %9.i: i32 = loop "loop_1"(%3) condition(%5.i: i32) {
          %6: bool = apply less(%5, %2)
          condition %6(%5)
        } body(%7.i: i32) {
          apply array_store(%0, %7, %1)
          %8.i: i32 = apply add(%7, %4)
          yield(%8)
        }
        return(%1)
        """,
        """
        %3: i32 = apply constant() {value=bits i32 0}
        %4: i32 = apply constant() {value=bits i32 1}
        %13.i: i32, %14.sum: f64 = loop "loop_1"(%3, %1) condition(%5.i: i32, %6.sum: f64) {
          %7: bool = apply less(%5, %2)
          condition %7(%5, %6)
        } body(%8.i: i32, %9.sum: f64) {
          apply array_store(%0, %8, %1)
          %10.sum: f64 = apply multiply(%9, %1)
          %11.i: i32 = apply add(%8, %4)
          yield(%11, %10)
        }
        return(%1)
        """);
  }
}
