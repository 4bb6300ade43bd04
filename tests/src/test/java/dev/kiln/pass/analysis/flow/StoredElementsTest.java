package dev.kiln.pass.analysis.flow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.graph.text.GraphParser;
import org.junit.jupiter.api.Test;

/** Which stores into arrays of records may change an argument. P has one component, x. */
class StoredElementsTest {
  /** Analyses a function of points, rows of points, a point, an index and numbers. */
  private static boolean mayStore(String body) {
    String p = "record<demo.P>(x: f64)";
    String text =
        """
        graph "f" {
          input "points" argument
          input "rows" argument
          input "p" argument
          input "i" argument
          input "numbers" argument
          outputs ("y")
          function "f"(
              %0.points: array<P, 1>, %1.rows: array<P, 2>, %2.p: P, %3.i: i32, %10.numbers: array<i32, 1>)
              -> (i32) {
        BODY
            return(%3)
          }
          function "stores"(%0.given: array<P, 1>, %1.p: P, %2.i: i32) -> () {
            apply array_store(%0, %2, %1)
            return()
          }
          function "same"(%0.given: array<P, 1>) -> (array<P, 1>) {
            return(%0)
          }
        }
        """;
    return StoredElements.inArguments(
        GraphParser.parse(text.replace("BODY", body).replaceAll("\\bP\\b", p)));
  }

  @Test
  void storesIntoAnArgumentItsRowsAndInCalledFunctions() {
    assertTrue(mayStore("apply array_store(%0, %3, %2)"));
    assertTrue(
        mayStore(
            """
            %4.row: array<P, 1> = apply array_load(%1, %3)
            apply array_store(%4, %3, %2)
            """));
    assertTrue(mayStore("call \"stores\"(%0, %2, %3)"));
    assertFalse(mayStore(""));
  }

  @Test
  void anArgumentThatWasStoredInANewArrayIsFoundThere() {
    assertTrue(
        mayStore(
            """
            %4.holder: array<P, 2> = apply array_new(%3) {type=type array<P, 2>}
            apply array_store(%4, %3, %0)
            %5.found: array<P, 1> = apply array_load(%4, %3)
            apply array_store(%5, %3, %2)
            """));
  }

  @Test
  void anArgumentIsFoundInARecordThatWasMadeOfIt() {
    assertTrue(
        mayStore(
            """
            %4.h: record<demo.H>(a: array<P, 1>) = apply record_new(%0) {type=type record<demo.H>(a: array<P, 1>)}
            %5.found: array<P, 1> = apply record_get(%4) {component=text "a"}
            apply array_store(%5, %3, %2)
            """));
  }

  @Test
  void aStoreIntoAnArrayOfNumbersIsNone() {
    assertFalse(
        mayStore(
            """
            %4.sum: i32 = apply add(%3, %3)
            apply array_store(%10, %3, %4)
            """));
  }

  @Test
  void anArgumentThatACallReturnsIsStillTheArgument() {
    assertTrue(
        mayStore(
            """
            %4.found: array<P, 1> = call "same"(%0)
            apply array_store(%4, %3, %2)
            """));
  }

  /** A class that is joined with itself has no end of its own: the search for it must end. */
  @Test
  void aRowMayBeStoredWhereItCameFrom() {
    assertTrue(
        mayStore(
            """
            apply array_store(%1, %3, %0)
            %4.row: array<P, 1> = apply array_load(%1, %3)
            apply array_store(%1, %3, %4)
            """));
  }

  @Test
  void rowsWithTheSameIndexAreNotTheSame() {
    assertFalse(
        mayStore(
            """
            %4.made: array<P, 2> = apply array_new(%3, %3) {type=type array<P, 2>}
            %5.row: array<P, 1> = apply array_load(%1, %3)
            %6.own: array<P, 1> = apply array_load(%4, %3)
            apply array_store(%6, %3, %2)
            """));
  }

  /** The common index, and the common element, do not make two arrays one. */
  @Test
  void numbersAndElementsThatArraysShareDoNotJoinThem() {
    assertFalse(
        mayStore(
            """
            %4.made: array<P, 1> = apply array_new(%3) {type=type array<P, 1>}
            %5.read: P = apply array_load(%0, %3)
            %6.own: P = apply array_load(%4, %3)
            apply array_store(%4, %3, %5)
            """));
  }

  @Test
  void aCopySharesItsRowsButNotItsElements() {
    assertFalse(
        mayStore(
            """
            %4.copy: array<P, 1> = apply array_clone(%0)
            apply array_store(%4, %3, %2)
            """));
    assertTrue(
        mayStore(
            """
            %4.copy: array<P, 2> = apply array_clone(%1)
            %5.row: array<P, 1> = apply array_load(%4, %3)
            apply array_store(%5, %3, %2)
            """));
  }
}
