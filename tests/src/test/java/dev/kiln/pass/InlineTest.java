package dev.kiln.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import org.junit.jupiter.api.Test;

class InlineTest {
  private static String graph(String entry, String functions) {
    return """
    graph "f" {
      input "x" argument
      outputs ("y")
      function "f"(%0.x: f64) -> (f64) {
    """
        + entry.indent(4)
        + "  }\n"
        + functions.indent(2)
        + "}\n";
  }

  private static void assertBecomes(String expected, String text) {
    Graph inlined = Inline.run(GraphParser.parse(text));
    Verifier.verify(inlined, "inline");
    assertEquals(
        GraphPrinter.printBare(GraphParser.parse(expected)), GraphPrinter.printBare(inlined));
  }

  @Test
  void aBodyReplacesEachCallAndTheFunctionGoes() {
    assertBecomes(
        graph(
            """
            %1: f64 = apply multiply(%0, %0)
            %2: f64 = apply multiply(%1, %1)
            return(%2)
            """,
            ""),
        graph(
            """
            %1: f64 = call "square"(%0)
            %2: f64 = call "square"(%1)
            return(%2)
            """,
            """
            function "square"(%0.x: f64) -> (f64) {
              %1: f64 = apply multiply(%0, %0)
              return(%1)
            }
            """));
  }

  @Test
  void anEarlyReturnLeavesAScope() {
    assertBecomes(
        graph(
            """
            %3: f64 = scope "inlined_1" {
              %1: bool = apply less(%0, %0)
              if %1 {
                break "inlined_1"(%0)
              } else {
                yield()
              }
              %2: f64 = apply negate(%0)
              yield(%2)
            }
            return(%3)
            """,
            ""),
        graph(
            """
            %1: f64 = call "early"(%0)
            return(%1)
            """,
            """
            function "early"(%0.x: f64) -> (f64) {
              %1: bool = apply less(%0, %0)
              if %1 {
                return(%0)
              } else {
                yield()
              }
              %2: f64 = apply negate(%0)
              return(%2)
            }
            """));
  }

  @Test
  void recursiveFunctionsStayAndLoseTheirCallsOfOthers() {
    assertBecomes(
        graph(
            """
            %1: f64 = call "again"(%0)
            return(%1)
            """,
            """
            function "again"(%0.x: f64) -> (f64) {
              %1: f64 = apply negate(%0)
              %2: f64 = call "again"(%1)
              return(%2)
            }
            """),
        graph(
            """
            %1: f64 = call "again"(%0)
            return(%1)
            """,
            """
            function "again"(%0.x: f64) -> (f64) {
              %1: f64 = call "minus"(%0)
              %2: f64 = call "again"(%1)
              return(%2)
            }
            function "minus"(%0.x: f64) -> (f64) {
              %1: f64 = apply negate(%0)
              return(%1)
            }
            """));
  }
}
