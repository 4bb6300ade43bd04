package dev.kiln.processor.emit.text;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.kiln.type.SourcePosition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A piece of Java as ready text, whose line breaks are those that must be.
 *
 * <p>The idea is that text is put together once, while JavaPoet would print each part of a body
 * twice. Two things cannot be known before the whole file is: the names of classes, which depend on
 * the imports, and the indentation. Both are marks in the text, of characters that no Java source
 * has; {@link GeneratedSource} replaces them. It also takes out the marks that say where the text
 * comes from.
 *
 * @param text the text with its marks
 */
public record JavaText(String text) {
  /** Before a place in the user's source, as {@link SourceLines} writes it, and {@link #END}. */
  static final char LINE = '\u001b';

  /** Before a class: its package, a slash, its name. */
  static final char CLASS = '\u001c';

  /** After a class or a place. */
  static final char END = '\u001d';

  /** The lines that follow are indented by one step more. */
  static final char INDENT = '\u001e';

  /** The lines that follow are indented by one step less. */
  static final char UNINDENT = '\u001f';

  public static final JavaText EMPTY = new JavaText("");

  /**
   * Text with arguments in it: {@code $L} is an argument as it is, {@code $S} one as a string
   * literal, {@code $T} a type.
   */
  public static JavaText of(String format, Object... arguments) {
    StringBuilder text = new StringBuilder(format.length() + 64);
    append(text, format, arguments);
    return new JavaText(text.toString());
  }

  /** Says where the text that follows comes from; nothing of it is printed. */
  public static JavaText line(SourcePosition position) {
    return new JavaText(LINE + position.file() + ":" + position.line() + END);
  }

  /** The parts, one after the other. */
  public static JavaText join(List<JavaText> parts, String separator) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      text.append(i == 0 ? "" : separator).append(parts.get(i).text);
    }
    return new JavaText(text.toString());
  }

  public static Builder builder() {
    return new Builder();
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** The marks of the classes that the text names. */
  Set<String> classMarks() {
    Set<String> marks = new LinkedHashSet<>();
    for (int at = text.indexOf(CLASS); at >= 0; at = text.indexOf(CLASS, at)) {
      int end = text.indexOf(END, at) + 1;
      marks.add(text.substring(at, end));
      at = end;
    }
    return marks;
  }

  /** The class that a mark stands for. */
  static ClassName className(String mark) {
    int slash = mark.indexOf('/');
    String[] names = mark.substring(slash + 1, mark.length() - 1).split("\\.");
    ClassName name = ClassName.get(mark.substring(1, slash), names[0]);
    for (int i = 1; i < names.length; i++) {
      name = name.nestedClass(names[i]);
    }
    return name;
  }

  private static String mark(ClassName name) {
    return CLASS + name.packageName() + "/" + String.join(".", name.simpleNames()) + END;
  }

  @Override
  public String toString() {
    return text;
  }

  private static void append(StringBuilder text, String format, Object... arguments) {
    int next = 0;
    int done = 0;
    for (int at = format.indexOf('$'); at >= 0; at = format.indexOf('$', at + 2)) {
      text.append(format, done, at);
      done = at + 2;
      Object argument = arguments[next++];
      switch (format.charAt(at + 1)) {
        case 'L' -> text.append(argument);
        case 'S' -> text.append(StringLiterals.of((String) argument));
        case 'T' -> appendType(text, argument);
        default -> throw new IllegalArgumentException(format);
      }
    }
    text.append(format, done, format.length());
    if (next != arguments.length) {
      throw new IllegalArgumentException(format + " leaves arguments over");
    }
  }

  private static void appendType(StringBuilder text, Object type) {
    if (type instanceof Class<?> known) {
      appendType(text, TypeName.get(known));
    } else if (type instanceof ClassName name) {
      text.append(mark(name));
    } else if (type instanceof ArrayTypeName array) {
      appendType(text, array.componentType());
      text.append("[]");
    } else if (type instanceof ParameterizedTypeName generic) {
      appendType(text, generic.rawType());
      String separator = "<";
      for (TypeName argument : generic.typeArguments()) {
        text.append(separator);
        appendType(text, argument);
        separator = ", ";
      }
      text.append('>');
    } else {
      text.append(type);
    }
  }

  /** Statements, one after the other. */
  public static final class Builder {
    private final StringBuilder text = new StringBuilder(256);

    public Builder add(String format, Object... arguments) {
      append(text, format, arguments);
      return this;
    }

    public Builder add(JavaText part) {
      text.append(part.text);
      return this;
    }

    public Builder addStatement(String format, Object... arguments) {
      append(text, format, arguments);
      text.append(";\n");
      return this;
    }

    /** A block after a header. */
    public Builder open(String format, Object... arguments) {
      append(text, format, arguments);
      boolean isAlone = text.isEmpty() || " \n".indexOf(text.charAt(text.length() - 1)) >= 0;
      text.append(isAlone ? "{\n" : " {\n").append(INDENT);
      return this;
    }

    /** The end of what {@link #open} began. */
    public Builder close() {
      text.append(UNINDENT).append("}\n");
      return this;
    }

    public Builder indent() {
      text.append(INDENT);
      return this;
    }

    public Builder unindent() {
      text.append(UNINDENT);
      return this;
    }

    public JavaText build() {
      return new JavaText(text.toString());
    }
  }
}
