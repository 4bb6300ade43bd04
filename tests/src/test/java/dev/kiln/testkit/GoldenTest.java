package dev.kiln.testkit;

import static dev.kiln.testkit.Failures.failureOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.testkit.run.Goldens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Golden files: where they are, when they are written, and how a difference is shown. */
class GoldenTest {
  @TempDir Path folder;

  private final GeneratedAssert generated = new GeneratedAssert("CompiledFoo", text("x * 2", 12));

  /** Twenty lines, of which one is given. */
  private static String text(String line, int at) {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      lines.add(i == at ? line : "line " + i);
    }
    return String.join("\n", lines) + "\n";
  }

  @Test
  void filesAreWrittenThenCompared() throws Exception {
    generated.asGolden("Test/method", new Goldens(folder, true));
    assertEquals(
        generated.text(), Files.readString(folder.resolve("Test/method/CompiledFoo.java")));
    generated.asGolden("Test/method", new Goldens(folder, false));
  }

  @Test
  void theLinesThatDifferAreShown() throws Exception {
    Path file = folder.resolve("CompiledFoo.java");
    Files.writeString(file, text("x + x", 12));
    failureOf(() -> generated.asGolden(".", new Goldens(folder, false)))
        .is(
            "CompiledFoo is not as in "
                + folder.resolve("./CompiledFoo.java")
                + " (-: golden file, +: now; -Dgoldens.update=true writes what is now):\n"
                + """
                @@ line 9 @@
                 line 9
                 line 10
                 line 11
                -x + x
                +x * 2
                 line 13
                 line 14
                 line 15\
                """);
    Files.writeString(file, text("x * 2", 12).strip());
    failureOf(() -> generated.asGolden(".", new Goldens(folder, false)))
        .contains("\n(they differ in the ends of lines only)");
  }

  @Test
  void carriageReturnsDoNotCount() throws Exception {
    Files.writeString(folder.resolve("CompiledFoo.java"), generated.text().replace("\n", "\r\n"));
    generated.asGolden(".", new Goldens(folder, false));
  }

  @Test
  void aMissingFileIsNamed() {
    failureOf(() -> generated.asGolden("Test/method", new Goldens(folder, false)))
        .is(
            "there is no golden file "
                + folder.resolve("Test/method/CompiledFoo.java")
                + " for CompiledFoo; -Dgoldens.update=true writes it");
  }

  @Test
  void theFolderIsThatOfTheTest() {
    assertEquals("GoldenTest/theFolderIsThatOfTheTest", Goldens.folderOfTest());
    assertEquals("GoldenTest/theFolderIsThatOfTheTest", helper());
    failureOf(generated::asGolden)
        .startsWith("there is no golden file ")
        .contains("goldens/GoldenTest/theFolderIsThatOfTheTest/CompiledFoo.java for CompiledFoo");
  }

  private static String helper() {
    return Goldens.folderOfTest();
  }

  @Test
  void otherThreadsHaveNoFolder() throws Exception {
    List<String> messages = new ArrayList<>();
    Thread thread =
        new Thread(
            () ->
                messages.add(
                    assertThrows(IllegalStateException.class, Goldens::folderOfTest).getMessage()));
    thread.start();
    thread.join();
    assertEquals(
        List.of(
            "no test method runs in this thread, so that the golden file has no folder; name it:"
                + " asGolden(\"folder\")"),
        messages);
  }

  @Test
  void propertiesConfigureIt() {
    assertEquals(false, Goldens.configured().isUpdating());
    assertEquals(
        Path.of(System.getProperty("basedir", ""), "src", "test", "resources", "goldens"),
        Goldens.configured().root());
    System.setProperty("goldens.folder", folder.toString());
    System.setProperty("goldens.update", "true");
    try {
      assertEquals(new Goldens(folder, true), Goldens.configured());
    } finally {
      System.clearProperty("goldens.folder");
      System.clearProperty("goldens.update");
    }
  }
}
