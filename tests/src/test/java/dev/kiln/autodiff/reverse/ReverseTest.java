package dev.kiln.autodiff.reverse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.autodiff.reverse.callee.PrimalProgram;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.pass.EliminateDeadCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two sweeps: graph in, graph of the derivative by {@code x} out. */
class ReverseTest {
  private static String reversed(String text, Seeding seeding) {
    Graph primal = GraphParser.parse(text);
    Reverse reverse =
        new Reverse(
            PrimalProgram.of(primal, List.of()),
            List.of(primal.entry().parameters().get(0)),
            seeding);
    Graph derivative = reverse.build("d", List.of("x"));
    Verifier.verify(derivative, "reverse");
    return GraphPrinter.printBare(EliminateDeadCode.run(derivative));
  }

  /** A graph as {@link GraphPrinter#printBare} prints it, on one line. */
  private static String line(String graph) {
    return graph.strip().replaceAll("\\s+", " ");
  }

  private static final String PRODUCT =
      """
      graph "f" {
        input "x" argument
        input "y" argument
        outputs ("z")
        function "f"(%0.x: f64, %1.y: f64) -> (f64) {
          %2: f64 = apply multiply(%0, %1)
          %3.z: f64 = apply multiply(%2, %0)
          return(%3)
        }
      }
      """;

  private static final String BRANCH =
      """
      graph "f" {
        input "x" argument
        input "c" argument
        outputs ("z")
        function "f"(%0.x: f64, %1.c: bool) -> (f64) {
          %2.z: f64 = if %1 {
            %3: f64 = apply multiply(%0, %0)
            yield(%3)
          } else {
            yield(%0)
          }
          return(%2)
        }
      }
      """;

  private static final String LOOP =
      """
      graph "f" {
        input "x" argument
        input "n" argument
        outputs ("z")
        function "f"(%0.x: f64, %1.n: i32) -> (f64) {
          %2: i32 = apply constant() {value=bits i32 0}
          %3: i32, %4.z: f64 = loop "l"(%2, %0) condition(%5.i: i32, %6.z: f64) {
            %7: bool = apply less(%5, %1)
            condition %7(%5, %6)
          } body(%8.i: i32, %9.z: f64) {
            %10.z: f64 = apply math_sin_f64(%9)
            %11: i32 = apply constant() {value=bits i32 1}
            %12.i: i32 = apply add(%8, %11)
            yield(%12, %10)
          }
          return(%4)
        }
      }
      """;

  private static final String ARRAY =
      """
      graph "f" {
        input "x" argument
        input "i" argument
        outputs ("z")
        function "f"(%0.x: array<f64, 1>, %1.i: i32) -> (f64) {
          %2: f64 = apply array_load(%0, %1)
          %3.z: f64 = apply math_sin_f64(%2)
          return(%3)
        }
      }
      """;

  private static final String CALL =
      """
      graph "f" {
        input "x" argument
        outputs ("z")
        function "f"(%0.x: f64) -> (f64) {
          %1.z: f64 = call "h"(%0)
          return(%1)
        }
        function "h"(%0.u: f64) -> (f64) {
          %1: f64 = apply math_exp_f64(%0)
          return(%1)
        }
      }
      """;

  @Test
  void aValueThatIsUsedTwiceHasTheSumOfItsCotangents() {
    assertEquals(
        line(
            """
            graph "d" {
              input "x" argument
              input "y" argument
              outputs ("value", "x")
              function #0(%0: f64, %1: f64) -> (f64, f64) {
                %2: f64 = apply multiply(%0, %1)
                %3: f64 = apply multiply(%2, %0)
                %4: f64 = apply constant() {value=bits f64 4607182418800017408}
                %5: f64 = apply chain_product(%4, %0)
                %6: f64 = apply chain_product(%4, %2)
                %7: f64 = apply chain_product(%5, %1)
                %8: f64 = apply add(%6, %7)
                return(%3, %8)
              }
            }
            """),
        reversed(PRODUCT, Seeding.UNIT));
  }

  @Test
  void givenCotangentsAreInputs() {
    assertEquals(
        line(
            """
            graph "d" {
              input "x" argument
              input "y" argument
              input "dZ" argument
              outputs ("z", "x")
              function #0(%0: f64, %1: f64, %2: f64) -> (f64, f64) {
                %3: f64 = apply multiply(%0, %1)
                %4: f64 = apply multiply(%3, %0)
                %5: f64 = apply chain_product(%2, %0)
                %6: f64 = apply chain_product(%2, %3)
                %7: f64 = apply chain_product(%5, %1)
                %8: f64 = apply add(%6, %7)
                return(%4, %8)
              }
            }
            """),
        reversed(PRODUCT, Seeding.GIVEN));
  }

  @Test
  void aConditionalIsReversedByOneOnTheSameCondition() {
    assertEquals(
        line(
            """
            graph "d" {
              input "x" argument
              input "c" argument
              outputs ("value", "x")
              function #0(%0: f64, %1: bool) -> (f64, f64) {
                %3: f64 = if %1 {
                  %2: f64 = apply multiply(%0, %0)
                  yield(%2)
                } else {
                  yield(%0)
                }
                %4: f64 = apply constant() {value=bits f64 4607182418800017408}
                %8: f64 = if %1 {
                  %5: f64 = apply chain_product(%4, %0)
                  %6: f64 = apply chain_product(%4, %0)
                  %7: f64 = apply add(%5, %6)
                  yield(%7)
                } else {
                  yield(%4)
                }
                return(%3, %8)
              }
            }
            """),
        reversed(BRANCH, Seeding.UNIT));
  }

  @Test
  void aCountingLoopSavesInAnArrayAndCountsBack() {
    assertEquals(
        line(
            """
            graph "d" {
              input "x" argument
              input "n" argument
              outputs ("value", "x")
              function #0(%0: f64, %1: i32) -> (f64, f64) {
                %2: i32 = apply constant() {value=bits i32 0}
                %3: i32 = apply constant() {value=bits i32 0}
                %4: i32 = apply math_max_i32_i32(%1, %3)
                %5: array<f64, 1> = apply array_new(%4) {type=type array<f64, 1>, purpose=text "d saves z in each iteration of a loop"}
                %14: i32, %15: f64 = loop #1(%2, %0) condition(%6: i32, %7: f64) {
                  %8: bool = apply less(%6, %1)
                  condition %8(%6, %7)
                } body(%9: i32, %10: f64) {
                  %11: f64 = apply math_sin_f64(%10)
                  %12: i32 = apply constant() {value=bits i32 1}
                  %13: i32 = apply add(%9, %12)
                  apply array_store(%5, %9, %10)
                  yield(%13, %11)
                }
                %16: f64 = apply constant() {value=bits f64 4607182418800017408}
                %17: i32 = apply constant() {value=bits i32 0}
                %28: i32, %29: f64 = loop #2(%14, %16) condition(%18: i32, %19: f64) {
                  %20: bool = apply greater(%18, %17)
                  condition %20(%18, %19)
                } body(%21: i32, %22: f64) {
                  %23: i32 = apply constant() {value=bits i32 1}
                  %24: i32 = apply subtract(%21, %23)
                  %25: f64 = apply array_load(%5, %24)
                  %26: f64 = apply math_cos_f64(%25)
                  %27: f64 = apply chain_product(%22, %26)
                  yield(%24, %27)
                }
                return(%15, %29)
              }
            }
            """),
        reversed(LOOP, Seeding.UNIT));
  }

  @Test
  void anArrayHasAShadowThatIsMade() {
    assertEquals(
        line(
            """
            graph "d" {
              input "x" argument
              input "i" argument
              outputs ("value", "x")
              function #0(%0: array<f64, 1>, %1: i32) -> (f64, array<f64, 1>) {
                %2: array<f64, 1> = apply array_zeros_like(%0)
                %3: f64 = apply array_load(%0, %1)
                %4: f64 = apply math_sin_f64(%3)
                %5: f64 = apply constant() {value=bits f64 4607182418800017408}
                %6: f64 = apply math_cos_f64(%3)
                %7: f64 = apply chain_product(%5, %6)
                apply array_accumulate(%2, %1, %7)
                return(%4, %2)
              }
            }
            """),
        reversed(ARRAY, Seeding.UNIT));
  }

  @Test
  void aGivenShadowIsAddedTo() {
    assertEquals(
        line(
            """
            graph "d" {
              input "x" argument
              input "i" argument
              input "dX" argument
              input "dZ" argument
              outputs ("z", "x")
              function #0(%0: array<f64, 1>, %1: i32, %2: array<f64, 1>, %3: f64) -> (f64, array<f64, 1>) {
                %4: f64 = apply array_load(%0, %1)
                %5: f64 = apply math_sin_f64(%4)
                %6: f64 = apply math_cos_f64(%4)
                %7: f64 = apply chain_product(%3, %6)
                apply array_accumulate(%2, %1, %7)
                return(%5, %2)
              }
            }
            """),
        reversed(ARRAY, Seeding.GIVEN));
  }

  @Test
  void aCallSavesOnAStackThatItsReversePops() {
    assertEquals(
        line(
            """
            graph "d" {
              input "x" argument
              outputs ("value", "x")
              function #0(%0: f64) -> (f64, f64) {
                %1: stack<f64> = apply stack_new() {element=type f64, purpose=text "d saves values of the functions that f calls"}
                %2: f64 = call #1(%0, %1)
                %3: f64 = apply constant() {value=bits f64 4607182418800017408}
                %4: f64 = call #2(%3, %1)
                return(%2, %4)
              }
              function #3(%0: f64) -> (f64) {
                %1: f64 = apply math_exp_f64(%0)
                return(%1)
              }
              function #1(%0: f64, %1: stack<f64>) -> (f64) {
                %2: f64 = apply math_exp_f64(%0)
                apply stack_push(%1, %2)
                return(%2)
              }
              function #2(%0: f64, %1: stack<f64>) -> (f64) {
                %2: f64 = apply stack_pop(%1)
                %3: f64 = apply chain_product(%0, %2)
                return(%3)
              }
            }
            """),
        reversed(CALL, Seeding.UNIT));
  }
}
