package dev.kiln.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import org.junit.jupiter.api.Test;

class ScalarReplacementTest {
  private static Graph graph(String body) {
    return GraphParser.parse(
        """
        graph "f" {
          input "x" argument
          input "n" argument
          outputs ("y")
          function "f"(%0.x: f64, %1.n: i32) -> (f64) {
            %2: i32 = apply constant() {value=bits i32 0}
            %3: i32 = apply constant() {value=bits i32 1}
            %4: i32 = apply constant() {value=bits i32 3}
            BODY
          }
        }
        """
            .replace("BODY", body));
  }

  /** A new array of three, whose elements a loop sets to {@code x}. */
  private static String filled(String bound, String index) {
    return """
    %5.a: array<f64, 1> = apply array_new(%4) {type=type array<f64, 1>}
    %10.i: i32 = loop "loop_1"(%2) condition(%6.i: i32) {
      %7: bool = apply less(%6, BOUND)
      condition %7(%6)
    } body(%8.i: i32) {
      apply array_store(%5, INDEX, %0)
      %9: i32 = apply add(%8, %3)
      yield(%9)
    }
    """
        .replace("BOUND", bound)
        .replace("INDEX", index);
  }

  private static String run(Graph graph) {
    Graph unrolled = UnrollShortLoops.run(graph);
    Verifier.verify(unrolled, "unroll");
    Graph replaced = EliminateDeadCode.run(ScalarReplacement.run(unrolled));
    Verifier.verify(replaced, "scalars");
    return GraphPrinter.print(replaced);
  }

  private static double value(Graph graph, int n) {
    Graph run = ScalarReplacement.run(UnrollShortLoops.run(graph));
    try (Session session = new Session(run)) {
      return session.run(Feeds.of("x", 2.5).and("n", n)).getDouble("y");
    }
  }

  @Test
  void anArrayFilledByAShortLoopGoes() {
    Graph graph = graph(filled("%4", "%8") + "%11: f64 = apply array_load(%5, %3) return(%11)");
    String text = run(graph);
    assertFalse(text.contains("array"), text);
    assertFalse(text.contains("loop"), text);
    assertEquals(2.5, value(graph, 0));
  }

  @Test
  void anArrayFilledByALoopOfUnknownLengthStays() {
    String text =
        run(graph(filled("%1", "%8") + "%11: f64 = apply array_load(%5, %3) return(%11)"));
    assertTrue(text.contains("array_new"), text);
    assertTrue(text.contains("loop"), text);
  }

  @Test
  void anArrayThatIsReadBeyondItsEndStays() {
    String text =
        run(graph(filled("%4", "%8") + "%11: f64 = apply array_load(%5, %4) return(%11)"));
    assertTrue(text.contains("array_new"), text);
    assertTrue(text.contains("loop"), text);
  }

  @Test
  void anElementIsChosenOnce() {
    Graph graph = graph(filled("%4", "%8") + "%11: f64 = apply array_load(%5, %1) return(%11)");
    assertFalse(run(graph).contains("array_new"), run(graph));
    assertEquals(2.5, value(graph, 2));
    assertEquals(
        "Index 3 out of bounds for length 3",
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> value(graph, 3)).getMessage());
    assertEquals(
        "Index -1 out of bounds for length 3",
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> value(graph, -1)).getMessage());
  }

  @Test
  void anElementIsNotChosenAgainAndAgain() {
    String text =
        run(graph(filled("%1", "%1") + "%11: f64 = apply array_load(%5, %3) return(%11)"));
    assertTrue(text.contains("array_new"), text);
  }

  @Test
  void lengthsAreConstants() {
    Graph graph =
        graph(
            """
            %5: array<f64, 1> = apply array_new(%4) {type=type array<f64, 1>}
            %6: i32 = apply array_length(%5)
            %7: f64 = apply cast(%6) {to=dtype f64}
            return(%7)
            """);
    assertFalse(run(graph).contains("array"), run(graph));
    assertEquals(3, value(graph, 0));
  }

  @Test
  void anArrayThatIsPassedOnStays() {
    String text =
        run(
            graph(
                """
                %5: array<f64, 1> = apply array_new(%4) {type=type array<f64, 1>}
                %6: array<f64, 1> = apply array_clone(%5)
                apply array_store(%6, %2, %0)
                %7: f64 = apply array_load(%5, %2)
                return(%7)
                """));
    assertTrue(text.contains("array_clone"), text);
  }
}
