package dev.kiln.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.type.ScalarType;
import org.junit.jupiter.api.Test;

class FunctionBuilderTest {
  @Test
  void blocksAndResultsFollowTheirConstruct() {
    FunctionBuilder code = new FunctionBuilder("count", "Count.java");
    Value first = code.parameter("first", ScalarType.INT32);
    code.at(3, 5).loop("loop_1", first);
    Value before = code.parameter("first");
    Value limit = code.at(3, 12).int32(10);
    Value test = code.apply("less", before, limit);
    code.condition(test, before);
    Value inside = code.parameter("first");
    code.at(4, 7).call("twice", inside);
    Value after = code.result(ScalarType.INT32);
    code.yields(after);
    Value last = code.result("first", ScalarType.INT32);
    code.returns(last);
    GraphBuilder graph = new GraphBuilder("count");
    graph.declareInput("first", Graph.Kind.ARGUMENT).declareOutput("result").function(twice());
    Graph built = graph.build(code.build(ScalarType.INT32));
    assertEquals(
        """
        graph "count" {
          input "first" argument
          outputs ("result")
          function "count"(%0.first: i32) -> (i32) {
            %6.first: i32 = loop "loop_1"(%0.first) condition(%1.first: i32) {
              %2: i32 = apply constant() {value=bits i32 10} @ "Count.java" 3 12
              %3: bool = apply less(%1.first, %2) @ "Count.java" 3 12
              condition %3(%1.first)
            } body(%4.first: i32) {
              %5: i32 = call "twice"(%4.first) @ "Count.java" 4 7
              yield(%5)
            } @ "Count.java" 3 5
            return(%6.first)
          }
          function "twice"(%0.x: i32) -> (i32) {
            %1: i32 = apply constant() {value=bits i32 2} @ "Count.java" 8 1
            %2: i32 = apply multiply(%0.x, %1) @ "Other.java" 9 2
            return(%2)
          }
        }
        """,
        GraphPrinter.print(built));
    try (Session session = new Session(built)) {
      assertEquals(12, session.run(Feeds.of("first", 3)).getInt("result"));
    }
  }

  private static Function twice() {
    FunctionBuilder code = new FunctionBuilder("twice", "Count.java");
    Value x = code.parameter("x", ScalarType.INT32);
    Value two = code.at(8, 1).int32("", 2);
    Value product = code.at("Other.java", 9, 2).apply("", "multiply", x, two);
    code.returns(product);
    return code.build(ScalarType.INT32);
  }

  @Test
  void resultsNeedAConstructBeforeThem() {
    FunctionBuilder code = new FunctionBuilder("empty", "Empty.java");
    assertThrows(IllegalStateException.class, () -> code.result("x", ScalarType.INT32));
  }

  @Test
  void aLoopHasAsManyParametersAsInitialValues() {
    FunctionBuilder code = new FunctionBuilder("once", "Once.java");
    Value x = code.parameter("x", ScalarType.INT32);
    assertThrows(IllegalStateException.class, () -> code.parameter("y"));
    code.loop("loop_1", x);
    code.parameter("x");
    assertThrows(IllegalStateException.class, () -> code.parameter("y"));
    assertThrows(IllegalStateException.class, () -> code.parameter("y", ScalarType.INT32));
  }

  @Test
  void aFunctionEndsOnce() {
    FunctionBuilder code = new FunctionBuilder("open", "Open.java");
    assertThrows(IllegalStateException.class, code::build);
    code.returns();
    assertThrows(IllegalStateException.class, code::returns);
    assertEquals(0, code.build().body().operations().size());
  }
}
