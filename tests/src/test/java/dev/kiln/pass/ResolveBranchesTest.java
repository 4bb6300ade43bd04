package dev.kiln.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import org.junit.jupiter.api.Test;

class ResolveBranchesTest {
  private static String graph(String operations) {
    return """
    graph "f" {
      input "x" argument
      input "flag" argument
      outputs ("y")
      function "f"(%0.x: f64, %1.flag: bool) -> (f64) {
        %2.yes: bool = apply constant() {value=bits bool 1}
        %3.no: bool = apply constant() {value=bits bool 0}
    """
        + operations.indent(4)
        + "  }\n}\n";
  }

  private static void assertBecomes(String expected, String operations) {
    Graph resolved = ResolveBranches.run(GraphParser.parse(graph(operations)));
    Verifier.verify(resolved, "branches");
    assertEquals(
        GraphPrinter.printBare(GraphParser.parse(graph(expected))),
        GraphPrinter.printBare(resolved));
  }

  @Test
  void theBlockThatRunsReplacesTheBranch() {
    String negated = "%4: f64 = apply negate(%0)\nreturn(%4)";
    String branch =
        """
        %6: f64 = if CONDITION {
          %4: f64 = apply negate(%0)
          yield(%4)
        } else {
          %5: f64 = apply multiply(%0, %0)
          yield(%5)
        }
        return(%6)
        """;
    assertBecomes(negated, branch.replace("CONDITION", "%2"));
    assertBecomes(
        "%4: f64 = apply multiply(%0, %0)\nreturn(%4)", branch.replace("CONDITION", "%3"));
    assertBecomes(branch.replace("CONDITION", "%1"), branch.replace("CONDITION", "%1"));
  }

  @Test
  void whatFollowsAnExitGoes() {
    assertBecomes(
        "%4: f64 = apply negate(%0)\nreturn(%4)",
        """
        if %3 {
          yield()
        } else {
          if %2 {
            %4: f64 = apply negate(%0)
            return(%4)
          } else {
            yield()
          }
          yield()
        }
        %5: f64 = apply multiply(%0, %0)
        return(%5)
        """);
  }

  @Test
  void operationsOnKnownTruthValuesAreKnown() {
    assertBecomes(
        """
        %4: bool = apply not(%3)
        %5: bool = apply or(%1, %4)
        %6: bool = apply and(%5, %3)
        return(%0)
        """,
        """
        %4: bool = apply not(%3)
        %5: bool = apply or(%1, %4)
        %6: bool = apply and(%5, %3)
        if %6 {
          throw "java.lang.IllegalStateException" []()
        } else {
          yield()
        }
        %7: f64 = apply where(%5, %0, %0)
        return(%7)
        """);
    String unknown =
        """
        %4: bool = apply or(%1, %3)
        %5: bool = apply and(%1, %2)
        %7: f64 = if %4 {
          yield(%0)
        } else {
          %6: f64 = apply negate(%0)
          yield(%6)
        }
        %8: f64 = if %5 {
          yield(%0)
        } else {
          yield(%7)
        }
        return(%8)
        """;
    assertBecomes(unknown, unknown);
  }

  /** The block that decides whether a loop goes on has to end in its condition. */
  @Test
  void anExitStaysInTheConditionOfALoop() {
    String loop =
        """
        %7.z: f64 = loop "loop_1"(%0) condition(%4.z: f64) {
          if %2 {
            break "loop_1"(%4)
          } else {
            yield()
          }
          condition %1(%4)
        } body(%5.z: f64) {
          %6: f64 = apply negate(%5)
          yield(%6)
        }
        return(%7)
        """;
    assertBecomes(loop, loop);
  }

  /** Else the method would have no result, and so no derivative. */
  @Test
  void aThrowStaysInItsBranch() {
    String guard =
        """
        if %2 {
          throw "java.lang.IllegalStateException" []()
        } else {
          yield()
        }
        return(%0)
        """;
    assertBecomes(guard, guard);
  }

  /** A loop that only a branch left which never runs, and a branch both of whose blocks leave. */
  @Test
  void whatIsNoLongerReachedGoes() {
    assertBecomes(
        """
        %6.z: f64 = loop "loop_1"(%0) condition(%4.z: f64) {
          condition %2(%4)
        } body(%5.z: f64) {
          return(%5)
        }
        unreachable
        """,
        """
        %6.z: f64 = loop "loop_1"(%0) condition(%4.z: f64) {
          condition %2(%4)
        } body(%5.z: f64) {
          if %3 {
            break "loop_1"(%5)
          } else {
            yield()
          }
          return(%5)
        }
        %7: f64 = apply negate(%6)
        return(%7)
        """);
    assertBecomes(
        """
        if %1 {
          return(%0)
        } else {
          %4: f64 = apply negate(%0)
          return(%4)
        }
        unreachable
        """,
        """
        if %1 {
          return(%0)
        } else {
          if %2 {
            %4: f64 = apply negate(%0)
            return(%4)
          } else {
            yield()
          }
          yield()
        }
        return(%0)
        """);
  }
}
