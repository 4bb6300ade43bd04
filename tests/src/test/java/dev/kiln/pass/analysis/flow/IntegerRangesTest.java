package dev.kiln.pass.analysis.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.pass.analysis.flow.IntegerRanges.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntegerRangesTest {
  /** {@code for (int i = 1; i < 5; i++) { next = i + 3; scaled = next * 2; .. }}. */
  private static final String LOOP =
      """
      graph "f" {
        input "n" argument
        outputs ("y")
        function "f"(%0.n: i32) -> (i32) {
          %1: i32 = apply constant() {value=bits i32 1}
          %2: i32 = apply constant() {value=bits i32 5}
          %3: i32 = apply constant() {value=bits i32 3}
          %4: i32 = apply constant() {value=bits i32 2}
          %5: i32 = apply constant() {value=bits i32 2147483647}
          %6.unknown: i32 = apply add(%0, %1)
          %16.after: i32 = loop "loop_1"(%1) condition(%7: i32) {
            %8: bool = apply less(%7, BOUND)
            condition %8(%7)
          } body(%9.i: i32) {
            %10.next: i32 = apply add(%9, %3)
            %11.scaled: i32 = apply multiply(%10, %4)
            %12.overflowing: i32 = apply add(%9, %5)
            %13.mixed: i32 = apply subtract(%10, %2)
            %14.signed: i32 = apply multiply(%13, %4)
            %15: i32 = apply add(%9, %1)
            yield(%15)
          }
          return(%16)
        }
      }
      """;

  private static Optional<Range> range(String bound, String name) {
    Function function = GraphParser.parse(LOOP.replace("BOUND", bound)).entry();
    List<Value> values = new ArrayList<>();
    collect(function.body(), values);
    Value value =
        values.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return new IntegerRanges(function).of(value);
  }

  private static void collect(Block block, List<Value> values) {
    values.addAll(block.parameters());
    for (Operation operation : block.operations()) {
      values.addAll(operation.results());
      operation.blocks().forEach(each -> collect(each, values));
    }
  }

  @Test
  void aCounterIsBetweenItsStartAndTheLastBelowItsBound() {
    assertEquals(Optional.of(new Range(1, 4)), range("%2", "i"));
  }

  @Test
  void arithmeticOnRangesIsExact() {
    assertEquals(Optional.of(new Range(4, 7)), range("%2", "next"));
    assertEquals(Optional.of(new Range(8, 14)), range("%2", "scaled"));
    assertEquals(Optional.of(new Range(-1, 2)), range("%2", "mixed"));
  }

  @Test
  void whatMayOverflowHasNoRangeAndNeitherHaveProductsOfNegativeNumbers() {
    assertEquals(Optional.empty(), range("%2", "signed"));
    assertEquals(Optional.empty(), range("%2", "overflowing"));
  }

  @Test
  void argumentsAndCountersUpToThemAreUnknown() {
    assertEquals(Optional.empty(), range("%2", "unknown"));
    assertEquals(Optional.empty(), range("%0", "i"));
  }
}
