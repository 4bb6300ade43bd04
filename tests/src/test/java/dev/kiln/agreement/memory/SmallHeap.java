package dev.kiln.agreement.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Program;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the {@code main} method of a program in a virtual machine of its own with little memory. */
final class SmallHeap {
  private SmallHeap() {}

  /** What was printed, and with which code the machine ended. */
  record Outcome(int code, String text) {
    /** What was printed, if all went well. */
    String success() {
      assertEquals(0, code, text);
      return text;
    }
  }

  /**
   * Compiles and runs.
   *
   * @param main the members of a class in the program's package, {@code main} among them
   * @param folder for the class files; it is empty
   */
  static Outcome run(Program program, String main, int megabytes, Path folder) throws IOException {
    Map<String, String> files = new LinkedHashMap<>(program.files());
    String start = program.qualified("Start");
    files.put(
        start, "package " + program.packageName() + ";\n\nfinal class Start {\n" + main + "}\n");
    InMemoryCompiler.compile(files).writeTo(folder);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + megabytes + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(folder + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(start);
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      int code = process.waitFor();
      return new Outcome(code, Files.readString(output, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      process.destroy();
    }
  }
}
