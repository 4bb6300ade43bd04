package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiler of Eclipse has no trees for processors. */
class EclipseCompilerTest {
  @Test
  void aModelGivesOneClearError(@TempDir Path directory) throws IOException {
    Path source = directory.resolve("Line.java");
    Files.writeString(
        source,
        """
        import dev.kiln.annotation.*;
        @Model public class Line {
          @Compute public double twice(double x) { return x + x; }
        }
        """);
    JavaCompiler compiler = new EclipseCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
      List<String> options = List.of("-d", directory.toString(), "--release", "17");
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              new StringWriter(),
              files,
              diagnostics,
              options,
              null,
              files.getJavaFileObjects(source));
      task.setProcessors(List.of(new KilnProcessor()));
      assertFalse(task.call());
    }
    List<Diagnostic<? extends JavaFileObject>> errors =
        diagnostics.getDiagnostics().stream()
            .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
            .toList();
    assertEquals(1, errors.size(), errors.toString());
    assertEquals(2, errors.get(0).getLineNumber());
    assertEquals(
        "[KILN-901] Kiln reads the source of method bodies, which this compiler does not offer"
            + " (org.eclipse.jdt.internal.compiler.apt.dispatch.BatchProcessingEnvImpl). Instead:"
            + " compile with javac (where IntelliJ IDEA wraps it, give its build process"
            + " -Djps.track.ap.dependencies=false), or run models eagerly without the processor.",
        errors.get(0).getMessage(Locale.ROOT));
  }
}
