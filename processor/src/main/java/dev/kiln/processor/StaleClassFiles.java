package dev.kiln.processor;

import dev.kiln.processor.emit.model.Stubs;
import dev.kiln.processor.emit.text.GeneratedSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;

/**
 * Deletes the class files that an earlier compilation has left of what is a stub now. Else the next
 * compilation may read a record from them, which it then gets from Kiln again: see {@link
 * Stubs#mayHaveComponents()}.
 */
final class StaleClassFiles {
  private StaleClassFiles() {}

  static void delete(GeneratedSource stub, Filer filer) {
    if (Stubs.mayHaveComponents() || !stub.hasRecords()) {
      return;
    }
    for (String each : stub.classFiles()) {
      try {
        URI file =
            filer.getResource(StandardLocation.CLASS_OUTPUT, stub.packageName(), each).toUri();
        if ("file".equals(file.getScheme())) { // the compiler does not delete what it gives to read
          Files.deleteIfExists(Path.of(file));
        }
      } catch (IOException | IllegalArgumentException e) {
        // there is none, or no folder that can be looked into
      }
    }
  }
}
