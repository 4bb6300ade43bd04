package dev.kiln.testkit.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source file as it is given to the compiler.
 *
 * @param className its qualified name
 * @param header what is put before the text in its first line: package and imports, or nothing
 * @param text as the test has it
 */
public record SourceFile(String className, String header, String text) {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
  private static final Pattern TYPE =
      Pattern.compile("(public\\s[^;{}]*?)?\\b(?:class|record|enum|interface)\\s+(\\w+)");
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "(?s)//[^\\n"
              + "]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])+'");
  private static final Pattern MODEL =
      Pattern.compile(
          "@(?:dev\\.kiln\\.annotation\\.)?Model\\b[^;{(]*?\\b(?:class|record|enum|interface)\\s+(\\w+)");

  private static final String HEADER =
      "package demo; import dev.kiln.annotation.*; import dev.kiln.tensor.*; ";

  /**
   * A file, called after the public type in it, or after the first. A text that states no package
   * is in package {@code demo} and need not state Kiln's imports.
   *
   * @throws IllegalArgumentException if no type is declared
   */
  public static SourceFile of(String text) {
    Matcher stated = PACKAGE.matcher(text);
    boolean hasPackage = stated.find();
    String name = typeName(text);
    return hasPackage
        ? new SourceFile(stated.group(1) + "." + name, "", text)
        : new SourceFile("demo." + name, HEADER, text);
  }

  private static String typeName(String text) {
    String first = "";
    Matcher type = TYPE.matcher(topLevel(text));
    while (type.find()) {
      if (type.group(1) != null) {
        return type.group(2);
      }
      first = first.isEmpty() ? type.group(2) : first;
    }
    if (first.isEmpty()) {
      throw new IllegalArgumentException("no class is declared in this source:\n" + text);
    }
    return first;
  }

  /** What is outside of all braces, comments and strings. */
  private static String topLevel(String text) {
    StringBuilder outside = new StringBuilder();
    int depth = 0;
    for (char each : NOT_CODE.matcher(text).replaceAll(" ").toCharArray()) {
      depth -= each == '}' ? 1 : 0;
      if (depth <= 0) {
        outside.append(each);
      }
      depth += each == '{' ? 1 : 0;
    }
    return outside.toString();
  }

  /** The simple name of the first model in it, or that of the file. */
  public String modelName() {
    Matcher model = MODEL.matcher(text);
    return model.find() ? model.group(1) : className.substring(className.lastIndexOf('.') + 1);
  }

  /** The package of its types. */
  public String packageName() {
    return className.substring(0, Math.max(0, className.lastIndexOf('.')));
  }

  /** As the compiler calls it, such as {@code demo/Foo.java}. */
  String path() {
    return className.replace('.', '/') + ".java";
  }

  /** A line, counted from 1, or nothing. */
  String line(long number) {
    return text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("");
  }
}
