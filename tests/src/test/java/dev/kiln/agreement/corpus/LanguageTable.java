package dev.kiln.agreement.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The constructs of Java that people try, by topic: {@code resources/language} has a file for each.
 * A file begins with {@code #} and its heading; each row begins with {@code ==} and a construct.
 *
 * @param heading of the rows on the page
 */
record LanguageTable(Topic topic, String heading, List<LanguageRow> rows) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "language");

  /** Topics, in the order of the page. */
  enum Topic {
    METHODS,
    RECORDS,
    TYPES,
    NUMBERS,
    ARRAYS,
    FUNCTIONS,
    STATEMENTS,
    EXCEPTIONS,
    FIELDS,
    MODELS,
    TENSORS,
    /** What is no language: wrong programs, which the page does not list. */
    MISTAKES
  }

  static LanguageTable read(Topic topic) throws IOException {
    String text = Files.readString(file(topic)).replace("\r\n", "\n");
    List<LanguageRow> rows = new ArrayList<>();
    String[] sections = text.split("(?m)^== ");
    for (int i = 1; i < sections.length; i++) {
      rows.add(LanguageRow.of(sections[i]));
    }
    return new LanguageTable(topic, sections[0].replace("#", "").strip(), rows);
  }

  void write(List<LanguageRow> others) throws IOException {
    StringBuilder text = new StringBuilder("# ").append(heading).append('\n');
    others.forEach(row -> text.append("== ").append(row.section()));
    Files.writeString(file(topic), text);
  }

  private static Path file(Topic topic) {
    return FOLDER.resolve(topic.name().toLowerCase(Locale.ROOT) + ".txt");
  }
}
