package dev.kiln.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Code that exists once for each primitive type, since Java's generics box. It is written for one
 * type, between the comments {@code // double, copied for float, int} and {@code // copies}; what
 * follows, up to {@code // end of copies}, is made of it.
 */
final class PrimitiveCopies {
  /** What a type is called in code: its keyword, in the middle of a name, as a dtype; its zero. */
  private record Type(String keyword, String inNames, String dtype, String zero) {}

  private static final Map<String, Type> TYPES =
      Map.of(
          "double", new Type("double", "Double", "FLOAT64", "0.0"),
          "float", new Type("float", "Float", "FLOAT32", "0f"),
          "int", new Type("int", "Int", "INT32", "0"),
          "long", new Type("long", "Long", "INT64", "0L"),
          "boolean", new Type("boolean", "Boolean", "BOOL", "false"));

  private static final Pattern REGION =
      Pattern.compile(
          "(?<head> *// (?<type>\\w+), copied for (?<others>[\\w, ]+)\\n)"
              + "(?<code>.*?)"
              + "(?<copies> *// copies\\n).*?"
              + "(?<end> *// end of copies\\n)",
          Pattern.DOTALL);

  private PrimitiveCopies() {}

  /** The source with its copies made anew; their lines are not broken. */
  static String madeAnew(String source) {
    Matcher region = REGION.matcher(source);
    StringBuilder made = new StringBuilder();
    while (region.find()) {
      String code = region.group("code");
      List<String> parts = new ArrayList<>(List.of(region.group("head"), code));
      parts.add(region.group("copies"));
      Arrays.stream(region.group("others").split(", "))
          .forEach(
              other -> parts.add(copy(code, region.group("type"), other).stripTrailing() + "\n"));
      parts.add("\n" + region.group("end"));
      region.appendReplacement(made, Matcher.quoteReplacement(String.join("", parts)));
    }
    return region.appendTail(made).toString();
  }

  /** The source without its copies. */
  static String without(String source) {
    return REGION.matcher(source).replaceAll("${head}${code}${copies}${end}");
  }

  /** The code for another type. */
  static String copy(String code, String from, String to) {
    Type old = TYPES.get(from);
    Type other = TYPES.get(to);
    return code.replaceAll("\\b" + old.keyword() + "(s?)\\b", other.keyword() + "$1")
        .replaceAll(old.inNames() + "(s?)(?![a-z])", other.inNames() + "$1")
        .replaceAll("\\b" + old.dtype() + "\\b", other.dtype())
        .replaceAll("(?<![\\w.])" + Pattern.quote(old.zero()) + "(?![\\w.])", other.zero());
  }
}
