package dev.kiln.pass.analysis.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which references may alias, and what operations may write, in one function. */
class AliasClassesTest {
  private static final Graph GRAPH =
      GraphParser.parse(
          """
          graph "f" {
            input "rows" argument
            input "x" argument
            input "i" argument
            outputs ("y")
            function "f"(%0.rows: array<f64, 2>, %1.x: array<f64, 1>, %2.i: i32) -> (array<f64, 1>) {
              %3.row: array<f64, 1> = apply array_load(%0, %2)
              %4.made: array<f64, 1> = apply array_zeros_like(%1)
              %5.other: array<f64, 1> = apply array_zeros_like(%1)
              %6: bool = apply less(%2, %2)
              %7.chosen: array<f64, 1> = if %6 {
                yield(%1)
              } else {
                yield(%4)
              }
              %8: f64 = apply array_load(%5, %2)
              apply array_store(%7, %2, %8)
              call "clears"(%3, %5)
              return(%5)
            }
            function "clears"(%0.cleared: array<f64, 1>, %1.read: array<f64, 1>) -> () {
              apply array_clear(%0)
              return()
            }
          }
          """);

  private static Value named(String name) {
    Function function = GRAPH.entry();
    for (Value each : function.parameters()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return function.body().operations().stream()
        .flatMap(each -> each.results().stream())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean mayAlias(AliasClasses classes, String first, String second) {
    return classes.memory(named(first)).equals(classes.memory(named(second)));
  }

  @Test
  void aChosenReferenceMayBeEither() {
    AliasClasses classes = new AliasClasses(GRAPH.entry(), true);
    assertTrue(mayAlias(classes, "chosen", "x"));
    assertTrue(mayAlias(classes, "chosen", "made"));
    assertFalse(mayAlias(classes, "chosen", "other"));
  }

  @Test
  void aRowIsMemoryOfItsArrayButNotThatOfItsReferences() {
    AliasClasses classes = new AliasClasses(GRAPH.entry(), true);
    assertEquals(classes.root(named("rows")), classes.root(named("row")));
    assertNotEquals(classes.memory(named("rows")), classes.memory(named("row")));
  }

  @Test
  void parametersMayAliasUnlessTheyAreDistinct() {
    assertFalse(mayAlias(new AliasClasses(GRAPH.entry(), true), "row", "x"));
    assertTrue(mayAlias(new AliasClasses(GRAPH.entry(), false), "row", "x"));
  }

  @Test
  void arraysThatAreMadeAreNotFromOutside() {
    AliasClasses classes = new AliasClasses(GRAPH.entry(), true);
    assertFalse(classes.isFromOutside(classes.root(named("other"))));
    assertTrue(classes.isFromOutside(classes.root(named("made"))));
  }

  @Test
  void writesAreThoseOfStoresAndOfCallees() {
    AliasClasses classes = new AliasClasses(GRAPH.entry(), true);
    MemoryEffects effects = new MemoryEffects(classes, new WrittenArguments(GRAPH));
    Block body = GRAPH.entry().body();
    Operation store = body.operations().get(body.operations().size() - 2);
    Operation call = body.operations().get(body.operations().size() - 1);
    assertEquals(Set.of(classes.memory(named("x"))), effects.writes(store));
    assertEquals(Set.of(classes.memory(named("row"))), effects.writes(call));
    Memory other = classes.memory(named("other"));
    assertFalse(effects.writesOf(GRAPH.entry()).contains(other));
    assertFalse(effects.writesBetween(body, 0, body.operations().size() - 1, other));
  }
}
