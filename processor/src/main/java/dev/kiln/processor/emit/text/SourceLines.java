package dev.kiln.processor.emit.text;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.processor.model.ModelClass;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Where in the user's source the lines of a generated file come from, for stack traces. The file
 * has the table of them in a class at its end, which is loaded where something fails.
 *
 * <pre>
 * private static final class SourceLines {
 *   static final ModelLines MODEL =
 *       new ModelLines(
 *           "demo.Foo",
 *           "demo.CompiledFoo",
 *           "Foo.java,21:9,24:12,");
 * }
 * </pre>
 */
public final class SourceLines {
  private static final ClassName MODEL_LINES = ClassName.get("dev.kiln.spi", "ModelLines");

  /** What stands in the text until the table is known. */
  private static final char TABLE = '\u001a';

  /** The name of the class, unless a field has it. */
  public static final String NAME = "SourceLines";

  private static final String INDENTATION = "            ";
  private static final int WIDTH = 80;

  /** How many literals of this width a constant of a class file holds, at most 65,535 bytes. */
  private static final int LITERALS = 400;

  /** A line that begins at an offset of the file, and {@code Foo.java:9}. */
  private record Mark(int offset, String place) {}

  private final List<Mark> marks = new ArrayList<>();

  /** Says where the line that begins at an offset of the file comes from. */
  void add(int offset, String place) {
    marks.add(new Mark(offset, place));
  }

  /** The class that has the table, the last one of the file. */
  public static TypeSpec table(String name, ModelClass model, ClassName generated) {
    return TypeSpec.classBuilder(name)
        .addJavadoc("Where in the source the code of this file comes from, for stack traces.\n")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .addField(
            FieldSpec.builder(MODEL_LINES, "MODEL", Modifier.STATIC, Modifier.FINAL)
                .initializer(
                    CodeBlock.of(
                        "new $T($S, $S, $L)",
                        MODEL_LINES,
                        model.name().reflectionName(),
                        generated.reflectionName(),
                        TABLE))
                .build())
        .build();
  }

  /** Puts the table into the finished text, where that has a class for it. */
  void placeIn(StringBuilder text) {
    int at = text.lastIndexOf(String.valueOf(TABLE));
    if (at >= 0) {
      int start = text.lastIndexOf(" new ", at);
      String model = text.substring(start + 1, at).replace("(", "(\n" + INDENTATION);
      String begin = model.replace(", ", ",\n" + INDENTATION).stripTrailing();
      String entries = entries(literals(text));
      text.replace(start, at + 1, "\n        " + begin + "\n" + INDENTATION + entries);
    }
  }

  /** Separate constants where they are few, else such that each is as long as may be. */
  private static String entries(List<String> literals) {
    if (literals.size() <= LITERALS) {
      return String.join(",\n" + INDENTATION, literals);
    }
    List<String> constants = new ArrayList<>();
    for (int i = 0; i < literals.size(); i += LITERALS) {
      List<String> together = literals.subList(i, Math.min(i + LITERALS, literals.size()));
      constants.add(String.join("\n" + INDENTATION + "    + ", together));
    }
    return String.join(",\n" + INDENTATION, constants);
  }

  /** Entries for the lines from which on code comes from another place than before. */
  private List<String> literals(StringBuilder text) {
    List<String> literals = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    String file = "";
    String last = "";
    int line = 1;
    int counted = 0;
    for (Mark mark : marks) {
      for (; counted < mark.offset(); counted++) {
        line += text.charAt(counted) == '\n' ? 1 : 0;
      }
      if (mark.place().equals(last)) {
        continue;
      }
      last = mark.place();
      int colon = last.lastIndexOf(':');
      if (!last.substring(0, colon).equals(file)) {
        file = last.substring(0, colon);
        literal.append(file).append(',');
      }
      literal.append(line).append(last, colon, last.length()).append(',');
      if (literal.length() > WIDTH - 20) {
        literals.add(StringLiterals.of(literal.toString()));
        literal.setLength(0);
      }
    }
    if (!literal.isEmpty() || literals.isEmpty()) {
      literals.add(StringLiterals.of(literal.toString()));
    }
    return literals;
  }
}
