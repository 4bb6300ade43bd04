package dev.kiln.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import org.junit.jupiter.api.Test;

class LowerExitsTest {
  /** Below zero continues, above the limit returns the sum, five breaks, which negates it. */
  private static final Graph EXITS =
      GraphParser.parse(
          """
          graph "f" {
            input "x" argument
            input "limit" argument
            outputs ("result")
            function "f"(%0.x: array<f64, 1>, %1.limit: f64) -> (f64) {
              %2: i32 = apply constant() {value=bits i32 0}
              %3.sum: f64 = apply constant() {value=bits f64 0}
              %4.i: i32 = apply constant() {value=bits i32 0}
              %28.sum: f64, %29.i: i32 = loop "loop_1"(%3.sum, %4.i) condition(%5.sum: f64, %6.i: i32) {
                %7: i32 = apply array_length(%0.x)
                %8: bool = apply less(%6.i, %7)
                condition %8(%5.sum, %6.i)
              } body(%9.sum: f64, %10.i: i32) {
                %24.sum: f64, %25.i: i32 = scope "scope_2" {
                  %11: f64 = apply array_load(%0.x, %10.i)
                  %12: i32 = apply constant() {value=bits i32 0}
                  %13: f64 = apply constant() {value=bits f64 0}
                  %14: bool = apply less(%11, %13)
                  if %14 {
                    break "scope_2"(%9.sum, %10.i)
                  } else {
                    yield()
                  }
                  %15: f64 = apply array_load(%0.x, %10.i)
                  %16: bool = apply greater(%15, %1.limit)
                  if %16 {
                    return(%9.sum)
                  } else {
                    yield()
                  }
                  %17: f64 = apply array_load(%0.x, %10.i)
                  %18: i32 = apply constant() {value=bits i32 5}
                  %19: f64 = apply constant() {value=bits f64 4617315517961601024}
                  %20: bool = apply equal(%17, %19)
                  if %20 {
                    break "loop_1"(%9.sum, %10.i)
                  } else {
                    yield()
                  }
                  %21: f64 = apply array_load(%0.x, %10.i)
                  %22: f64 = call "twice"(%21)
                  %23.sum: f64 = apply add(%9.sum, %22)
                  yield(%23.sum, %10.i)
                }
                %26: i32 = apply constant() {value=bits i32 1}
                %27.i: i32 = apply add(%25.i, %26)
                yield(%24.sum, %27.i)
              }
              %30: f64 = apply negate(%28.sum)
              return(%30)
            }
            function "twice"(%0.a: f64) -> (f64) {
              %1: i32 = apply constant() {value=bits i32 3}
              %2: f64 = apply constant() {value=bits f64 4613937818241073152}
              %3: bool = apply greater(%0.a, %2)
              if %3 {
                return(%0.a)
              } else {
                yield()
              }
              %4: i32 = apply constant() {value=bits i32 2}
              %5: f64 = apply constant() {value=bits f64 4611686018427387904}
              %6: f64 = apply multiply(%5, %0.a)
              return(%6)
            }
          }
          """);

  private static double plain(double[] x, double limit) {
    double sum = 0;
    for (double each : x) {
      if (each < 0) {
        continue;
      }
      if (each > limit) {
        return sum;
      }
      if (each == 5) {
        break;
      }
      sum += each > 3 ? each : 2 * each;
    }
    return -sum;
  }

  @Test
  void blocksEndInYieldsOnly() {
    Graph lowered = LowerExits.run(EXITS);
    Verifier.verify(lowered, "lower-exits");
    assertEndsAtEnd(lowered.entry());
    lowered.functions().forEach(LowerExitsTest::assertEndsAtEnd);
  }

  private static void assertEndsAtEnd(Function function) {
    assertInstanceOf(Terminator.Return.class, function.body().terminator());
    function.body().operations().forEach(LowerExitsTest::assertYields);
  }

  private static void assertYields(Operation operation) {
    for (Block block : operation.blocks()) {
      boolean isCondition = operation instanceof Operation.Loop loop && block == loop.condition();
      Class<? extends Terminator> expected =
          isCondition ? Terminator.Condition.class : Terminator.Yield.class;
      assertInstanceOf(expected, block.terminator());
      block.operations().forEach(LowerExitsTest::assertYields);
    }
  }

  @Test
  void eachExitLeadsWhereItLed() {
    double[][] inputs = {{}, {1, 2}, {1, -1, 4, 2}, {1, 9, 2}, {1, -3, 5, 2}, {5}, {9}, {-1, -2}};
    Graph lowered = LowerExits.run(EXITS);
    for (double[] x : inputs) {
      for (double limit : new double[] {0.5, 8}) {
        try (Session session = new Session(lowered)) {
          Feeds feeds = Feeds.of("x", x.clone()).and("limit", limit);
          assertEquals(plain(x, limit), session.run(feeds).getDouble("result"));
        }
      }
    }
  }

  @Test
  void whatHasNoExitsStays() {
    Graph lowered = LowerExits.run(EXITS);
    assertEquals(GraphPrinter.print(lowered), GraphPrinter.print(LowerExits.run(lowered)));
  }
}
