package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model inherits from classes of other packages and other jars. */
class InheritanceDiagnosticsTest {
  private static final JavaFileObject BASE =
      JavaFileObjects.forSourceString(
          "library.Base",
          """
          package library;
          import dev.kiln.annotation.*;
          public class Base {
            @Parameter double weight = 1;
            @Compute public double scale(double x) { return x + x; }
          }
          """);

  private static final JavaFileObject MODEL =
      JavaFileObjects.forSourceString(
          "demo.Line",
          """
          package demo;
          @dev.kiln.annotation.Model
          public class Line extends library.Base {}
          """);

  @Test
  void aHiddenParameterOfAnotherPackageIsRefused() {
    Compilation compilation = javac().withProcessors(new KilnProcessor()).compile(BASE, MODEL);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining(
            "[KILN-122] the inherited @Parameter weight of library.Base cannot be reached from"
                + " package demo.")
        .inFile(MODEL)
        .onLine(3)
        .atColumn(8);
  }

  @Test
  void anInheritedMethodWithoutSourceIsRefused(@TempDir Path library) throws IOException {
    JavaFileObject base =
        JavaFileObjects.forSourceString(
            "library.Base",
            """
            package library;
            public class Base {
              @dev.kiln.annotation.Compute public double scale(double x) { return x + x; }
            }
            """);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("-proc:none", "-d", library.toString());
    compiler.getTask(new StringWriter(), null, null, options, null, List.of(base)).call();
    String path = library + File.pathSeparator + System.getProperty("java.class.path");
    Compilation compilation =
        javac().withProcessors(new KilnProcessor()).withOptions("-cp", path).compile(MODEL);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining(
            "[KILN-121] the source of the inherited @Compute method scale is not in this"
                + " compilation.")
        .inFile(MODEL)
        .onLine(3)
        .atColumn(8);
  }

  @Test
  void codeThatIsNotJavaIsLeftToTheCompiler() {
    JavaFileObject model =
        JavaFileObjects.forSourceString(
            "demo.Typo",
            """
            package demo;
            import dev.kiln.annotation.*;
            @Model public class Typo {
              @Compute public double f(double x) { return y; }
            }
            """);
    Compilation compilation = javac().withProcessors(new KilnProcessor()).compile(model);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining("cannot find symbol").inFile(model).onLine(4);
    assertThat(compilation).hadWarningCount(0);
  }
}
