package dev.kiln.agreement.corpus;

import dev.kiln.agreement.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A construct of Java, as a program that uses it.
 *
 * @param construct what it is called
 * @param code members of a model; then, after a line {@code --- outer}, types in files of their
 *     own, of which one is the model where it has no members before
 * @param verdict {@code accepted}, or what is said: an error of Kiln begins with its code, one of
 *     javac with {@code javac}
 */
record LanguageRow(String construct, String code, List<String> verdict) {
  static final String ACCEPTED = "accepted";
  private static final String OUTER = "--- outer\n";

  /** What stands in the code for the name of its model. */
  private static final String MODEL = "MODEL";

  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:[^\\n\"]*?)\\b(?:class|interface|enum|record) \\w+");

  LanguageRow {
    verdict = List.copyOf(verdict);
  }

  /** Reads what follows {@code ==}: the construct, the code and the verdict. */
  static LanguageRow of(String section) {
    StringBuilder code = new StringBuilder();
    StringBuilder verdict = new StringBuilder();
    for (String line : section.lines().skip(1).toList()) {
      if (line.startsWith("// ")) {
        verdict.append(verdict.isEmpty() ? "" : "\n").append(line.substring(3));
      } else {
        code.append(line).append('\n');
      }
    }
    String construct = section.lines().findFirst().orElseThrow();
    return new LanguageRow(construct, code.toString(), verdict.toString().lines().toList());
  }

  LanguageRow withVerdict(List<String> other) {
    return new LanguageRow(construct, code, other);
  }

  boolean isAccepted() {
    return verdict.equals(List.of(ACCEPTED));
  }

  /** The section that {@link #of} reads. */
  String section() {
    StringBuilder text = new StringBuilder(construct).append('\n').append(code);
    verdict.forEach(each -> text.append("// ").append(each).append('\n'));
    return text.toString();
  }

  /** What to write instead of the construct, as its first error says. */
  String instead() {
    return verdict.get(0).replaceFirst("(?s).*Instead: ", "").replaceFirst("\\.$", "");
  }

  /** The program, whose model is named after the construct. */
  Program program() {
    StringBuilder name = new StringBuilder();
    for (String word : construct.split("\\W+")) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    String model = name.toString();
    String[] parts = code.replace(MODEL, model).split(OUTER, -1);
    List<String> types = new ArrayList<>();
    if (!parts[0].isBlank()) {
      types.add("@Model\nclass " + model + " {\n" + parts[0].indent(2) + "}\n");
    }
    if (parts.length > 1) {
      types.addAll(topLevel(parts[1]));
    }
    return Program.types(model, String.join("\n", types));
  }

  /** The types of a text, each of which begins a line; as files of programs end. */
  private static List<String> topLevel(String text) {
    List<String> types = new ArrayList<>();
    Matcher matcher = TYPE.matcher(text);
    List<Integer> starts = new ArrayList<>();
    while (matcher.find()) {
      if (!Character.isWhitespace(text.charAt(matcher.start()))) {
        starts.add(matcher.start());
      }
    }
    starts.add(text.length());
    for (int i = 0; i + 1 < starts.size(); i++) {
      String type = text.substring(starts.get(i), starts.get(i + 1)).strip();
      types.add(type.substring(0, type.length() - 1) + "\n}\n");
    }
    return types;
  }
}
