package dev.kiln.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.graph.text.GraphParser;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {
  /** The body of a graph with an int input, and what is wrong with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          yield(%0.n)                   | a yield cannot end this block
          return()                      | returns [] where [i32] go
          unreachable                   | the end of the block can be reached
          break "l"(%0.n)               | no construct l around its exit
          condition %0.n (%0.n)         | only a condition block ends in a condition
          throw "E" ["a", "b"]()        | a message with 2 parts for 0 operands
          continue "l"(%0.n)            | no construct l around its exit
          """)
  void refusesWrongEnds(String end, String message) {
    refused(end, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          %1: bool = apply add(%0.n, %0.n) return(%0.n) \
          | results are [bool] but add gives [i32], at [%1] = add [%0.n, %0.n]
          if %0.n { yield() } else { yield() } return(%0.n) \
          | the condition %0.n is not a bool, at [] = If [%0.n]
          %1: i32 = scope "s" { break "s"() } return(%1) \
          | leaves s with [] where [i32] go
          %1: i32 = scope "s" { continue "s"(%0.n) } return(%1) \
          | continue of s, not a loop
          %1: i32 = call "f"(%0.n) return(%1) \
          | there is no function f, at [%1] = Call [%0.n]
          %1: i32 = apply add(%0.n) return(%1) \
          | add takes 2 operands, not 1, at [%1] = add [%0.n]
          %1: i32 = apply constant() return(%1) \
          | constant needs an attribute 'value' of kind Number, at [%1] = constant []
          %1: i32 = apply constant() {value=int 3} return(%1) \
          | constant needs an attribute 'value' of kind Number, at [%1] = constant []
          %1: i32 = apply negate(%0.n) {axis=int 3} return(%1) \
          | negate takes no attribute [axis], at [%1] = negate [%0.n]
          %1: i32 = scope "s" { %2: i32 = scope "s" { yield(%0.n) } yield(%2) } return(%1) \
          | the label s is used around itself, at [%2] = Scope []
          %1: i32 = scope "s" { %2: bool = apply equal(%0.n, %0.n) yield(%2) } return(%1) \
          | yields [bool] where [i32] go
          %1: i32 = scope "s" { %2: i32 = apply add(%0.n, %0.n) yield(%2) } return(%2) \
          | %2 is used where it is not defined
          %1: i32 = loop "l"(%0.n) condition(%2: bool) { unreachable } \
          body(%3: i32) { yield(%3) } return(%1) \
          | the carried values of the loop do not have the types [i32], at [%1] = Loop [%0.n]
          %1: i32 = loop "l"(%0.n) condition(%2: i32) { condition %2(%2) } \
          body(%3: i32) { yield(%3) } return(%1) \
          | the condition passes [i32, i32] where bool and [i32] go
          %1: i32 = loop "l"(%0.n) condition(%2: i32) { yield(%2) } \
          body(%3: i32) { yield(%3) } return(%1) \
          | a yield cannot end this block
          %1: i32 = scope "s" { if %0.n { yield() } else { yield() } unreachable } return(%1) \
          | the condition %0.n is not a bool, at [] = If [%0.n]
          %1: i32 = scope "s" { %2: bool = apply equal(%0.n, %0.n) \
          if %2 { break "s"(%0.n) } else { yield() } unreachable } return(%1) \
          | the end of the block can be reached
          """)
  void refusesWrongOperations(String body, String message) {
    refused(body, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          outputs ("r") function "g"(%0.n: i32) -> (i32) { return(%0.n) } \
          | 0 input names for 1 parameters
          input "n" argument outputs () function "g"(%0.n: i32) -> (i32) { return(%0.n) } \
          | 0 output names for 1 results
          input "n" argument input "n" field outputs () \
          function "g"(%0: i32, %1: i32) -> () { return() } \
          | two inputs are called n
          input "n" argument outputs ("r", "r") \
          function "g"(%0: i32) -> (i32, i32) { return(%0, %0) } \
          | two outputs are called r
          outputs () function "g"() -> () { return() } \
          function "f"() -> () { return() } function "f"() -> () { return() } \
          | two functions are called f
          input "n" argument outputs () function "g"(%0: i32) -> () { call "f"() return() } \
          function "f"(%0: i32) -> () { return() } \
          | the call does not have the types of f, at [] = Call []
          """)
  void refusesWrongGraphs(String content, String message) {
    Graph graph = GraphParser.parse("graph \"g\" { " + content + " }");
    Exception e = assertThrows(VerificationException.class, () -> Verifier.verify(graph));
    assertEquals("graph g, function g: " + message, e.getMessage());
  }

  @Test
  void refusesAValueThatIsDefinedTwice() {
    Value value = new Value(0, "n", ScalarType.INT32);
    Operation add = apply(value, value);
    refused(List.of(add), "%0.n is defined twice, at [%0.n] = add [%0.n, %0.n] (A.java:3)");
  }

  @Test
  void refusesABranchWithParameters() {
    Value condition = new Value(1, "", ScalarType.BOOL);
    Operation test =
        new Operation.Apply(
            ElementwiseOps.EQUAL,
            Attributes.NONE,
            List.of(new Value(0, "n", ScalarType.INT32), new Value(0, "n", ScalarType.INT32)),
            List.of(condition),
            SourcePosition.UNKNOWN);
    Block branch =
        new Block(
            List.of(new Value(2, "", ScalarType.BOOL)), List.of(), new Terminator.Yield(List.of()));
    Operation choice =
        new Operation.If(condition, branch, branch, List.of(), SourcePosition.UNKNOWN);
    refused(List.of(test, choice), "a branch has parameters, at [] = If [%1]");
  }

  @Test
  void namesThePass() {
    Graph graph =
        GraphParser.parse("graph \"g\" { outputs () function \"g\"() -> () { yield() } }");
    Exception e = assertThrows(VerificationException.class, () -> Verifier.verify(graph, "inline"));
    assertEquals("graph g after inline, function g: a yield cannot end this block", e.getMessage());
  }

  private static Operation apply(Value operand, Value result) {
    return new Operation.Apply(
        ElementwiseOps.ADD,
        Attributes.NONE,
        List.of(operand, operand),
        List.of(result),
        new SourcePosition("A.java", 3, 7));
  }

  private static void refused(List<Operation> operations, String message) {
    Value input = new Value(0, "n", ScalarType.INT32);
    Block body = new Block(List.of(input), operations, new Terminator.Return(List.of()));
    Graph graph =
        new Graph(
            "g",
            List.of(new Graph.Input("n", Graph.Kind.ARGUMENT)),
            List.of(),
            new Function("g", body, List.of()),
            List.of());
    Exception e = assertThrows(VerificationException.class, () -> Verifier.verify(graph));
    assertEquals("graph g, function g: " + message, e.getMessage());
  }

  private static void refused(String body, String message) {
    Graph graph =
        GraphParser.parse(
            "graph \"g\" { input \"n\" argument outputs (\"r\") function \"g\"(%0.n: i32) -> (i32)"
                + " { "
                + body
                + " } }");
    Exception e = assertThrows(VerificationException.class, () -> Verifier.verify(graph));
    assertEquals("graph g, function g: " + message, e.getMessage());
  }
}
