package dev.kiln.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.fuzz.compare.Verdict;
import dev.kiln.fuzz.run.BatchCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Programs on which the fuzzer found faults, in all modes. */
class FuzzRegressionTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", ""), "src/test/resources/fuzz");

  @TestFactory
  List<DynamicTest> programs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .sorted()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)))
          .toList();
    }
  }

  private static void check(Path file) throws IOException {
    try (BatchCompiler compiler = new BatchCompiler()) {
      BatchCompiler.Outcome outcome = compiler.compile("Sample", Files.readString(file));
      assertEquals("", outcome.error());
      assertEquals(Optional.empty(), Verdict.of(outcome));
    }
  }
}
