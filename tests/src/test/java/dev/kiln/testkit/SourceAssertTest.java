package dev.kiln.testkit;

import static dev.kiln.testkit.Failures.failureOf;
import static dev.kiln.testkit.ModelAssertions.assertThatModel;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What assertions on sources accept, and what they say of what they do not. */
class SourceAssertTest {
  private static final String LINE =
      """
      @Model public class Line {
        @Compute public double f(double x) { return 2 * x; }
      }
      """;

  private static final String BYTES =
      """
      @Model public class Bytes {
        @Compute int f(Byte b) { return b; }
        @Compute int g(Short s) { return s; }
      }
      """;

  private static final String UNUSED =
      """
      @Model public class Unused {
        @Parameter double rate = 1;
        @Compute double f(double x) { return x; }
      }
      """;

  @Test
  void modelsCompile() {
    assertThatModel(LINE).compiles();
    assertThatModel(LINE).compilesWithoutWarnings();
    assertThatModel(UNUSED).compiles();
    assertThatModel(UNUSED).withOptions("-Akiln.warnings=off").compilesWithoutWarnings();
  }

  @Test
  void filesMayNeedEachOther() {
    String scale = "public class Scale { static double by(double x) { return 3 * x; } }";
    String model =
        """
        @Model public class Scaled {
          @Compute public double f(double x) { return Scale.by(x); }
        }
        """;
    assertThatModel(model).with(scale).compiles().agrees("f").on(2.0);
    failureOf(() -> assertThatModel(model).compiles()).startsWith("expected Scaled to compile");
  }

  @Test
  void sourcesAreReadFromFiles(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("Line.java");
    Files.writeString(file, "package lines;\nimport dev.kiln.annotation.*;\n" + LINE);
    assertThatModel(file).compiles().generates("lines.CompiledLine");
  }

  @Test
  void errorsAreListedWhereNoneWereExpected() {
    failureOf(() -> assertThatModel(BYTES).compiles())
        .startsWith(
            """
            expected Bytes to compile, but there are errors:
              demo/Bytes.java:2:23: error: [KILN-113] argument 'b' has type java.lang.Byte,\
            """)
        .contains(
            """
                    @Compute int f(Byte b) { return b; }
                                        ^
            """)
        .contains("demo/Bytes.java:3:24: error: [KILN-113] argument 's' has type java.lang.Short,");
  }

  @Test
  void warningsAreListedWhereNoneWereExpected() {
    failureOf(() -> assertThatModel(UNUSED).compilesWithoutWarnings())
        .startsWith(
            """
            expected Unused to compile without warnings, but there are:
              demo/Unused.java:2:21: warning: [KILN-501] no compute method reads the @Parameter rate.\
            """);
  }

  @Test
  void whatIsGeneratedIsListedWhereAnotherClassWasExpected() {
    assertThatModel(LINE).generates("CompiledLine").containing("extends Line");
    failureOf(() -> assertThatModel(LINE).generates("CompiledCurve"))
        .startsWith(
            "expected the processor to write CompiledCurve, but it writes demo.CompiledLine, ");
    failureOf(() -> assertThatModel("public class Plain {}").generates("CompiledPlain"))
        .is("expected the processor to write CompiledPlain, but it writes nothing");
  }

  @Test
  void partsOfGeneratedTextsAreCompared() {
    GeneratedAssert generated = assertThatModel(LINE).generates("CompiledLine");
    generated.notContaining("while").withLinesUpTo(100);
    failureOf(() -> generated.containing("while (true)"))
        .startsWith("expected CompiledLine to contain\n  while (true)\nbut it is\npackage demo;");
    failureOf(() -> generated.notContaining("extends Line"))
        .matches(
            "(?s)expected CompiledLine not to contain\n  extends Line\nbut line \\d+ does:\n"
                + "  public final class CompiledLine extends Line .*");
    failureOf(() -> generated.withLinesUpTo(40))
        .startsWith("expected lines of CompiledLine of up to 40 columns, but there are\n")
        .contains("public final class CompiledLine extends Line");
  }

  @Test
  void refusalsAreFoundByCodeAndPlace() {
    ProblemAssert refusal = assertThatModel(BYTES).refuses("KILN-113");
    refusal.inFile("Bytes.java").onLine(2).atColumn(23).onLineContaining("Byte b");
    refusal.onLine(3).withMessageContaining("has type java.lang.Short");
    assertThatModel(UNUSED)
        .warns("KILN-501")
        .withMessage(
            "no compute method reads the @Parameter rate. Instead: read it, or remove the"
                + " annotation.")
        .alone();
  }

  @Test
  void whatWasFoundIsShownWhereAnotherRefusalWasExpected() {
    failureOf(() -> assertThatModel(LINE).refuses("KILN-113"))
        .is("expected the error KILN-113 for Line, but found none");
    failureOf(() -> assertThatModel(LINE).warns("KILN-501"))
        .is("expected the warning KILN-501 for Line, but found none");
    String found = ", but found \n  demo/Bytes.java:2:23: error: [KILN-113] argument 'b'";
    SourceAssert bytes = assertThatModel(BYTES);
    failureOf(() -> bytes.refuses("KILN-101"))
        .startsWith("expected the error KILN-101 for Bytes" + found);
    ProblemAssert refusal = bytes.refuses("KILN-113");
    String expected = "expected the error KILN-113 for Bytes";
    failureOf(() -> refusal.inFile("Line.java")).startsWith(expected + " in Line.java" + found);
    failureOf(() -> refusal.onLine(7)).startsWith(expected + " on line 7" + found);
    failureOf(() -> refusal.onLineContaining("long n"))
        .startsWith(expected + " on a line that contains 'long n'" + found);
    failureOf(() -> refusal.onLine(2).atColumn(1))
        .startsWith(expected + " on line 2 at column 1" + found);
    failureOf(() -> refusal.withMessage("no"))
        .startsWith(expected + " with the message 'no'" + found);
    failureOf(() -> refusal.withMessageContaining("no such"))
        .startsWith(expected + " with a message that contains 'no such'" + found);
    failureOf(refusal::alone)
        .startsWith(expected + " alone, but found\n  demo/Bytes.java:2:23: error: ");
  }

  @Test
  void sourcesMarkTheirMistakes() {
    String source =
        """
        @Model public class Marked {
          @Compute double f(double x) { return y; }
        //                                     ^ cannot find symbol
          @Compute double g(double x) { return x; }
        }
        """;
    String symbol = "symbol:   variable y\n  location: class demo.Marked";
    failureOf(() -> assertThatModel(source).refusesAsMarked())
        .is(
            "expected the errors that are marked in Marked:\n  2:40: cannot find symbol\n"
                + "but found:\n  2:40: cannot find symbol\n    "
                + symbol.replace("\n", "\n  "));
    failureOf(() -> assertThatModel(LINE + "// ^ [KILN-101] no.").refusesAsMarked())
        .is(
            "expected the errors that are marked in Line:\n  3:4: [KILN-101] no.\n"
                + "but found none");
    String refused =
        """
          @Model public enum Colour { RED }
        //              ^ [KILN-101] @Model cannot be on an enum.
        """;
    failureOf(() -> assertThatModel(refused).refusesAsMarked()).contains("Instead: ");
    IllegalArgumentException unmarked =
        assertThrows(
            IllegalArgumentException.class, () -> assertThatModel(BYTES).refusesAsMarked());
    assertEquals("the source marks no mistake; a mark is: // ^ message", unmarked.getMessage());
  }

  @Test
  void aFileIsCalledAfterItsPublicClass() {
    String source =
        """
        /* public class Comment */
        record Pair(double left, double right) { public enum Nested { A } }
        @Model @Deprecated
        public class Outer {
          static final String TEXT = "} public class Text {"; // public class Line
          public static class Inner {}
          @Compute double f(double x) { return x; }
        }
        """;
    assertThatModel(source).generates("demo.CompiledOuter");
    assertThatModel("final class A {}\nclass B {}").compiles();
  }

  @Test
  void aSourceDeclaresAClass() {
    IllegalArgumentException none =
        assertThrows(IllegalArgumentException.class, () -> assertThatModel("int x = 0;"));
    assertEquals("no class is declared in this source:\nint x = 0;", none.getMessage());
    IllegalArgumentException other =
        assertThrows(IllegalArgumentException.class, () -> assertThatModel(LINE).model("Curve"));
    assertEquals("the sources declare no class demo.Curve", other.getMessage());
  }
}
