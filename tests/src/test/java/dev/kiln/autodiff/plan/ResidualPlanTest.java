package dev.kiln.autodiff.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.pass.analysis.memory.AliasClasses;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** How the backward sweep obtains the values that it needs: graph and needs in, plan out. */
class ResidualPlanTest {
  /**
   * {@code for (i..n) { e = exp(a[i]); left = e + 1; right = e * 2; sum = (sum + left) * right; }},
   * with a store into {@code a} after the load where {@code %s} has one.
   */
  private static String loop(String store) {
    return """
    graph "f" {
      input "a" argument
      input "n" argument
      outputs ("sum")
      function "f"(%%0.a: array<f64, 1>, %%1.n: i32) -> (f64) {
        %%2.zero: i32 = apply constant() {value=bits i32 0}
        %%3.start: f64 = apply constant() {value=bits f64 0}
        %%4.end: i32, %%5.total: f64 = loop "l"(%%2, %%3) condition(%%6.i: i32, %%7.s: f64) {
          %%8.more: bool = apply less(%%6, %%1)
          condition %%8(%%6, %%7)
        } body(%%9.index: i32, %%10.sum: f64) {
          %%11.element: f64 = apply array_load(%%0, %%9)
          %%12.e: f64 = apply math_exp_f64(%%11)
          %%13.one: f64 = apply constant() {value=bits f64 4607182418800017408}
          %%14.left: f64 = apply add(%%12, %%13)
          %%15.right: f64 = apply multiply(%%12, %%14)
          %%16.more: f64 = apply add(%%10, %%14)
          %%17.next: f64 = apply multiply(%%16, %%15)
          %s
          %%18.step: i32 = apply constant() {value=bits i32 1}
          %%19.last: i32 = apply add(%%9, %%18)
          yield(%%19, %%17)
        }
        return(%%5)
      }
    }
    """
        .formatted(store);
  }

  private static FunctionDerivation derivation(String text) {
    Graph graph = GraphParser.parse(text);
    Function entry = graph.entry();
    return new FunctionDerivation(
        entry,
        new AliasClasses(entry, true),
        new CustomRules(graph),
        List.of(entry.parameters().get(0)),
        entry.body().terminator().operands(),
        Set.of(),
        true);
  }

  private static Value named(FunctionDerivation derivation, String name) {
    return StreamSupport.stream(derivation.structure().values().spliterator(), false)
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The index of the update of the sum in the body; a store, where there is one, comes after it.
   */
  private static final int UPDATE = 6;

  /** The plan once the reverse of the operation with that index in the body uses these values. */
  private static ResidualPlan plan(FunctionDerivation derivation, int index, String... needed) {
    for (String each : needed) {
      derivation.plan().need(named(derivation, each), index);
    }
    assertTrue(derivation.plan().revise());
    return derivation.plan();
  }

  private static List<String> saved(ResidualPlan plan) {
    return plan.saved().stream().map(Value::name).toList();
  }

  @Test
  void oneValueIsSavedFromWhichTwoAreComputed() {
    FunctionDerivation derivation = derivation(loop(""));
    ResidualPlan plan = plan(derivation, UPDATE, "left", "right");
    assertEquals(List.of("e"), saved(plan));
    assertTrue(plan.isRepeated(named(derivation, "left")));
    assertTrue(plan.isRepeated(named(derivation, "right")));
  }

  @Test
  void oneNeededValueIsSavedItself() {
    assertEquals(List.of("right"), saved(plan(derivation(loop("")), UPDATE, "right")));
  }

  @Test
  void anElementThatStaysIsLoadedAgain() {
    FunctionDerivation derivation = derivation(loop(""));
    ResidualPlan plan = plan(derivation, UPDATE, "element");
    assertEquals(List.of(), saved(plan));
    assertTrue(plan.isRepeated(named(derivation, "element")));
    assertFalse(plan.leavesTraceWithin(loopOf(derivation)));
  }

  @Test
  void aStoreAfterTheLastUseIsUndone() {
    FunctionDerivation derivation = derivation(loop(STORE));
    ResidualPlan plan = plan(derivation, UPDATE, "element");
    assertEquals(List.of(), saved(plan));
    assertTrue(plan.overwriting().isUndone(store(derivation)));
    assertTrue(plan.leavesTraceWithin(loopOf(derivation)), "what the store overwrites");
  }

  @Test
  void anElementThatIsOverwrittenBeforeItsLastUseIsSaved() {
    FunctionDerivation derivation = derivation(loop(STORE));
    ResidualPlan plan = plan(derivation, UPDATE + 2, "element");
    assertEquals(List.of("element"), saved(plan));
    assertFalse(plan.overwriting().isUndone(store(derivation)));
    assertTrue(plan.leavesTraceWithin(loopOf(derivation)), "a saved value");
  }

  private static final String STORE = "apply array_store(%0, %9, %17)";

  private static Operation loopOf(FunctionDerivation derivation) {
    return derivation.function().body().operations().get(2);
  }

  private static Operation store(FunctionDerivation derivation) {
    return loopOf(derivation).blocks().stream()
        .flatMap(each -> each.operations().stream())
        .filter(each -> each.results().isEmpty())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatCountsIsRecovered() {
    FunctionDerivation derivation = derivation(loop(""));
    ResidualPlan plan = plan(derivation, UPDATE, "index", "last");
    assertEquals(List.of(), saved(plan));
    assertFalse(plan.isRepeated(named(derivation, "index")));
  }

  @Test
  void outsideLoopsOfTheEntryEverythingIsAtHand() {
    FunctionDerivation derivation = derivation(loop(""));
    ResidualPlan plan = derivation.plan();
    assertTrue(plan.isAtHand(named(derivation, "total")));
    assertTrue(plan.isAtHand(named(derivation, "n")));
    assertTrue(plan.isAtHand(named(derivation, "one")), "a constant");
    assertFalse(plan.isAtHand(named(derivation, "e")));
  }

  @Test
  void aPlanThatIsAskedForNothingNewStays() {
    FunctionDerivation derivation = derivation(loop(""));
    ResidualPlan plan = plan(derivation, UPDATE, "left");
    plan.need(named(derivation, "left"), 3);
    assertFalse(plan.revise());
    plan.need(named(derivation, "right"), 3);
    assertTrue(plan.revise());
  }
}
