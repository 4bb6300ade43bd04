package dev.kiln.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.graph.text.GraphParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {
  /** The body of a graph with an int input, and what is wrong with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          yield(%0.n)                   | a yield cannot end this block
          return()                      | returns [] where [i32] go
          unreachable                   | the end of the block can be reached
          break "l"(%0.n)               | no construct l around its exit
          condition %0.n (%0.n)         | only a condition block ends in a condition
          throw "E" ["a", "b"]()        | a message with 2 parts for 0 operands
          """)
  void refusesWrongEnds(String end, String message) {
    refused(end, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          %1: bool = apply add(%0.n, %0.n) return(%0.n) \
          | results are [bool] but add gives [i32], at [%1] = add [%0.n, %0.n]
          if %0.n { yield() } else { yield() } return(%0.n) \
          | the condition %0.n is not a bool, at [] = If [%0.n]
          %1: i32 = scope "s" { break "s"() } return(%1) \
          | leaves s with [] where [i32] go
          %1: i32 = scope "s" { continue "s"(%0.n) } return(%1) \
          | continue of s, not a loop
          %1: i32 = call "f"(%0.n) return(%1) \
          | there is no function f, at [%1] = Call [%0.n]
          """)
  void refusesWrongOperations(String body, String message) {
    refused(body, message);
  }

  private static void refused(String body, String message) {
    Graph graph =
        GraphParser.parse(
            "graph \"g\" { input \"n\" argument outputs (\"r\") function \"g\"(%0.n: i32) -> (i32) { "
                + body
                + " } }");
    Exception e = assertThrows(VerificationException.class, () -> Verifier.verify(graph));
    assertEquals("graph g, function g: " + message, e.getMessage());
  }
}
