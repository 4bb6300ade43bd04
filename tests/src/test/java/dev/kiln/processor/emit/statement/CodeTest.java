package dev.kiln.processor.emit.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.SourcePosition;
import org.junit.jupiter.api.Test;

/** The text of statements, without indentation. */
class CodeTest {
  private static final String MARKS = "\u001b[^\u001d]*\u001d|[\u001e\u001f]";

  private static String text(Code code) {
    return code.build().text().replaceAll(MARKS, "");
  }

  private static Code line(int line, String statement) {
    Code code = new Code();
    add(code, line, statement);
    return code;
  }

  private static void add(Code code, int line, String statement) {
    code.at(new SourcePosition("F.java", line, 5));
    code.statement("$L", statement);
  }

  @Test
  void oneCommentStandsBeforeNeighbouringLines() {
    Code code = line(3, "a()");
    add(code, 4, "b()");
    add(code, 6, "c()");
    assertEquals("// F.java:3-6\na();\nb();\nc();\n", text(code));
  }

  @Test
  void linesOfABackwardSweepDescend() {
    Code code = line(6, "c()");
    add(code, 4, "b()");
    assertEquals("// F.java:6-4\nc();\nb();\n", text(code));
  }

  @Test
  void aTurnAndAJumpToFarLinesBeginAnotherComment() {
    Code code = line(3, "a()");
    add(code, 4, "b()");
    add(code, 3, "c()");
    add(code, 40, "d()");
    assertEquals("// F.java:3-4\na();\nb();\n// F.java:3\nc();\n// F.java:40\nd();\n", text(code));
  }

  @Test
  void nestedStatementsAreInTheGroupOfTheirConstruct() {
    Code code = new Code();
    code.at(new SourcePosition("F.java", 3, 5));
    code.loop("loop_1", new JavaText("while (b)"), line(4, "a()"));
    assertEquals("// F.java:3-4\nwhile (b) {\na();\n}\n", text(code));
  }

  @Test
  void aLabelIsWrittenWhereSomethingJumpsToIt() {
    Code inner = new Code();
    inner.jump("break", "outer_1");
    Code code = new Code();
    code.loop("outer_1", new JavaText("while (a)"), nested("loop_2", inner));
    assertEquals("outer: while (a) {\nwhile (b) {\nbreak outer;\n}\n}\n", text(code));
    assertTrue(code.jumpsTo("outer_1"));
    assertFalse(code.jumpsTo("loop_2"));
  }

  private static Code nested(String label, Code inner) {
    Code code = new Code();
    code.loop(label, new JavaText("while (b)"), inner);
    return code;
  }

  /** In a loop inside, the jump names the loop that it continues. */
  @Test
  void jumpsToTheEndOfABodyContinueItsLoop() {
    Code jump = new Code();
    jump.jump("break", "scope_2");
    Code body = nested("loop_3", jump);
    body.jump("break", "scope_2");
    body.continueInsteadOf("scope_2", "loop_1");
    Code code = new Code();
    code.loop("loop_1", new JavaText("while (a)"), body);
    assertEquals("loop: while (a) {\nwhile (b) {\ncontinue loop;\n}\ncontinue;\n}\n", text(code));
  }

  @Test
  void aConditionalInAnElseBranchIsElseIf() {
    Code second = new Code();
    second.conditional(new JavaText("b"), line(4, "y()"), line(5, "z()"));
    Code code = new Code();
    code.conditional(new JavaText("a"), line(3, "x()"), second);
    assertEquals(
        "// F.java:3-5\nif (a) {\nx();\n} else if (b) {\ny();\n} else {\nz();\n}\n", text(code));
  }
}
