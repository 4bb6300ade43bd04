package dev.kiln.pass.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.pass.EliminateDeadCode;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import org.junit.jupiter.api.Test;

class StepLastTest {
  /** {@code while (i > 0) { i -= 1; sum = sum * 3 + i; }}. */
  private static final String BACKWARD =
      """
      graph "f" {
        input "n" argument
        outputs ("sum")
        function "f"(%0.n: i32) -> (i32) {
          %1: i32 = apply constant() {value=bits i32 0}
          %2: i32 = apply constant() {value=bits i32 3}
          %3.i: i32, %4.sum: i32 = loop "backward_loop_1"(%0.n, %1) condition(%5.i: i32, %6.sum: i32) {
            %7: bool = apply greater(%5.i, %1) @ "F.java" 5 10
            condition %7(%5.i, %6.sum)
          } body(%8.i: i32, %9.sum: i32) {
            %10: i32 = apply constant() {value=bits i32 1} @ "F.java" 5 10
            %11.i: i32 = apply subtract(%8.i, %10) @ "F.java" 5 10
            %12: i32 = apply multiply(%9.sum, %2) @ "F.java" 6 10
            %13.sum: i32 = apply add(%12, %11.i) @ "F.java" 6 10
            yield(%11.i, %13.sum)
          } @ "F.java" 5 10
          return(%4.sum)
        }
      }
      """;

  private static String run(String text) {
    Graph graph = StepLast.run(GraphParser.parse(text));
    Verifier.verify(graph, "step-last");
    return GraphPrinter.printBare(EliminateDeadCode.run(graph));
  }

  private static String same(String text) {
    return GraphPrinter.printBare(EliminateDeadCode.run(GraphParser.parse(text)));
  }

  @Test
  void aBackwardLoopStepsLast() {
    String expected =
        """
        graph "f" {
          input "n" argument
          outputs ("sum")
          function "f"(%0.n: i32) -> (i32) {
            %1: i32 = apply constant() {value=bits i32 0}
            %2: i32 = apply constant() {value=bits i32 3}
            %3: i32 = apply constant() {value=bits i32 1}
            %4: i32 = apply subtract(%0.n, %3)
            %14.i: i32, %15.sum: i32 = loop "backward_loop_1"(%4, %1) condition(%5.i: i32, %6.sum: i32) {
              %7: bool = apply greater_equal(%5.i, %1)
              condition %7(%5.i, %6.sum)
            } body(%8.i: i32, %9.sum: i32) {
              %10: i32 = apply multiply(%9.sum, %2)
              %11.sum: i32 = apply add(%10, %8.i)
              %12: i32 = apply constant() {value=bits i32 1}
              %13.i: i32 = apply subtract(%8.i, %12)
              yield(%13.i, %11.sum)
            }
            return(%15.sum)
          }
        }
        """;
    assertEquals(GraphPrinter.printBare(GraphParser.parse(expected)), run(BACKWARD));
  }

  @Test
  void itRunsTheSameIterations() {
    Graph graph = GraphParser.parse(BACKWARD);
    for (int n = 0; n < 4; n++) {
      int expected = 0;
      for (int i = n - 1; i >= 0; i--) {
        expected = expected * 3 + i;
      }
      for (Graph each : new Graph[] {graph, StepLast.run(graph)}) {
        try (Session session = new Session(each)) {
          assertEquals(expected, session.run(Feeds.of("n", n)).getInt("sum"));
        }
      }
    }
  }

  /** The user's {@code while}: its step is elsewhere than its condition. */
  @Test
  void loopsOfTheUserStay() {
    String text =
        BACKWARD.replace(
            "subtract(%8.i, %10) @ \"F.java\" 5 10", "subtract(%8.i, %10) @ \"F.java\" 6 3");
    assertEquals(same(text), run(text));
  }

  @Test
  void aCounterThatIsUsedAfterTheLoopStays() {
    String text = BACKWARD.replace("return(%4.sum)", "return(%3.i)");
    assertEquals(same(text), run(text));
  }

  @Test
  void aCounterThatIsUsedBeforeItsStepStays() {
    String text = BACKWARD.replace("multiply(%9.sum, %2)", "multiply(%8.i, %2)");
    assertEquals(same(text), run(text));
  }

  @Test
  void otherStepsAndLimitsStay() {
    String steps =
        BACKWARD.replace(
            "%10: i32 = apply constant() {value=bits i32 1}",
            "%10: i32 = apply constant() {value=bits i32 2}");
    assertEquals(same(steps), run(steps));
    String limit = BACKWARD.replace("greater(%5.i, %1)", "greater(%5.i, %2)");
    assertEquals(same(limit), run(limit));
    String relation = BACKWARD.replace("greater(%5.i, %1)", "greater_equal(%5.i, %1)");
    assertEquals(same(relation), run(relation));
  }
}
