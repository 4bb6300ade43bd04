package dev.kiln.train;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The blocks of Java in a page of the documentation, which are parts of tests that run. */
public record PageSamples(List<String> blocks) {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** The blocks of a page. */
  public static PageSamples of(String page) throws IOException {
    String text = Files.readString(Path.of("..", "docs").resolve(page)).replace("\r\n", "\n");
    List<String> blocks = BLOCK.matcher(text).results().map(each -> each.group(1)).toList();
    assertFalse(blocks.isEmpty());
    return new PageSamples(blocks);
  }

  /** Fails where a block is in none of the test's sources, apart from spaces and ends of lines. */
  public void requireIn(String... files) throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String file : files) {
      sources.append(normalised(Files.readString(Path.of("src", "test", "java").resolve(file))));
    }
    for (String block : blocks) {
      assertTrue(sources.indexOf(normalised(block)) >= 0, block);
    }
  }

  private static String normalised(String code) {
    return code.replaceAll("\\s+", "");
  }
}
