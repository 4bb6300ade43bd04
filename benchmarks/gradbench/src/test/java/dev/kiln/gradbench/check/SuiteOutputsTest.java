package dev.kiln.gradbench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.gradbench.baseline.BaselineEvals;
import dev.kiln.gradbench.eval.Eval;
import dev.kiln.gradbench.eval.KilnEvals;
import dev.kiln.gradbench.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every output that the suite expects, where the folder with them is there. */
class SuiteOutputsTest {
  private static final Path FOLDER = Path.of(System.getProperty("gradbench.data", "no folder"));

  private final ObjectMapper json = Json.mapper();

  @TestFactory
  Stream<DynamicTest> generated() throws IOException {
    return checksOf(KilnEvals.all());
  }

  @TestFactory
  Stream<DynamicTest> writtenByHand() throws IOException {
    return checksOf(BaselineEvals.all());
  }

  private Stream<DynamicTest> checksOf(List<Eval<?>> evals) throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      String message = "NOT CHECKED against the suite's outputs: there is no folder " + FOLDER;
      System.out.println(message);
      Assumptions.abort(message);
    }
    return Reference.filesIn(FOLDER).stream()
        .flatMap(file -> evals.stream().flatMap(eval -> checkOf(file, eval)));
  }

  private Stream<DynamicTest> checkOf(Path file, Eval<?> eval) {
    String name = file.getFileName().toString();
    if (!name.startsWith(eval.name() + "-")) {
      return Stream.empty();
    }
    return Stream.of(
        dynamicTest(
            name,
            () -> {
              Reference reference = Reference.read(file, json);
              Assumptions.assumeTrue(
                  eval.functions().containsKey(reference.function()),
                  "not there yet: " + reference.function());
              assertEquals(
                  Optional.empty(), reference.check(eval, new Comparison(Checker.TOLERANCE), json));
            }));
  }
}
