package dev.kiln.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import org.junit.jupiter.api.Test;

class CommonSubexpressionsTest {
  private static String graph(String body) {
    return """
    graph "f" {
      input "a" argument
      input "b" argument
      input "x" argument
      outputs ("y")
      function "f"(%0.a: array<f64, 1>, %1.b: array<f64, 1>, %2.x: f64) -> (f64) {
        %3: i32 = apply constant() {value=bits i32 0}
        %4: i32 = apply constant() {value=bits i32 1}
    """
        + body.indent(4)
        + """
          }
        }
        """;
  }

  private static void assertBecomes(String expected, String body) {
    Graph graph = CommonSubexpressions.run(GraphParser.parse(graph(body)));
    Verifier.verify(graph, "common-subexpressions");
    assertEquals(GraphPrinter.print(GraphParser.parse(graph(expected))), GraphPrinter.print(graph));
  }

  private static void assertStays(String body) {
    assertBecomes(body, body);
  }

  @Test
  void anExpressionIsComputedOnce() {
    assertBecomes(
        """
        %5: f64 = apply multiply(%2, %2)
        %6: f64 = apply add(%5, %5)
        return(%6)
        """,
        """
        %5: f64 = apply multiply(%2, %2)
        %6: f64 = apply multiply(%2, %2)
        %7: f64 = apply add(%5, %6)
        return(%7)
        """);
  }

  @Test
  void operandsKeepTheirOrder() {
    assertStays(
        """
        %5: f64 = apply array_load(%0, %3)
        %6: f64 = apply subtract(%2, %5)
        %7: f64 = apply subtract(%5, %2)
        %8: f64 = apply add(%6, %7)
        return(%8)
        """);
  }

  /** The arrays may be the same. */
  @Test
  void aStoreForgetsTheElementsOfAllArraysOfItsType() {
    assertStays(
        """
        %5: f64 = apply array_load(%0, %3)
        apply array_store(%1, %4, %2)
        %6: f64 = apply array_load(%0, %3)
        %7: f64 = apply add(%5, %6)
        return(%7)
        """);
  }

  @Test
  void anElementIsLoadedOnce() {
    assertBecomes(
        """
        %5: f64 = apply array_load(%0, %3)
        %6: f64 = apply add(%5, %5)
        return(%6)
        """,
        """
        %5: f64 = apply array_load(%0, %3)
        %6: f64 = apply array_load(%0, %3)
        %7: f64 = apply add(%5, %6)
        return(%7)
        """);
  }

  @Test
  void whatOneBranchComputesTheOtherDoesNotHave() {
    assertStays(
        """
        %5: bool = apply less(%2, %2)
        %8: f64 = if %5 {
          %6: f64 = apply multiply(%2, %2)
          yield(%6)
        } else {
          %7: f64 = apply multiply(%2, %2)
          yield(%7)
        }
        return(%8)
        """);
  }

  /** So the loop is a {@code for}, though its body reads {@code a[i + 1]}. */
  @Test
  void theStepOfACounterStaysApart() {
    assertStays(
        """
        %14: f64, %15.i: i32 = loop "loop_1"(%2, %3) condition(%5: f64, %6.i: i32) {
          %7: i32 = apply array_length(%0)
          %8: bool = apply less(%6.i, %7)
          condition %8(%5, %6.i)
        } body(%9: f64, %10.i: i32) {
          %11: i32 = apply add(%10.i, %4)
          %12: f64 = apply array_load(%0, %11)
          %13: i32 = apply add(%10.i, %4)
          yield(%12, %13)
        }
        return(%14)
        """);
  }

  private static Graph onTensors(String body) {
    return GraphParser.parse(
        """
        graph "f" {
          input "x" argument
          outputs ("y")
          function "f"(%0.x: f64[n, 3]) -> (f64[n, 3]) {
        """
            + body.indent(4)
            + """
              }
            }
            """);
  }

  /** After differentiation; before it the cotangents of each are added as a tape adds them. */
  @Test
  void tensorsAreComputedOnceAfterDifferentiation() {
    Graph twice =
        onTensors(
            """
            %1: f64[n, 3] = apply exp(%0)
            %2: f64[n, 3] = apply exp(%0)
            %3: f64[n, 3] = apply multiply(%1, %2)
            return(%3)
            """);
    Graph once =
        onTensors(
            """
            %1: f64[n, 3] = apply exp(%0)
            %2: f64[n, 3] = apply multiply(%1, %1)
            return(%2)
            """);
    assertEquals(GraphPrinter.print(twice), GraphPrinter.print(CommonSubexpressions.run(twice)));
    assertEquals(
        GraphPrinter.print(once), GraphPrinter.print(CommonSubexpressions.ofTensors(twice)));
  }
}
