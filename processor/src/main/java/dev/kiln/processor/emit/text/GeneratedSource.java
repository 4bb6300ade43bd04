package dev.kiln.processor.emit.text;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.tools.JavaFileObject;

/**
 * A source file to be written. JavaPoet lays out the classes and chooses the imports; where bodies
 * go it prints short marks, which the texts of the bodies replace.
 */
public final class GeneratedSource {
  private final JavaFile file;
  private final List<Placed> texts;

  private GeneratedSource(JavaFile file, List<Placed> texts) {
    this.file = file;
    this.texts = texts;
  }

  /** A text and the marks of classes in it. */
  private record Placed(JavaText text, Set<String> marks) {}

  /** Collects the texts of one file. */
  public static final class Texts {
    private final List<Placed> texts = new ArrayList<>();

    /** What JavaPoet prints where {@code text} goes: its number, and the classes that it names. */
    public CodeBlock place(JavaText text) {
      CodeBlock.Builder mark = CodeBlock.builder().add("$L", JavaText.CLASS + "" + texts.size());
      Set<String> marks = text.classMarks();
      marks.forEach(each -> mark.add("/$T", JavaText.className(each)));
      texts.add(new Placed(text, marks));
      return mark.add("$L", JavaText.END).build();
    }

    /** The same for the statements of a body. */
    public CodeBlock body(JavaText statements) {
      return statements.isEmpty() ? CodeBlock.of("") : place(statements);
    }

    public GeneratedSource file(ClassName name, TypeSpec type) {
      JavaFile file =
          JavaFile.builder(name.packageName(), type).indent("  ").skipJavaLangImports(true).build();
      return new GeneratedSource(file, List.copyOf(texts));
    }
  }

  /** The qualified name of the class in the file. */
  public String className() {
    String type = file.typeSpec().name();
    return file.packageName().isEmpty() ? type : file.packageName() + "." + type;
  }

  /** The text of the file. */
  public String text() {
    String outline = file.toString();
    StringBuilder out = new StringBuilder(outline.length() * 4);
    SourceLines lines = new SourceLines();
    int done = 0;
    for (int at = outline.indexOf(JavaText.CLASS); at >= 0; ) {
      int end = outline.indexOf(JavaText.END, at);
      out.append(outline, done, at);
      String[] mark = outline.substring(at + 1, end).split("/");
      put(texts.get(Integer.parseInt(mark[0])), mark, out, lines);
      done = end + 1;
      at = outline.indexOf(JavaText.CLASS, done);
    }
    out.append(outline, done, outline.length());
    lines.placeIn(out);
    return out.toString();
  }

  private static void put(Placed placed, String[] mark, StringBuilder out, SourceLines lines) {
    Map<String, String> names = new HashMap<>();
    int next = 1;
    for (String each : placed.marks()) {
      names.put(each, mark[next++]);
    }
    new Layout(out, lines).write(placed.text().text(), names);
  }

  public String packageName() {
    return file.packageName();
  }

  public boolean hasRecords() {
    return file.typeSpec().typeSpecs().stream()
        .anyMatch(each -> each.kind() == TypeSpec.Kind.RECORD);
  }

  /** The names that its class files have. */
  public List<String> classFiles() {
    String name = file.typeSpec().name();
    Stream<String> nested =
        file.typeSpec().typeSpecs().stream().map(each -> name + "$" + each.name());
    return Stream.concat(Stream.of(name), nested).map(each -> each + ".class").toList();
  }

  /** Writes the file, with one originating element. */
  public void writeTo(Filer filer) throws IOException {
    Element[] origins = file.typeSpec().originatingElements().toArray(new Element[0]);
    JavaFileObject target = filer.createSourceFile(className(), origins);
    try (Writer writer = target.openWriter()) {
      writer.write(text());
    } catch (IOException | RuntimeException e) {
      target.delete(); // half a file would only confuse
      throw e;
    }
  }
}
