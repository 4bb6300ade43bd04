package dev.kiln.pass.derivative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Numbers that {@code x = a - x} updates are what they were, bit for bit. */
class AlternatingUpdatesTest {
  private static final double[] SPECIAL = {
    0,
    -0.0,
    1,
    -1,
    0.1,
    1e16,
    3,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
    16777217
  };

  /** What the number was in the last iteration, and what it is after. */
  private static Graph graph(String type, String update, String read) {
    return GraphParser.parse(
        """
        graph "f" {
          input "a" argument
          input "x" argument
          input "n" argument
          outputs ("last", "after")
          function "f"(%%0.a: %1$s, %%1.x: %1$s, %%2.n: i32) -> (%1$s, %1$s) {
            %%3: i32 = apply constant() {value=bits i32 0}
            %%20: %1$s, %%21: %1$s, %%22: i32 = loop "l"(%%1.x, %%1.x, %%3)
              condition(%%5: %1$s, %%6: %1$s, %%7: i32) {
              %%8: bool = apply less(%%7, %%2.n)
              condition %%8(%%5, %%6, %%7)
            } body(%%9.x: %1$s, %%10.last: %1$s, %%11.i: i32) {
              %%12.read: %1$s = apply %3$s
              %%15: i32 = apply constant() {value=bits i32 1}
              %%16: i32 = apply add(%%11.i, %%15)
              %%17.x: %1$s = apply %2$s
              yield(%%17.x, %%9.x, %%16)
            }
            return(%%21, %%20)
          }
        }
        """
            .formatted(type, update, read));
  }

  private static String results(Session session, boolean isDouble, double a, double x, int n) {
    Feeds feeds =
        isDouble
            ? Feeds.of("a", a).and("x", x).and("n", n)
            : Feeds.of("a", (float) a).and("x", (float) x).and("n", n);
    Results results = session.run(feeds);
    List<Object> bits = new ArrayList<>();
    for (String name : List.of("last", "after")) {
      bits.add(
          isDouble
              ? Double.doubleToLongBits(results.getDouble(name))
              : (Object) Float.floatToIntBits(results.getFloat(name)));
    }
    return bits.toString();
  }

  private static void check(boolean isDouble) {
    Graph graph = graph(isDouble ? "f64" : "f32", "subtract(%0.a, %9.x)", "multiply(%9.x, %9.x)");
    Graph counting = AlternatingUpdates.run(graph);
    Verifier.verify(counting);
    assertNotSame(graph.entry(), counting.entry());
    SplittableRandom random = new SplittableRandom(1);
    try (Session expected = new Session(graph);
        Session actual = new Session(counting)) {
      for (double a : SPECIAL) {
        for (double x : SPECIAL) {
          for (int n = 0; n < 7; n++) {
            check(isDouble, expected, actual, a, x, n);
          }
        }
      }
      for (int i = 0; i < 20_000; i++) {
        double a = number(isDouble, random);
        // of about the same size, so that the difference rounds
        double x = i % 3 == 0 ? number(isDouble, random) : a * random.nextDouble(-4, 4);
        check(isDouble, expected, actual, a, x, random.nextInt(8));
      }
    }
  }

  private static double number(boolean isDouble, SplittableRandom random) {
    return isDouble
        ? Double.longBitsToDouble(random.nextLong())
        : Float.intBitsToFloat(random.nextInt());
  }

  private static void check(
      boolean isDouble, Session expected, Session actual, double a, double x, int n) {
    assertEquals(
        results(expected, isDouble, a, x, n),
        results(actual, isDouble, a, x, n),
        () -> "a = " + a + ", x = " + x + ", " + n + " updates");
  }

  @Test
  void doublesAreTheSame() {
    check(true);
  }

  @Test
  void floatsAreTheSame() {
    check(false);
  }

  @Test
  void othersStay() {
    List<Graph> others =
        List.of(
            graph("i32", "subtract(%0.a, %9.x)", "multiply(%9.x, %9.x)"), // is undone as it is
            graph("f64", "add(%0.a, %9.x)", "multiply(%9.x, %9.x)"),
            graph("f64", "subtract(%9.x, %0.a)", "multiply(%9.x, %9.x)"),
            graph("f64", "subtract(%10.last, %9.x)", "multiply(%9.x, %9.x)"), // changes
            graph("f64", "subtract(%0.a, %9.x)", "add(%9.x, %0.a)")); // is not needed
    for (Graph graph : others) {
      assertSame(graph.entry(), AlternatingUpdates.run(graph).entry());
    }
  }
}
