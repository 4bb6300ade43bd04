package dev.kiln.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.graph.text.TypeParser;
import dev.kiln.op.Term;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTest {
  /** The seed's program as one writes it for a static graph. */
  @Test
  void runsTheSeedOnScalars() {
    GraphBuilder g = new GraphBuilder("count");
    List<Term> last =
        g.whileLoop(
            v -> v.get(0).less(v.get(1)),
            v -> List.of(v.get(0).add(2), v.get(1).add(1)),
            g.constant(0),
            g.constant(10));
    g.output("first", last.get(0)).output("second", last.get(1));
    try (Session session = new Session(g.build())) {
      Results results = session.run();
      assertEquals(List.of(20, 20), List.of(results.getInt("first"), results.getInt("second")));
    }
  }

  @Test
  void runsTheSeedOnTensors() {
    GraphBuilder g = new GraphBuilder("count");
    List<Term> last =
        g.whileLoop(
            v -> v.get(0).less(v.get(1)),
            v -> List.of(v.get(0).add(2), v.get(1).add(1)),
            g.constant(NdArray.of(TensorShape.scalar(), new int[] {0})),
            g.constant(NdArray.of(TensorShape.scalar(), new int[] {10})));
    g.output("first", last.get(0)).output("second", last.get(1));
    try (Session session = new Session(g.build())) {
      assertEquals(20, session.run().tensor("first").toInt());
      assertEquals(20, session.run().tensor("second").toInt());
    }
  }

  @Test
  void resultsAndGraphsPrintReadably() {
    Graph graph =
        GraphParser.parse(
            """
            graph "f" {
              input "x" argument
              input "encoder.w" parameter
              input "rows" argument
              outputs ("value", "w", "large", "rows", "count")
              function "f"(%0: f32[n, 2], %1: f32[2], %2: array<f64, 2>)
                  -> (f64, f32[2], f32[n, 2], array<f64, 2>, i32) {
                %3: f64 = apply constant() {value=bits f64 0}
                %4: i32 = apply constant() {value=bits i32 7}
                return(%3, %1, %0, %2, %4)
              }
            }
            """);
    assertEquals(
        "f(x: f32[n, 2], encoder.w: f32[2], rows: array<f64, 2>) -> (value: f64, w: f32[2],"
            + " large: f32[n, 2], rows: array<f64, 2>, count: i32)",
        graph.toString());
    try (Session session = new Session(graph)) {
      Feeds feeds =
          Feeds.of("encoder.w", Tensor.of(new float[] {1, -2}))
              .and("rows", new double[][] {{1, 2.5}, null, {}});
      assertEquals(
          "{value: f64 = 0.0, w: f32[2] = [1.0, -2.0], large: f32[100, 2],"
              + " rows: double[3][] = [[1.0, 2.5], null, []], count: i32 = 7}",
          session.run(feeds.and("x", Tensor.ones(100, 2))).toString());
      String small = session.run(feeds.and("x", Tensor.of(new float[][] {{1, 2}, {3, 4}}))) + "";
      assertEquals(true, small.contains("large: f32[2, 2] = [[1.0, 2.0], [3.0, 4.0]]"), small);
      String few =
          session.run(feeds.and("x", Tensor.zeros(0, 2)).and("rows", new double[20][0])) + "";
      assertEquals(true, few.contains("large: f32[0, 2] = [], rows: double[20][], "), few);
    }
  }

  @Test
  void manyThreadsShareASession() {
    try (Session session = new Session(affine())) {
      Feeds feeds = Feeds.of("x", Tensor.ones(2, 3)).and("w", Tensor.ones(3));
      Tensor expected = session.run(feeds).tensor("y");
      long same =
          IntStream.range(0, 2000)
              .parallel()
              .filter(i -> session.run(feeds).tensor("y").sameElements(expected))
              .count();
      assertEquals(2000, same);
    }
  }

  @Test
  void saysWhichFeedIsMissing() {
    refused(Feeds.of("x", Tensor.ones(2, 3)), "affine: input 'w' of type f32[n] is not fed");
  }

  @Test
  void saysWhichFeedIsUnknown() {
    refused(
        Feeds.of("x", Tensor.ones(2, 3)).and("w", Tensor.ones(3)).and("z", 1),
        "affine: there is no input 'z'; the inputs are [w, x]");
  }

  @Test
  void saysWhichFeedHasTheWrongRank() {
    refused(
        Feeds.of("x", Tensor.ones(3)).and("w", Tensor.ones(3)),
        "affine: 'x' is f32[batch, n], not f32[3]");
  }

  @Test
  void saysWhichSizesDoNotMeet() {
    refused(
        Feeds.of("x", Tensor.ones(2, 3)).and("w", Tensor.ones(4)),
        "affine: 'w' is f32[n], not f32[4]: size 3 expected along axis 0");
  }

  @Test
  void saysWhichFeedIsNotATensor() {
    refused(
        Feeds.of("x", 1.5f).and("w", Tensor.ones(3)), "affine: 'x' is f32[batch, n], not a Float");
  }

  @Test
  void saysWhichOutputsThereAre() {
    try (Session session = new Session(affine())) {
      Results results = session.run(Feeds.of("x", Tensor.ones(2, 3)).and("w", Tensor.ones(3)));
      Exception e = assertThrows(IllegalArgumentException.class, () -> results.get("z"));
      assertEquals("there is no output 'z'; the outputs are [y]", Observation.message(e));
    }
  }

  @Test
  void textOfAGraphComesBackEqual() {
    Graph graph = affine();
    assertEquals(graph, GraphParser.parse(GraphPrinter.print(graph)));
  }

  @Test
  void malformedTextIsLocated() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> GraphParser.parse("graph \"g\" {\n  inputs\n"));
    assertEquals("line 2, column 3: expected 'outputs', not 'inputs'", Observation.message(e));
  }

  private static Graph affine() {
    GraphBuilder g = new GraphBuilder("affine");
    Term x = g.input("x", TypeParser.parse("f32[batch, n]"));
    Term w = g.input("w", TypeParser.parse("f32[n]"), Graph.Kind.PARAMETER);
    return g.output("y", x.multiply(w).add(1)).build();
  }

  private static void refused(Feeds feeds, String message) {
    try (Session session = new Session(affine())) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> session.run(feeds));
      assertEquals(message, Observation.message(e));
    }
  }
}
