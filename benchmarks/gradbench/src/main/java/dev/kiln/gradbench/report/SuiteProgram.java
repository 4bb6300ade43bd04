package dev.kiln.gradbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.gradbench.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of the suite in C++ with an input: it reads a file, evaluates a function, and writes
 * the output and the time of each run, a line each.
 */
final class SuiteProgram implements AutoCloseable {
  private static final ObjectMapper JSON = Json.mapper();

  private final Path program;
  private final Path input;

  /**
   * A program.
   *
   * @param program the file to execute
   * @param input the input of its functions
   * @param seconds for how long it repeats a function
   */
  SuiteProgram(Path program, ObjectNode input, double seconds) {
    this.program = program;
    ObjectNode file = input.deepCopy();
    file.put("min_runs", 1);
    file.put("min_seconds", seconds);
    try {
      this.input = Files.createTempFile("kiln-gradbench", ".json");
      JSON.writeValue(this.input.toFile(), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a program wrote.
   *
   * @param output the result of the function
   * @param nanoseconds the processor time of each run
   */
  record Results(JsonNode output, List<Double> nanoseconds) {}

  /** Starts the program to evaluate a function. */
  Results evaluate(String function) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), input.toString(), function)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      List<JsonNode> lines = new ArrayList<>();
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(JSON.readTree(line));
        }
      }
      int status = process.waitFor();
      if (status != 0 || lines.isEmpty()) {
        throw new IllegalStateException(
            program + " " + function + " ended with status " + status + " after " + lines);
      }
      List<Double> times =
          lines.stream()
              .skip(1)
              .filter(line -> line.path("name").asText().equals("evaluate"))
              .map(line -> line.path("nanoseconds").asDouble())
              .toList();
      return new Results(lines.get(0), times);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + program + " ran", e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
