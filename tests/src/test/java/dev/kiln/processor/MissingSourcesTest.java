package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model whose helper methods and records are in files that an incremental compilation leaves out:
 * Kiln says what it cannot see, and {@code -sourcepath} shows it.
 */
class MissingSourcesTest {
  private static final Map<String, String> PROJECT =
      Map.of(
          "Track",
          """
          package demo;
          import dev.kiln.annotation.*;
          @Model
          public class Track extends Surface {
            @Compute @Differentiable
            public double length(double x, double y) {
              Point end = new Point(x, y);
              return Distances.from(end.x(), end.y()) * friction(x);
            }
          }
          """,
          "Distances",
          """
          package demo;
          class Distances {
            static double from(double x, double y) { return Math.sqrt(x * x + y * y); }
          }
          """,
          "Point",
          """
          package demo;
          record Point(double x, double y) {}
          """,
          "Surface",
          """
          package demo;
          abstract class Surface {
            double rough = 2;
            double friction(double x) { return x > 0 ? rough : 1; }
          }
          """);

  @TempDir private Path folder;
  private Path sources;
  private Path classes;

  @BeforeEach
  void compileEverything() throws IOException {
    sources = Files.createDirectories(folder.resolve("sources/demo"));
    classes = folder.resolve("classes");
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> each : PROJECT.entrySet()) {
      files.add(Files.writeString(sources.resolve(each.getKey() + ".java"), each.getValue()));
    }
    assertEquals("", compile(classes, files, List.of()));
  }

  /** What the compiler says. */
  private static String compile(Path target, List<Path> files, List<String> more)
      throws IOException {
    Files.createDirectories(target);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = new ArrayList<>(List.of("-d", target.toString()));
    options.addAll(more);
    StringWriter output = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              output, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files));
      task.setProcessors(List.of(new KilnProcessor()));
      boolean succeeded = task.call();
      assertEquals(succeeded, !output.toString().contains("error:"), output.toString());
    }
    return output.toString();
  }

  private String compileAlone(Path target, String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of(more));
    options.add("-cp");
    options.add(classes + File.pathSeparator + System.getProperty("java.class.path"));
    return compile(target, List.of(sources.resolve("Track.java")), options);
  }

  private void remove(String name) throws IOException {
    Files.delete(classes.resolve("demo/" + name));
  }

  private void useInTrack(String expression) throws IOException {
    Files.writeString(
        sources.resolve("Track.java"),
        PROJECT.get("Track").replaceFirst("Point end[^}]*", expression + ";\n  "));
  }

  @Test
  void aStaticMethodOfAnotherClassIsRefusedWhereItIsCalled() throws IOException {
    useInTrack("return Distances.from(x, y)");
    String said = compileAlone(folder.resolve("alone"));
    assertTrue(said.contains("Track.java:7: error: [KILN-203] Distances.from is a call"), said);
  }

  @Test
  void aMethodOfASuperclassIsRefusedWhereItIsCalled() throws IOException {
    useInTrack("return friction(x)");
    String said = compileAlone(folder.resolve("alone"));
    assertTrue(said.contains("Track.java:7: error: [KILN-203] Surface.friction is a call"), said);
  }

  @Test
  void aRecordIsRefusedWhereItIsMade() throws IOException {
    useInTrack("return new Point(x, y).x()");
    String said = compileAlone(folder.resolve("alone"));
    assertTrue(said.contains("Track.java:7: error: [KILN-120] the source of the record"), said);
  }

  @Test
  void aSourcePathShowsWhatIsMissing() throws IOException {
    Map<String, byte[]> together = filesOfTrack(classes);
    assertTrue(together.containsKey("demo/CompiledTrack.java"), together.keySet().toString());
    for (String each : together.keySet()) {
      remove(each.substring("demo/".length()));
    }
    Path alone = folder.resolve("alone");
    assertEquals("", compileAlone(alone, optionsOfTheGuide()));
    Map<String, byte[]> again = filesOfTrack(alone);
    assertEquals(together.keySet(), again.keySet());
    together.forEach((file, bytes) -> assertArrayEquals(bytes, again.get(file), file));
    assertFalse(Files.exists(alone.resolve("demo/Distances.class")));
  }

  /** What the guide says of options, with the folder of this test's sources. */
  private String[] optionsOfTheGuide() throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "guide.md"));
    Matcher line = Pattern.compile("(?m)^-sourcepath src/main/java .*$").matcher(guide);
    assertTrue(line.find(), "the guide has a line of options with -sourcepath");
    return line.group().replace("src/main/java", sources.getParent().toString()).split(" ");
  }

  private static Map<String, byte[]> filesOfTrack(Path target) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(target)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        if (each.getFileName().toString().contains("Track")) {
          files.put(target.relativize(each).toString(), Files.readAllBytes(each));
        }
      }
    }
    return files;
  }
}
