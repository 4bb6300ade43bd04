package dev.kiln.testkit;

import static dev.kiln.testkit.Failures.failureOf;
import static dev.kiln.testkit.ModelAssertions.array;
import static dev.kiln.testkit.ModelAssertions.assertThatModel;
import static dev.kiln.testkit.ModelAssertions.instance;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.LoadedModel;
import dev.kiln.testkit.run.RandomArguments;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which models agree in all modes, and what is said of those that do not. */
class AgreementAssertTest {
  private static final SourceAssert MODEL =
      assertThatModel(
          """
          @Model public class Modes {
            public record Point(double x, double[] y) {}
            record Pair(float left, long right) {}
            @Parameter @Shape("3") Tensor w = Tensor.ones(3);

            @Compute @Differentiable double f(double[] x, int n) {
              double sum = 0;
              for (int i = 0; i <= n; i++) {
                sum += x[i] * x[i];
                x[i] = i;
              }
              return sum;
            }
            @Compute double points(Point p, Pair[] pairs, boolean isAll) {
              double sum = p.x();
              for (int i = 0; i < pairs.length; i++) {
                sum += isAll ? pairs[i].left() * pairs[i].right() : p.y()[i];
              }
              p.y()[0] = sum;
              return sum;
            }
            @Compute Tensor logits(
                @Shape("n, 3") Tensor x, @Shape(value = "n", dtype = DType.INT32) Tensor k) {
              return x.multiply(w).sum(1).add(k.cast(DType.FLOAT32));
            }
            @Compute double never(double x) {
              throw new IllegalStateException("never, not even at " + x);
            }
            @Compute double twice(double x) { return 2 * x; }
            @Compute double twice(double[] x) { return 2 * x[0]; }
          }
          """);

  @Test
  void modesAgreeOnGivenInputs() {
    MODEL.agrees("f").on(new double[] {1, 2}, 1).on(new double[] {1, 2}, 5);
    MODEL.agrees("fGradient").on(new double[] {1, 2}, 1);
    MODEL.agrees("never").on(1.0);
    MODEL
        .agrees("points")
        .on(
            instance("Point", 1.0, new double[] {2, 3}),
            array("Pair", instance("Pair", 1f, 2L), instance("Pair", 3f, 4L)),
            true);
    MODEL.agrees("logits").on(Tensor.of(new float[] {1, 2, 3}, 1, 3), Tensor.of(new int[] {4}, 1));
  }

  @Test
  void modesAgreeOnRandomInputs() {
    MODEL.agrees("f").onRandomInputs(1);
    MODEL.agrees("fGradient").onRandomInputs(2, 5);
    MODEL.agrees("points").onRandomInputs(3);
    MODEL.agrees("logits").onRandomInputs(4);
  }

  @Test
  void constructorsTakeArguments() {
    assertThatModel(Skewed.class).agrees("same").on(3.0);
    assertThatModel(Skewed.class).constructedWith(2.0).agrees("same").on(3.0);
    failureOf(
            () -> assertThatModel(Skewed.class).constructedWith(4.0).agrees("otherResult").on(3.0))
        .contains("\n    plain     24.0\n    session   2.0\n    compiled  24.0");
  }

  @Test
  void resultsThatDifferAreShownInEachMode() {
    failureOf(() -> assertThatModel(Skewed.class).agrees("otherResult").on(3.0))
        .is(
            """
            the modes disagree on otherResult(3.0)
              result:
                plain     3.0
                session   5.5
                compiled  3.0\
            """);
  }

  @Test
  void fieldsThatDifferAreShown() {
    failureOf(() -> assertThatModel(Skewed.class).agrees("otherState").on(3.0))
        .is(
            """
            the modes disagree on otherState(3.0)
              field rate:
                plain     0.5
                session   0.5
                compiled  9.0\
            """);
  }

  @Test
  void arraysThatAreLeftDifferentAreShown() {
    failureOf(() -> assertThatModel(Skewed.class).agrees("otherArray").on(new double[] {1, 2}))
        .is(
            """
            the modes disagree on otherArray(double[1.0, 2.0])
              argument 0:
                plain     double[7.0, 2.0]
                session   double[1.0, 2.0]
                compiled  double[7.0, 2.0]\
            """);
  }

  @Test
  void exceptionsThatDifferAreShown() {
    failureOf(() -> assertThatModel(Skewed.class).agrees("otherException").on(3.0))
        .is(
            """
            the modes disagree on otherException(3.0)
              exception:
                plain     java.lang.IllegalArgumentException: x is 3.0
                session   (there is none)
                compiled  java.lang.IllegalArgumentException: x was 3.0
              result:
                plain     (there is none)
                session   3.0
                compiled  (there is none)\
            """);
  }

  @Test
  void randomInputsAreShown() {
    failureOf(() -> assertThatModel(Skewed.class).agrees("otherResult").onRandomInputs(5))
        .matches(
            "(?s)the modes disagree on otherResult\\([-0-9.]+\\), input 0 of seed 5\n  result:.*");
  }

  @Test
  void theSameSeedGivesTheSameInputs() {
    LoadedModel model = new LoadedModel(Skewed.class);
    assertEquals(
        arguments(model, 5).toString(), arguments(model, 5).toString(), "twice the same seed");
  }

  private static List<Object> arguments(LoadedModel model, long seed) {
    return new RandomArguments(model.graph("same"), model.onlyMethod("same"), seed).next();
  }

  @Test
  void inputsForWhichEverythingThrowsTestNothing() {
    failureOf(() -> MODEL.agrees("never").onRandomInputs(1, 3))
        .startsWith(
            "never throws for all 3 random inputs of seed 1, so that nothing is tested; give it"
                + " inputs with on(..). The first time, it threw"
                + " java.lang.IllegalStateException: never, not even at ");
  }

  @Test
  void aMethodHasToBeThere() {
    failureOf(() -> MODEL.agrees("curve").on(1.0))
        .is("neither Modes nor CompiledModes has a method curve of 1 argument");
    failureOf(() -> MODEL.agrees("f").on())
        .is("neither Modes nor CompiledModes has a method f of 0 arguments");
    failureOf(() -> MODEL.agrees("twice").onRandomInputs(1))
        .startsWith("Modes has no graph 'twice'; its graphs are f, fGradient, ");
    failureOf(() -> assertThatModel(Skewed.class).agrees("unknown").on("text"))
        .is(
            "Skewed has no graph 'unknown'; its graphs are otherArray, otherException,"
                + " otherResult, otherState, same");
  }
}
