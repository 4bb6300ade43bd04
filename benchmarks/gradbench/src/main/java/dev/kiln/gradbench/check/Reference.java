package dev.kiln.gradbench.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.gradbench.eval.Eval;
import dev.kiln.gradbench.eval.Evaluation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * One evaluation of which the right output is known.
 *
 * @param name the name of its file
 * @param module the eval
 * @param function the function of the eval
 * @param input its input
 * @param output the output that the suite's own tool gives
 */
public record Reference(
    String name, String module, String function, JsonNode input, JsonNode output) {

  /** How the files end. */
  private static final String ENDING = ".json.gz";

  /**
   * All references in a folder, in the order of their names.
   *
   * @throws IOException if a file cannot be read
   */
  public static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   */
  public static Reference read(Path file, ObjectMapper json) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      JsonNode tree = json.readTree(in);
      String name = file.getFileName().toString();
      return new Reference(
          name.substring(0, name.length() - ENDING.length()),
          tree.path("module").asText(),
          tree.path("function").asText(),
          tree.path("input"),
          tree.path("output"));
    }
  }

  /**
   * Evaluates the input and compares the outputs.
   *
   * @return the first difference, if there is one
   * @throws IOException if the input is not what the eval takes
   */
  public <I> Optional<String> check(Eval<I> eval, Comparison comparison, ObjectMapper json)
      throws IOException {
    if (!eval.functions().containsKey(function)) {
      return Optional.of("no function " + function);
    }
    Evaluation evaluation = eval.prepare(function, json.treeToValue(input, eval.inputType()));
    evaluation.run();
    // through text, so that numbers become what a reader of the protocol would see
    JsonNode actual = json.readTree(json.writeValueAsString(evaluation.output()));
    return comparison.firstDifference(output, actual);
  }
}
