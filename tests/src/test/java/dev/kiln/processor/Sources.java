package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.kiln.testkit.run.InMemoryClasses;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.tools.JavaFileObject;

/** Source files for a test: compiled strictly with the processor, then run. */
public final class Sources {
  /** What the agreement on generated code asks for: clean under all warnings. */
  private static final List<Object> STRICT =
      List.of("-Xlint:all,-processing", "-Werror", "-Akiln.warnings=off");

  /** Of a file of package {@code demo} that does not state its imports. */
  static final String HEADER =
      """
      package demo;
      import dev.kiln.annotation.*;
      import dev.kiln.tensor.*;
      import java.util.*;
      """;

  private final List<JavaFileObject> files = new ArrayList<>();

  /** A file that states its own package and imports. */
  public Sources file(String name, String text) {
    files.add(JavaFileObjects.forSourceString(name, text));
    return this;
  }

  /** A class of package {@code demo} that need not state its imports. */
  public Sources demo(String name, String text) {
    return file("demo." + name, HEADER + text);
  }

  public Compilation compile() {
    Compilation compilation =
        Compiler.javac().withProcessors(new KilnProcessor()).withOptions(STRICT).compile(files);
    assertThat(compilation).succeeded();
    return compilation;
  }

  /**
   * The value of the statements, which run in package {@code demo} and may use what is generated.
   */
  public Object run(String statements) throws Exception {
    demo(
        "Main",
        "public class Main implements java.util.concurrent.Callable<Object> {\n"
            + "  @Override public Object call() throws Exception {\n"
            + statements
            + "  }\n"
            + "}\n");
    Class<?> main = classes(compile()).loadClass("demo.Main");
    return ((Callable<?>) main.getConstructor().newInstance()).call();
  }

  private static InMemoryClasses classes(Compilation compilation) throws IOException {
    Map<String, byte[]> classes = new HashMap<>();
    for (JavaFileObject file : compilation.generatedFiles()) {
      if (file.getKind() == JavaFileObject.Kind.CLASS) {
        String path = file.toUri().getPath().replaceFirst("^/CLASS_OUTPUT/", "");
        try (InputStream in = file.openInputStream()) {
          classes.put(path.replaceFirst("\\.class$", "").replace('/', '.'), in.readAllBytes());
        }
      }
    }
    return new InMemoryClasses(classes, Map.of());
  }
}
