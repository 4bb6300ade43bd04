package dev.kiln.autodiff.fusion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.Obstacle;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.ArrayFilling;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which loops are reversed iteration by iteration, and what keeps others from being so. */
class FusedLoopsTest {
  private static final String FUSED = "fused";

  /**
   * A loop over samples: {@code term} is computed of an element of {@code a}, and {@code next} of
   * the sum so far and the term.
   *
   * @param before what comes before the update of the sum
   * @param next the update of the sum
   * @param after what comes after the loop
   */
  private static String loop(String before, String next, String after) {
    return """
    graph "f" {
      input "a" argument
      input "scratch" argument
      input "n" argument
      outputs ("y")
      function "f"(%%0.a: array<f64, 1>, %%1.scratch: array<f64, 1>, %%2.n: i32) -> (f64) {
        %%3: i32 = apply constant() {value=bits i32 0}
        %%4: f64 = apply constant() {value=bits f64 0}
        %%5: i32, %%6.total: f64 = loop "l"(%%3, %%4) condition(%%7: i32, %%8: f64) {
          %%9: bool = apply less(%%7, %%2)
          condition %%9(%%7, %%8)
        } body(%%10.i: i32, %%11.sum: f64) {
          %%12.x: f64 = apply array_load(%%0, %%10)
          %%13.term: f64 = apply math_exp_f64(%%12)
          %s
          %%20.next: f64 = %s
          %%21: i32 = apply constant() {value=bits i32 1}
          %%22: i32 = apply add(%%10, %%21)
          yield(%%22, %%20)
        }
        %s
        return(%%40)
      }
    }
    """
        .formatted(before, next, after);
  }

  private static final String ADD = "apply add(%11, %13)";
  private static final String TWICE = "%40.y: f64 = apply add(%6, %6)";

  private static String decision(String text) {
    Graph graph = GraphParser.parse(text);
    Function entry = graph.entry();
    FunctionStructure structure = new FunctionStructure(entry);
    AliasClasses classes = new AliasClasses(entry, true);
    CustomRules rules = new CustomRules(graph);
    MemoryEffects effects = new MemoryEffects(classes, rules.written());
    Activity activity =
        new Activity(
            entry,
            classes,
            rules,
            List.of(entry.parameters().get(0), entry.parameters().get(1)),
            entry.body().terminator().operands());
    ArrayFilling filling = new ArrayFilling(structure, classes, effects);
    FusedLoops fused = new FusedLoops(structure, classes, activity, effects, filling, true);
    Operation.Loop loop =
        entry.body().operations().stream()
            .filter(Operation.Loop.class::isInstance)
            .map(Operation.Loop.class::cast)
            .findFirst()
            .orElseThrow();
    return fused.isFused(loop) ? FUSED : fused.obstacle(loop).map(Obstacle::reason).orElseThrow();
  }

  @Test
  void aSumOverSamplesIsFused() {
    assertEquals(FUSED, decision(loop("", ADD, TWICE)));
  }

  @Test
  void aProductIsNotASum() {
    assertEquals(
        "sum is not a sum over the iterations",
        decision(loop("", "apply multiply(%11, %13)", TWICE)));
  }

  @Test
  void theCotangentOfTheSumMustBeKnownBeforeTheLoop() {
    assertEquals(
        "total is used in an operation that is not linear in it",
        decision(loop("", ADD, "%40.y: f64 = apply math_exp_f64(%6)")));
  }

  @Test
  void aFactorThatIsKnownBeforeTheLoopMayScaleTheSum() {
    String scaled =
        """
        %30: f64 = apply cast(%2) {to=dtype f64}
        %40.y: f64 = apply divide(%6, %30)
        """;
    assertEquals(FUSED, decision(loop("", ADD, scaled)));
  }

  @Test
  void aLoopOfCheapOperationsIsFasterAsTwo() {
    assertEquals(
        "cheap values are recomputed after the loop",
        decision(loop("", ADD, TWICE).replace("math_exp_f64(%12)", "multiply(%12, %12)")));
  }

  @Test
  void anArgumentThatIsWrittenIsShared() {
    assertEquals(
        "scratch is written in the loop, and not filled anew in each iteration",
        decision(loop("apply array_store(%1, %10, %13)", ADD, TWICE)));
  }

  @Test
  void whatAnIterationMakesIsItsOwn() {
    String own =
        """
        %14.made: array<f64, 1> = apply array_new(%2) {type=type array<f64, 1>}
        apply array_store(%14, %10, %13)
        %15.kept: f64 = apply array_load(%14, %10)
        """;
    assertEquals(FUSED, decision(loop(own, "apply add(%11, %15)", TWICE)));
  }

  @Test
  void whatTheLoopReadsMustNotBeWrittenAfterIt() {
    String written = "apply array_store(%0, %3, %4)\n" + TWICE;
    assertEquals("a is read in the loop and written after it", decision(loop("", ADD, written)));
  }
}
