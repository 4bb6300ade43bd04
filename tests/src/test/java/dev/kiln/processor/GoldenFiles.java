package dev.kiln.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Compares generated sources with the files in {@code src/test/resources/goldens/TestClass/method}.
 * With {@code -Dgoldens.update=true} it writes these files instead; read their diff before you
 * commit them.
 */
final class GoldenFiles implements BeforeEachCallback {
  private static final boolean UPDATE = Boolean.getBoolean("goldens.update");

  private Path directory;

  @Override
  public void beforeEach(ExtensionContext context) {
    directory =
        Path.of("src", "test", "resources", "goldens")
            .resolve(context.getRequiredTestClass().getSimpleName())
            .resolve(context.getRequiredTestMethod().getName());
  }

  /** Compares the generated class of package {@code demo} with {@code CLASS.java} of this test. */
  void check(Compilation compilation, String className) throws IOException {
    String actual = generated(compilation, "/demo/" + className + ".java");
    for (String line : actual.lines().toList()) {
      assertTrue(line.length() <= 100, () -> "a line of " + line.length() + " columns: " + line);
    }
    Path golden = directory.resolve(className + ".java");
    if (UPDATE) {
      Files.createDirectories(directory);
      Files.writeString(golden, actual);
    } else if (Files.exists(golden)) {
      assertEquals(Files.readString(golden).replace("\r\n", "\n"), actual, golden.toString());
    } else {
      fail("no golden file " + golden + "; -Dgoldens.update=true writes it");
    }
  }

  private static String generated(Compilation compilation, String path) throws IOException {
    for (JavaFileObject file : compilation.generatedSourceFiles()) {
      if (file.toUri().getPath().endsWith(path)) {
        return new String(file.openInputStream().readAllBytes(), UTF_8);
      }
    }
    return fail("the processor did not generate " + path);
  }
}
