package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs that are refused, with all that is said, in the files of {@code rejected}. A program
 * begins with {@code ==} and what is wrong with it. Below a line stand its errors, each with a
 * caret below the column. What is no type is a member of a model.
 *
 * <p>{@code -Dgoldens.update=true} writes the errors anew.
 */
class RejectedProgramsTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "rejected");
  private static final boolean UPDATE = Boolean.getBoolean("goldens.update");
  private static final String IMPORTS =
      "package demo; import dev.kiln.annotation.*; import dev.kiln.tensor.*; ";
  private static final int WIDTH = 100;

  /** Topics, so that a failure is found quickly. */
  enum Topic {
    SIGNATURES,
    STATEMENTS,
    EXPRESSIONS,
    SHAPES,
    DERIVATIVES;

    Path file() {
      return FOLDER.resolve(name().toLowerCase(Locale.ROOT) + ".txt");
    }
  }

  private record Rejected(String title, String source) {}

  @TestFactory
  Stream<DynamicTest> everythingIsSaidInItsPlace() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      StringBuilder all = new StringBuilder();
      for (Rejected program : programs(topic)) {
        String marked = marked(program.source());
        if (UPDATE) {
          all.append("== ").append(program.title()).append('\n').append(marked);
        } else {
          String expected = text(topic, program.title());
          tests.add(dynamicTest(program.title(), () -> assertEquals(expected, marked)));
        }
      }
      if (UPDATE) {
        Files.writeString(topic.file(), all);
      }
    }
    return tests.stream();
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void everyProgramIsRejectedByKiln(Topic topic) throws IOException {
    for (Rejected program : programs(topic)) {
      assertTrue(text(topic, program.title()).contains("^ [KILN-"), program.title());
    }
  }

  private static List<Rejected> programs(Topic topic) throws IOException {
    List<Rejected> programs = new ArrayList<>();
    for (String section : sections(topic)) {
      String title = section.lines().findFirst().orElseThrow();
      String source =
          section
              .lines()
              .skip(1)
              .filter(line -> !line.startsWith("//"))
              .map(line -> line + "\n")
              .collect(Collectors.joining());
      programs.add(new Rejected(title, source));
    }
    return programs;
  }

  private static String text(Topic topic, String title) throws IOException {
    for (String section : sections(topic)) {
      if (section.startsWith(title + "\n")) {
        return section.substring(title.length() + 1);
      }
    }
    throw new AssertionError("no " + title);
  }

  private static List<String> sections(Topic topic) throws IOException {
    String text = Files.readString(topic.file()).replaceFirst("^== ", "");
    return Stream.of(text.split("(?m)^== ")).toList();
  }

  /** The source with its errors below their lines. */
  private static String marked(String source) {
    boolean types = source.matches("(?s).*(class|interface|enum|record) Line\\b.*");
    String text =
        types ? IMPORTS + "\n" + source : IMPORTS + "@Model class Line {\n" + source + "}\n";
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .compile(JavaFileObjects.forSourceString("demo.Line", text));
    List<Diagnostic<? extends JavaFileObject>> errors = new ArrayList<>(compilation.errors());
    errors.sort(Comparator.comparingLong(Diagnostic::getColumnNumber));
    StringBuilder marked = new StringBuilder();
    List<String> lines = source.lines().toList();
    for (int i = 0; i <= lines.size(); i++) {
      if (i > 0) {
        marked.append(lines.get(i - 1)).append('\n');
      }
      for (Diagnostic<? extends JavaFileObject> error : errors) {
        long line = Math.min(error.getLineNumber() - 1, lines.size());
        if (line == i) {
          marked.append(mark(error));
        }
      }
    }
    return marked.toString();
  }

  private static String mark(Diagnostic<? extends JavaFileObject> error) {
    int column = (int) error.getColumnNumber();
    String message = error.getMessage(Locale.ROOT).lines().findFirst().orElseThrow();
    StringBuilder text = new StringBuilder("//");
    text.append(" ".repeat(Math.max(0, column - 3))).append("^");
    int length = text.length();
    for (String word : message.split(" ")) {
      boolean first = text.charAt(text.length() - 1) == '^';
      if (!first && length + 1 + word.length() > WIDTH) {
        text.append("\n//");
        length = 2;
      }
      text.append(' ').append(word);
      length += 1 + word.length();
    }
    return text.append('\n').toString();
  }
}
