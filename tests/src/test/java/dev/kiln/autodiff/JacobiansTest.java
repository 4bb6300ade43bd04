package dev.kiln.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.autodiff.forward.JvpBatch;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.SelectOutputs;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.testkit.run.Observation;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jacobians and Hessians of hand-built graphs. */
class JacobiansTest {
  private static final List<String> WRT = List.of("x", "y");

  /** {@code x * x * y}. */
  private static Graph product() {
    GraphBuilder g = new GraphBuilder("f");
    Term x = g.input("x", ScalarType.FLOAT64);
    Term y = g.input("y", ScalarType.FLOAT64);
    return g.output("result", x.multiply(x).multiply(y)).build();
  }

  @Test
  void aNumberHasAJacobianOfOneRow() {
    double[][] jacobian = (double[][]) run(Jacobians.of(product(), WRT), feeds(), "jacobian");
    assertArrayEquals(new double[][] {{30, 9}}, jacobian);
  }

  @Test
  void bothFormsCallOneFunctionThatFills() {
    Graph allocating = Jacobians.of(product(), WRT);
    Graph into = Jacobians.into(product(), WRT);
    assertEquals(fill(allocating), fill(into));
  }

  private static String fill(Graph graph) {
    return GraphPrinter.print(
        new Graph("", List.of(), List.of(), graph.function("fFill").orElseThrow(), List.of()));
  }

  /** Writes into an argument that it reads; only its result tells how many rows there are. */
  private static Graph counting() {
    ArrayType vector = new ArrayType(ScalarType.FLOAT64, 1);
    GraphBuilder g = new GraphBuilder("f");
    Term x = g.input("x", vector);
    Term runs = g.input("runs", vector);
    Term first = g.constant(0);
    Term before = g.apply("array_load", runs, first);
    g.block()
        .perform(
            ArrayOps.ARRAY_STORE,
            Attributes.NONE,
            List.of(g.value(runs), g.value(first), g.value(before.add(1))));
    Term copy = x.apply(ArrayOps.ARRAY_ZEROS_LIKE, Attributes.NONE, List.of(x));
    return g.output("result", copy).build();
  }

  @Test
  void argumentsAreLeftAsOneRunLeavesThem() {
    for (int columns = 0; columns < 3; columns++) {
      double[] runs = {5};
      Feeds feeds = Feeds.of("x", new double[columns]).and("runs", runs);
      double[][] jacobian =
          (double[][]) run(Jacobians.of(counting(), List.of("x")), feeds, "jacobian");
      assertEquals(columns, jacobian.length);
      assertArrayEquals(new double[] {6}, runs);
    }
  }

  @Test
  void theHessianIsSymmetric() {
    double[][] hessian = (double[][]) run(Jacobians.hessian(product(), WRT), feeds(), "hessian");
    assertArrayEquals(new double[][] {{10, 6}, {6, 0}}, hessian);
  }

  @Test
  void theDiagonalIsThatOfTheHessian() {
    double[] diagonal =
        (double[]) run(Jacobians.hessianDiagonal(product(), WRT), feeds(), "diagonal");
    assertArrayEquals(new double[] {10, 0}, diagonal);
  }

  @Test
  void aGivenJacobianMustFit() {
    Graph into = Jacobians.into(product(), WRT);
    IllegalArgumentException tooManyRows =
        assertThrows(
            IllegalArgumentException.class,
            () -> runAll(into, feeds().and("jacobian", new double[2][2])));
    assertEquals("expected a Jacobian of length 1, not 2", Observation.message(tooManyRows));
    IllegalArgumentException tooManyColumns =
        assertThrows(
            IllegalArgumentException.class,
            () -> runAll(into, feeds().and("jacobian", new double[1][3])));
    assertEquals(
        "expected rows of the Jacobian of length 2, not 3", Observation.message(tooManyColumns));
  }

  @Test
  void aGivenHessianMustFit() {
    Graph into = Jacobians.hessianInto(product(), WRT);
    assertEquals(
        "expected a Hessian of length 2, not 3",
        Observation.message(
            assertThrows(
                IllegalArgumentException.class,
                () -> runAll(into, feeds().and("hessian", new double[3][2])))));
    assertEquals(
        "expected rows of the Hessian of length 2, not 1",
        Observation.message(
            assertThrows(
                IllegalArgumentException.class,
                () -> runAll(into, feeds().and("hessian", new double[2][1])))));
    Graph diagonal = Jacobians.hessianDiagonalInto(product(), WRT);
    assertEquals(
        "expected a diagonal of length 2, not 3",
        Observation.message(
            assertThrows(
                IllegalArgumentException.class,
                () -> runAll(diagonal, feeds().and("diagonal", new double[3])))));
  }

  @Test
  void aTangentHasTheStructureOfItsArray() {
    GraphBuilder g = new GraphBuilder("first");
    Term x = g.input("x", new ArrayType(ScalarType.FLOAT64, 1));
    Term first = x.apply(ArrayOps.ARRAY_LOAD, Attributes.NONE, List.of(x, g.constant(0)));
    Graph jvp = Jvp.of(g.output("result", first).build(), List.of("x"));
    Feeds feeds = Feeds.of("x", new double[] {1, 2}).and("dX", new double[] {1, 2, 3});
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> runAll(jvp, feeds));
    assertEquals(
        "first: 'x' and its tangent 'dX' must have the same structure, but one has length 2, the"
            + " other 3",
        Observation.message(thrown));
  }

  @Test
  void tangentsAreNotConfusedWithArgumentsOfTheSameName() {
    GraphBuilder g = new GraphBuilder("f");
    Term x = g.input("x", ScalarType.FLOAT64);
    Term other = g.input("dX", ScalarType.FLOAT64);
    Graph jvp = Jvp.of(g.output("result", x.multiply(other)).build(), List.of("x"));
    Feeds feeds = Feeds.of("x", 2.0).and("dX", 5.0).and("dX_", 3.0);
    assertEquals(15.0, run(jvp, feeds, "dResult"));
  }

  @Test
  void reverseOverForwardModeIsForwardOverReverseMode() {
    Graph forward = SelectOutputs.run(Jvp.of(product(), WRT), List.of("dResult"));
    Feeds direction = feeds().and("dX", 0.5).and("dY", -2.0);
    Graph reverseOverForward = Gradients.of(forward, WRT);
    Graph forwardOverReverse = Jvp.of(Gradients.of(product(), WRT), WRT);
    assertEquals(run(forwardOverReverse, direction, "dX"), run(reverseOverForward, direction, "x"));
    assertEquals(run(forwardOverReverse, direction, "dY"), run(reverseOverForward, direction, "y"));
  }

  @Test
  void thereIsAtLeastOneLane() {
    assertThrows(IllegalArgumentException.class, () -> JvpBatch.of(product(), WRT, 0));
  }

  @Test
  void anInputMustExistAndBeFloating() {
    NotDifferentiableException thrown =
        assertThrows(NotDifferentiableException.class, () -> Jvp.of(product(), List.of("z")));
    assertEquals(
        "f has no input 'z' to differentiate with respect to", Observation.message(thrown));
  }

  private static Feeds feeds() {
    return Feeds.of("x", 3.0).and("y", 5.0);
  }

  private static Object run(Graph graph, Feeds feeds, String output) {
    Verifier.verify(graph);
    try (Session session = new Session(graph)) {
      return session.run(feeds).get(output);
    }
  }

  private static void runAll(Graph graph, Feeds feeds) {
    try (Session session = new Session(graph)) {
      session.run(feeds);
    }
  }
}
