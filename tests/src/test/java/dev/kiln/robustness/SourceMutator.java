package dev.kiln.robustness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages Java sources the way that typing, merging and generating code does. */
final class SourceMutator {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|//[^\n]*|/\\*.*?\\*/|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'"
              + "|[\\p{L}_$][\\p{L}\\p{N}_$]*|\\d[\\w.]*|>>>=|<<=|>>=|>>>|->|::|\\+\\+|--"
              + "|[-+*/%&|^=!<>]=|&&|\\|\\||<<|.",
          Pattern.DOTALL);

  private static final List<String> STRAY =
      List.of(
          "int",
          "double",
          "void",
          "return",
          "static",
          "final",
          "class",
          "record",
          "if",
          "else",
          "for",
          "while",
          "do",
          "switch",
          "case",
          "default",
          "break",
          "continue",
          "throw",
          "new",
          "null",
          "this",
          "super",
          "var",
          "yield",
          "true",
          "instanceof",
          "try",
          "synchronized",
          "private",
          "abstract",
          "@Model",
          "@Compute",
          "@Differentiable",
          "@Shape(\"n, \")",
          "@Parameter",
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          ";",
          ",",
          ".",
          "->",
          "<",
          ">",
          "=",
          "+",
          "\"",
          "'",
          "\\",
          "#",
          "0x",
          "1e",
          "099",
          "/*",
          "//",
          "@",
          "...",
          "String",
          "Object",
          "long",
          "Tensor",
          "double[]",
          "<T>",
          "(int)",
          "byte",
          "short",
          "char",
          "float",
          "boolean",
          "?");

  private static final List<String> TYPES =
      List.of(
          "byte",
          "short",
          "char",
          "Double",
          "Integer",
          "Object",
          "String",
          "var",
          "long",
          "float",
          "int",
          "boolean",
          "double[]",
          "final double",
          "Tensor",
          "Number",
          "java.util.List<Double>",
          "<T> double",
          "static double",
          "private double",
          "abstract double",
          "void");

  private final Random random;

  SourceMutator(Random random) {
    this.random = random;
  }

  private enum Mutation {
    DELETE,
    DUPLICATE,
    SWAP,
    REPLACE,
    INSERT,
    MOVE,
    TRUNCATE,
    HALF_WRITTEN,
    DELETE_LINE,
    DUPLICATE_LINE,
    UNRESOLVED_TYPE,
    OTHER_TYPE,
    CYCLIC_INHERITANCE
  }

  /** The text with one to three kinds of damage. */
  String mutate(String text) {
    String damaged = text;
    int times = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
    for (int i = 0; i < times; i++) {
      Mutation[] kinds = Mutation.values();
      damaged = apply(kinds[random.nextInt(kinds.length)], damaged);
    }
    return damaged;
  }

  private String apply(Mutation mutation, String text) {
    List<String> tokens = tokens(text);
    if (tokens.size() < 3) {
      return text;
    }
    int at = tokenAfterHeader(tokens);
    int other = tokenAfterHeader(tokens);
    switch (mutation) {
      case DELETE -> tokens.remove(at);
      case DUPLICATE -> tokens.add(at, tokens.get(at) + " ");
      case SWAP -> Collections.swap(tokens, at, other);
      case REPLACE -> tokens.set(at, tokens.get(other));
      case INSERT -> tokens.add(at, " " + STRAY.get(random.nextInt(STRAY.size())) + " ");
      case MOVE -> {
        String token = tokens.remove(at);
        tokens.add(Math.min(other, tokens.size()), " " + token + " ");
      }
      case TRUNCATE -> tokens.subList(at, tokens.size()).clear();
      case HALF_WRITTEN -> halfWritten(tokens, at);
      case DELETE_LINE, DUPLICATE_LINE -> {
        return line(mutation, text);
      }
      case UNRESOLVED_TYPE -> tokens.set(nearest(tokens, at, "double|int|Tensor|float"), "Missing");
      case OTHER_TYPE ->
          tokens.set(
              nearest(tokens, at, "double|int|long|float|Tensor"),
              TYPES.get(random.nextInt(TYPES.size())));
      case CYCLIC_INHERITANCE -> {
        return text.replaceFirst("class (\\w+)", "class $1 extends $1");
      }
    }
    return String.join("", tokens);
  }

  /** The rest of a statement is not written yet. */
  private void halfWritten(List<String> tokens, int at) {
    int end = at;
    while (end < tokens.size() && !tokens.get(end).equals(";")) {
      end++;
    }
    tokens.subList(at, end).clear();
    if (random.nextBoolean()) {
      tokens.add(at, ".");
    }
  }

  private String line(Mutation mutation, String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    if (mutation == Mutation.DELETE_LINE) {
      lines.remove(at);
    } else {
      lines.add(at, line);
    }
    return String.join("\n", lines);
  }

  private static int nearest(List<String> tokens, int from, String pattern) {
    for (int i = 0; i < tokens.size(); i++) {
      int at = (from + i) % tokens.size();
      if (tokens.get(at).matches(pattern)) {
        return at;
      }
    }
    return from;
  }

  /** Most damage is done to the class, not to the imports; blanks are not worth damaging. */
  private int tokenAfterHeader(List<String> tokens) {
    int header = Math.max(0, tokens.lastIndexOf("import"));
    int from = random.nextInt(20) == 0 ? 0 : header;
    int at = from + random.nextInt(tokens.size() - from);
    while (tokens.get(at).isBlank() && at > 0) {
      at--;
    }
    return at;
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }
}
