package com.example.spirals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.layers.Encoder;
import dev.kiln.annotation.Model;
import dev.kiln.tensor.Tensor;
import dev.kiln.train.Trainer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link Training} in a JVM of its own, with what the program needs and nothing else. */
final class TrainingProcess {
  private TrainingProcess() {}

  /** The path of what holds a class: a folder or a jar. */
  static Path home(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** What the program prints until it ends. */
  static List<String> run(Path checkpoint, Path weights, String... options)
      throws IOException, InterruptedException {
    Process process = start(checkpoint, weights, options);
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(lines::add);
    }
    assertEquals(0, process.waitFor(), () -> String.join("\n", lines));
    return lines;
  }

  /** What the program prints until it is killed, which is when it has printed the given step. */
  static List<String> killAt(int step, Path checkpoint, Path weights)
      throws IOException, InterruptedException {
    Process process = start(checkpoint, weights);
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.startsWith(step + " ")) {
          break;
        }
      }
      process.destroyForcibly().waitFor();
    }
    assertEquals(137, process.exitValue(), () -> "not killed:\n" + String.join("\n", lines));
    return lines;
  }

  private static Process start(Path checkpoint, Path weights, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    List<Path> path = new ArrayList<>();
    for (Class<?> each :
        List.of(Training.class, Encoder.class, Trainer.class, Tensor.class, Model.class)) {
      path.add(home(each));
    }
    command.add(path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    Stream.of(Training.class.getName(), checkpoint.toString(), weights.toString())
        .forEach(command::add);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
