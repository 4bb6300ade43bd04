package dev.kiln.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.graph.text.GraphSyntaxException;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** What sessions throw in the place of exceptions, which have no constructors in a graph. */
class ThrownExceptionTest {
  private static String thrown(String exception, String message, String operands) {
    return """
    graph "f" {
      input "n" argument
      outputs ()
      function "f" (%%0.n: i32) -> () {
        throw "%s" %s %s
      }
    }
    """
        .formatted(exception, message, operands);
  }

  private static Throwable thrownBy(String text, Feeds state, int n) {
    Graph graph = GraphParser.parse(text);
    assertEquals(graph, GraphParser.parse(GraphPrinter.print(graph)));
    try (Session session = new Session(graph, state)) {
      return assertThrows(RuntimeException.class, () -> session.run(Feeds.of("n", n)));
    }
  }

  @Test
  void anExceptionOfAnUnknownClassIsNamed() {
    String text = thrown("demo.Diverged", "[\"n is \", \"\"]", "(%0.n)");
    ThrownException thrown =
        assertInstanceOf(ThrownException.class, thrownBy(text, Feeds.none(), 3));
    assertEquals("demo.Diverged", thrown.exceptionClass());
    assertEquals("n is 3", thrown.getMessage());
    assertNull(thrown.getCause());
  }

  @Test
  void theStateOfAModelMakesItsExceptions() {
    Feeds state = Feeds.none().throwing("demo.Missing", NoSuchElementException::new);
    String text = thrown("demo.Missing", "[\"no \", \"\"]", "(%0.n)");
    Throwable missing = thrownBy(text, state, 1);
    assertEquals("no 1", assertInstanceOf(NoSuchElementException.class, missing).getMessage());
    Throwable silent = thrownBy(thrown("demo.Missing", "[]", "()"), state, 1);
    assertNull(assertInstanceOf(NoSuchElementException.class, silent).getMessage());
  }

  @Test
  void aCheckedExceptionIsTheCause() {
    Feeds state = Feeds.none().throwing("java.io.IOException", IOException::new);
    String text = thrown("java.io.IOException", "[\"at \", \"\"]", "(%0.n)");
    ThrownException thrown = assertInstanceOf(ThrownException.class, thrownBy(text, state, 7));
    assertEquals("java.io.IOException", thrown.exceptionClass());
    assertEquals("at 7", thrown.getMessage());
    assertEquals("at 7", assertInstanceOf(IOException.class, thrown.getCause()).getMessage());
  }

  @Test
  void formsWriteANumberAsWhatItRepresents() {
    String message = "[\"\", \" \", \" \", \" \", \"\"]";
    String forms =
        "(%0.n, %0.n, %0.n, %0.n) as (char \"\" [], byte \"%x\" [],"
            + " name \"%4s\" [\"a\", \"b\"], number \"%03d\" [])";
    String text = thrown("java.lang.IllegalStateException", message, forms);
    Throwable one = thrownBy(text, Feeds.none(), 1);
    assertEquals("\u0001 1    b 001", one.getMessage());
    Throwable none = thrownBy(text, Feeds.none(), -1);
    assertEquals("\uffff ff null -01", none.getMessage());
  }

  @Test
  void otherFormsAreRefused() {
    String text =
        thrown("java.lang.IllegalStateException", "[\"\", \"\"]", "(%0.n) as (word \"\" [])");
    GraphSyntaxException refused =
        assertThrows(GraphSyntaxException.class, () -> GraphParser.parse(text));
    assertTrue(refused.getMessage().contains("there is no form 'word' in a message"));
  }
}
