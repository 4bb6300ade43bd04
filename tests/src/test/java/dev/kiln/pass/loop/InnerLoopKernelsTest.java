package dev.kiln.pass.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import org.junit.jupiter.api.Test;

class InnerLoopKernelsTest {
  private static String kernels(String update, String body) {
    Graph graph =
        GraphParser.parse(
            """
            graph "f" {
              input "y" argument
              input "x" argument
              input "a" argument
              input "n" argument
              outputs ("sum")
              function "f"(%0.y: array<f64, 1>, %1.x: array<f64, 1>, %2.a: f64, %3.n: i32) -> (f64) {
                %4: i32 = apply constant() {value=bits i32 0}
                %5: f64 = apply constant() {value=bits f64 0}
                %20: i32, %21: f64 = loop "loop_1"(%4, %5) condition(%6: i32, %7: f64) {
                  %8: bool = apply less(%6, %3.n)
                  condition %8(%6, %7)
                } body(%9: i32, %10: f64) {
                  %11: i32 = apply constant() {value=bits i32 STEP}
                  %12: i32 = apply add(%9, %11)
                  %13: f64 = apply array_load(%1.x, %9)
                  BODY
                  yield(%12, %15)
                }
                return(%21)
              }
            }
            """
                .replace("STEP", update)
                .replace("BODY", body));
    Graph run = InnerLoopKernels.run(graph);
    Verifier.verify(run);
    return GraphPrinter.print(run);
  }

  @Test
  void sumsWithoutAnOrderAreRecognised() {
    String graph =
        kernels(
            "1",
            """
            %14: f64 = apply array_load(%0.y, %9)
            %16: f64 = apply multiply(%13, %14)
            %15: f64 = apply accumulate(%10, %16)
            """);
    assertTrue(graph.contains("inner_dot("), graph);
  }

  @Test
  void sumsInOrderAreNot() {
    String graph =
        kernels(
            "1",
            """
            %14: f64 = apply array_load(%0.y, %9)
            %16: f64 = apply multiply(%13, %14)
            %15: f64 = apply add(%10, %16)
            """);
    assertFalse(graph.contains("inner_"), graph);
  }

  @Test
  void bothAtOnceAreRecognised() {
    String graph =
        kernels(
            "1",
            """
            %14: f64 = apply multiply(%2.a, %13)
            apply array_accumulate(%0.y, %9, %14)
            %16: f64 = apply multiply(%13, %13)
            %15: f64 = apply accumulate(%10, %16)
            """);
    assertTrue(graph.contains("inner_axpy_dot("), graph);
  }

  @Test
  void otherStepsAndOtherWorkAreNot() {
    String dot =
        """
        %16: f64 = apply multiply(%13, %13)
        %15: f64 = apply accumulate(%10, %16)
        """;
    assertTrue(kernels("1", dot).contains("inner_dot("));
    assertFalse(kernels("2", dot).contains("inner_"));
    assertFalse(kernels("1", "apply array_store(%0.y, %9, %13)\n" + dot).contains("inner_"));
    assertFalse(kernels("1", "%17: f64 = apply array_load(%0.y, %9)\n" + dot).contains("inner_"));
  }

  @Test
  void theLoopStaysForTheRoundsThatAreLeft() {
    String graph =
        kernels(
            "1",
            """
            %16: f64 = apply multiply(%13, %13)
            %15: f64 = apply accumulate(%10, %16)
            """);
    assertEquals(2, graph.split("loop ", -1).length, graph);
  }

  /** A kernel knows of one sum at most; what else is carried would be lost. */
  @Test
  void loopsThatCarryMoreAreNot() {
    Graph graph =
        GraphParser.parse(
            """
            graph "f" {
              input "y" argument
              input "x" argument
              input "a" argument
              outputs ("product")
              function "f"(%0.y: array<f64, 1>, %1.x: array<f64, 1>, %2.a: f64) -> (f64) {
                %3: i32 = apply constant() {value=bits i32 0}
                %4: i32, %5: f64, %6: f64 = loop "loop_1"(%3, %2.a, %2.a)
                condition(%7: i32, %8: f64, %9: f64) {
                  %10: i32 = apply array_length(%1.x)
                  %11: bool = apply less(%7, %10)
                  condition %11(%7, %8, %9)
                } body(%12: i32, %13: f64, %14: f64) {
                  %15: i32 = apply constant() {value=bits i32 1}
                  %16: i32 = apply add(%12, %15)
                  %17: f64 = apply array_load(%1.x, %12)
                  %18: f64 = apply multiply(%2.a, %17)
                  apply array_accumulate(%0.y, %12, %18)
                  %19: f64 = apply multiply(%13, %2.a)
                  %20: f64 = apply add(%14, %13)
                  yield(%16, %19, %20)
                }
                %21: f64 = apply multiply(%5, %6)
                return(%21)
              }
            }
            """);
    String run = GraphPrinter.print(InnerLoopKernels.run(graph));
    assertFalse(run.contains("inner_"), run);
  }
}
