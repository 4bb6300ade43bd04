package dev.kiln.testkit;

import dev.kiln.testkit.run.Goldens;
import java.util.List;
import org.opentest4j.AssertionFailedError;

/** Assertions on a text that was generated: the source of a class, or a graph. */
public final class GeneratedAssert {
  private final String name;
  private final String extension;
  private final String text;

  GeneratedAssert(String className, String source) {
    this(className, ".java", source);
  }

  GeneratedAssert(String name, String extension, String text) {
    this.name = name;
    this.extension = extension;
    this.text = text;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /**
   * The text is that of the golden file {@code src/test/resources/goldens/TestClass/method/name},
   * where the test method is the one that is running. With {@code -Dgoldens.update=true} the file
   * is written instead: read the difference before you commit it. {@code -Dgoldens.folder=..} is
   * for another folder than {@code src/test/resources/goldens}.
   */
  public GeneratedAssert asGolden() {
    return asGolden(Goldens.folderOfTest());
  }

  /** The same in a folder of that name below that of all golden files. */
  public GeneratedAssert asGolden(String folder) {
    return asGolden(folder, Goldens.configured());
  }

  GeneratedAssert asGolden(String folder, Goldens goldens) {
    goldens.check(name, folder + "/" + name.replace('.', '_') + extension, text);
    return this;
  }

  /** The text has a part, white space and line breaks included. */
  public GeneratedAssert containing(String part) {
    if (!text.contains(part)) {
      throw new AssertionFailedError(
          "expected " + name + " to contain\n" + part.indent(2) + "but it is\n" + text);
    }
    return this;
  }

  /** The text does not have a part. */
  public GeneratedAssert notContaining(String part) {
    int at = text.indexOf(part);
    if (at >= 0) {
      long line = text.substring(0, at).chars().filter(each -> each == '\n').count() + 1;
      throw new AssertionFailedError(
          "expected "
              + name
              + " not to contain\n"
              + part.indent(2)
              + "but line "
              + line
              + " does:\n"
              + text.lines().skip(line - 1).findFirst().orElse("").indent(2).stripTrailing());
    }
    return this;
  }

  /** No line has more columns. */
  public GeneratedAssert withLinesUpTo(int columns) {
    List<String> tooLong = text.lines().filter(each -> each.length() > columns).toList();
    if (!tooLong.isEmpty()) {
      throw new AssertionFailedError(
          "expected lines of "
              + name
              + " of up to "
              + columns
              + " columns, but there are\n"
              + String.join("\n", tooLong));
    }
    return this;
  }
}
