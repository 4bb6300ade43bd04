package dev.kiln.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files and methods that outgrow these limits do more than one thing. */
class SizeRulesTest {
  /** Copies for primitive types do not count: {@link PrimitiveCopies} writes them. */
  private static final int LONGEST_FILE = 450;

  /** Longer files, with the reason. */
  private static final Map<String, String> LONGER =
      Map.of("Tensor", "users create all tensors by static methods of this class");

  /** Only for methods that branch: a straight list of definitions reads well at any length. */
  private static final int LONGEST_METHOD = 60;

  private static final List<SourceFile> SOURCES = SourceFile.all();

  @Test
  void sourcesAreFound() {
    assertFalse(SOURCES.isEmpty());
    assertFalse(SOURCES.stream().allMatch(source -> source.methods().isEmpty()));
  }

  @Test
  void filesAreShort() {
    List<String> tooLong =
        SOURCES.stream()
            .filter(source -> source.lines() > LONGEST_FILE)
            .filter(source -> !LONGER.containsKey(source.name()))
            .map(source -> source.path() + ": " + source.lines() + " lines")
            .toList();
    assertEquals(List.of(), tooLong, "files of more than " + LONGEST_FILE + " lines");
  }

  @Test
  void longerFilesAreStillLonger() {
    List<String> longer =
        SOURCES.stream()
            .filter(source -> source.lines() > LONGEST_FILE)
            .map(SourceFile::name)
            .sorted()
            .toList();
    assertEquals(LONGER.keySet().stream().sorted().toList(), longer);
  }

  @Test
  void methodsAreShort() {
    List<String> tooLong =
        SOURCES.stream()
            .flatMap(
                source ->
                    source.methods().stream()
                        .filter(method -> method.branches() && method.lines() > LONGEST_METHOD)
                        .map(method -> describe(source, method)))
            .toList();
    assertEquals(List.of(), tooLong, "methods of more than " + LONGEST_METHOD + " lines");
  }

  private static String describe(SourceFile source, SourceFile.Method method) {
    return "%s:%d: %s has %d lines"
        .formatted(source.path(), method.line(), method.name(), method.lines());
  }
}
