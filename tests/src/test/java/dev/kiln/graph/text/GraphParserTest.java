package dev.kiln.graph.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Malformed texts, each with the place and what is wrong there. */
class GraphParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          grap "g"                                | 1:1 expected 'graph', not 'grap'
          graph g                                 | 1:7 expected a string, not 'g'
          graph "g                                | 1:7 the string does not end
          graph "g\\n" {                          | 1:9 there is no escape '\\n'
          graph "g\\u00x0" {                      | 1:11 expected four hexadecimal digits
          graph "g" outputs                       | 1:11 expected '{', not 'outputs'
          graph "g" { input "n" value outputs ()  | 1:23 there is no kind of input 'value'
          graph "g" { inputs                      | 1:13 expected 'outputs', not 'inputs'
          graph "g" { outputs ("a" "b")           | 1:26 expected ',', not '"'
          graph "g" { outputs ()                  | 1:23 expected 'function', not the end of the text
          """)
  void aHeadIsMalformed(String text, String message) {
    assertEquals(message, refusal(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          call "f"(%0.n)                    | 2:15 expected an operation or the end of the block, not the end of the text
          return(%1)                        | 2:8 %1 is not defined
          return(%0.m)                      | 2:8 %0.m is not defined
          return(%0) } yield()              | 2:14 expected 'function', not 'yield'
          %1: i32 = apply abs(%0) @ 1 2     | 2:27 expected a string, not '1'
          %1: i32 = apply abs(%0) @ "F" 0 2 | 2:31 lines are counted from 1
          %0: i32 = apply add(%0.n, %0.n)   | 2:1 %0 is defined twice
          %1: i32 = apply plus(%0.n)        | 2:17 there is no operation 'plus'
          %1: i31 = apply add(%0.n, %0.n)   | 2:5 there is no type 'i31'
          %1 = apply add(%0.n, %0.n)        | 2:4 expected ':', not '='
          %x: i32                           | 2:2 expected a number, not 'x'
          %99999999999: i32                 | 2:2 the number 99999999999 is out of range
          %99999999999999999999: i32        | 2:2 the number 99999999999999999999 is out of range
          %1: array<i32, 0> = apply         | 2:5 there is no array of i32 of rank 0
          %1: array<i32[2], 1> = apply      | 2:5 there is no array of i32[2] of rank 1
          %1: f32[9999999999999999999] =    | 2:9 the size 9999999999999999999 is too large
          %1: i32 = apply constant() {value=number 3}  \
          | 2:35 there is no kind of attribute 'number'
          %1: i32 = apply constant() {value=array f32 [2] [1]}  \
          | 2:41 1 elements for shape [2]
          if %0.n { yield() } yield()       | 2:21 expected 'else', not 'yield'
          loop "l"() body()                 | 2:12 expected 'condition', not 'body'
          jump "l"                          | 2:1 expected an operation or the end of the block, not 'jump'
          return(%0.n) return(%0.n)         | 2:14 expected '}', not 'return'
          """)
  void aBodyIsMalformed(String body, String message) {
    String head = "graph \"g\" { outputs (\"r\") function \"g\"(%0.n: i32) -> (i32) {\n";
    assertEquals(message, refusal(head + body));
  }

  @Test
  void nothingFollowsTheGraph() {
    String text = "graph \"g\" { outputs () function \"g\"() -> () { return() } } /* end */ }";
    assertEquals("1:70 unexpected text after the graph", refusal(text));
  }

  @Test
  void whatIsNestedTooDeeplyIsRefused() {
    String types = "%1: " + "stack<".repeat(60);
    String head = "graph \"g\" { outputs () function \"g\"() -> () { ";
    assertEquals("1:351 the type is nested too deeply", refusal(head + types));
    String scopes = "scope \"s\" { ".repeat(600);
    assertEquals("1:6045 the graph is nested too deeply", refusal(head + scopes));
  }

  private static String refusal(String text) {
    String message =
        assertThrows(GraphSyntaxException.class, () -> GraphParser.parse(text)).getMessage();
    return message.replaceFirst("line (\\d+), column (\\d+):", "$1:$2");
  }
}
