package dev.kiln.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The copies in the runtime are those that {@link PrimitiveCopies} makes. With {@code
 * -Dgoldens.update=true} the test writes them instead; {@code mvn fmt:format} then breaks lines.
 */
class PrimitiveCopiesTest {
  @Test
  void copiesAreMadeOfWhatTheyAreCopiesOf() throws IOException {
    int files = 0;
    for (Path file : sources()) {
      String source = Files.readString(file).replace("\r\n", "\n");
      String made = PrimitiveCopies.madeAnew(source);
      if (made.equals(source) && !source.contains("// end of copies")) {
        continue;
      }
      files++;
      if (Boolean.getBoolean("goldens.update") && !onOneLine(source).equals(onOneLine(made))) {
        Files.writeString(file, made);
      } else {
        assertEquals(onOneLine(made), onOneLine(source), file::toString);
      }
    }
    assertTrue(files >= 5, files + " files with copies");
  }

  @Test
  void typesAreReplacedInCodeNamesAndZeros() {
    assertEquals(
        "float[] floats = toFloatArray(0f, 10.0, DType.FLOAT32); OfFloats f; Doubled d; int i;",
        PrimitiveCopies.copy(
            "double[] doubles = toDoubleArray(0.0, 10.0, DType.FLOAT64); OfDoubles f; Doubled d;"
                + " int i;",
            "double",
            "float"));
    assertEquals(
        "boolean get() { return false; }",
        PrimitiveCopies.copy("float get() { return 0f; }", "float", "boolean"));
  }

  @Test
  void copiesThatWereChangedAreMadeAnew() {
    String source =
        """
        class A {
          // double, copied for float, int

          double a() {}

          // copies

          float a() {
            changed();
          }

          // end of copies
        }
        """;
    String expected =
        """
        class A {
          // double, copied for float, int

          double a() {}

          // copies

          float a() {}

          int a() {}

          // end of copies
        }
        """;
    assertEquals(expected, PrimitiveCopies.madeAnew(source));
    assertEquals(expected, PrimitiveCopies.madeAnew(expected));
  }

  private static String onOneLine(String source) {
    return source.replaceAll("\\s+", "");
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    try (Stream<Path> walk = Files.walk(root.resolve("runtime/src/main/java"))) {
      return walk.filter(each -> each.toString().endsWith(".java")).sorted().toList();
    }
  }
}
