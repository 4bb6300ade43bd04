package dev.kiln.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.corpus.Corpus;
import dev.kiln.processor.KilnProcessor;
import dev.kiln.testkit.run.MemoryFile;
import dev.kiln.testkit.run.MemoryFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Damaged sources, as editors hold them while somebody types, give errors and nothing worse.
 *
 * <p>{@code -Dkiln.mutations=10000} tries that many; {@code -Dkiln.seed=7} others.
 */
class MutatedSourcesTest {
  private static final int ORDINARY_COUNT = 400;
  private static final int COUNT = Integer.getInteger("kiln.mutations", ORDINARY_COUNT);
  private static final long SEED = Long.getLong("kiln.seed", 1);

  /** What a compilation says. */
  private record Outcome(boolean success, List<Diagnostic<?>> errors, String output) {
    Set<Long> lines() {
      return errors.stream().map(Diagnostic::getLineNumber).collect(Collectors.toSet());
    }

    boolean mentions(Outcome other) {
      return other.lines().stream().anyMatch(lines()::contains);
    }

    /** Whether an error is on one of the lines. */
    boolean isOn(Set<Long> lines) {
      return lines.stream().anyMatch(lines()::contains);
    }

    boolean has(String text) {
      return errors.stream().anyMatch(each -> each.getMessage(Locale.ROOT).contains(text));
    }
  }

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final List<String> findings = new ArrayList<>();
  private int broken;
  private int rejected;

  @Test
  void damagedSourcesAreRejectedCleanly() throws IOException {
    List<Map<String, String>> corpus = Corpus.programs();
    try (StandardJavaFileManager standard =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      for (int i = 0; i < COUNT; i++) {
        Random random = new Random(SEED * 1_000_003 + i);
        Map<String, String> program = corpus.get(random.nextInt(corpus.size()));
        Map<String, String> files = new LinkedHashMap<>(program);
        String damaged = List.copyOf(program.keySet()).get(random.nextInt(program.size()));
        String text = new SourceMutator(random).mutate(program.get(damaged));
        files.put(damaged, text);
        check(i, files, newLines(program.get(damaged), text), standard);
      }
    }
    assertEquals(List.of(), findings, findings.size() + " of " + COUNT);
    // what is checked is worth nothing where nothing is damaged; few mutations are still Java
    assertTrue(broken > COUNT / 2, broken + " broken");
    assertTrue(rejected > 0 || COUNT < ORDINARY_COUNT, rejected + " rejected");
  }

  private static Set<Long> newLines(String text, String damaged) {
    Set<String> old = new HashSet<>(text.lines().toList());
    List<String> lines = damaged.lines().toList();
    return LongStream.rangeClosed(1, lines.size())
        .filter(line -> !old.contains(lines.get((int) line - 1)))
        .boxed()
        .collect(Collectors.toSet());
  }

  private void check(
      int index, Map<String, String> files, Set<Long> damage, StandardJavaFileManager standard) {
    Outcome alone = compile(files, standard, false);
    Outcome processed;
    try {
      processed = compile(files, standard, true);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      report(index, "javac crashed: " + e, files);
      return;
    }
    if (!alone.success()) {
      broken++;
    } else if (!processed.success()) {
      rejected++;
    }
    if (processed.output().contains("Exception") || processed.has("KILN-902")) {
      report(index, "a crash: " + processed.output() + processed.errors(), files);
    } else if (alone.success() && !processed.success() && !processed.has("[KILN-")) {
      report(index, "code that does not compile: " + processed.errors(), files);
    } else if (!alone.success() && processed.success()) {
      report(index, "an error is lost: " + alone.errors(), files);
    } else if (!alone.success() && processed.errors().size() > alone.errors().size() + 3) {
      report(index, "follow-ups: " + alone.errors() + "\n--- " + processed.errors(), files);
    } else if (!alone.success() && !processed.mentions(alone) && !processed.isOn(damage)) {
      report(index, "buried: " + alone.errors() + "\n--- " + processed.errors(), files);
    }
    if (processed.errors().stream().anyMatch(each -> each.getLineNumber() < 1)) {
      report(index, "an error without a position: " + processed.errors(), files);
    }
  }

  private void report(int index, String what, Map<String, String> files) {
    findings.add("#" + index + " " + what + "\n" + String.join("\n", files.values()));
  }

  private Outcome compile(
      Map<String, String> sources, StandardJavaFileManager standard, boolean processor) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options = new ArrayList<>(List.of("-Xlint:none", "-Akiln.verify=true"));
    if (!processor) {
      options.add("-proc:none");
    }
    options.addAll(List.of("-cp", System.getProperty("java.class.path")));
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(MemoryFile.source(name, text)));
    StringWriter output = new StringWriter();
    JavaCompiler.CompilationTask task =
        compiler.getTask(output, new MemoryFiles(standard), diagnostics, options, null, units);
    if (processor) {
      task.setProcessors(List.of(new KilnProcessor()));
    }
    boolean success = task.call();
    List<Diagnostic<?>> errors = new ArrayList<>();
    for (Diagnostic<?> each : diagnostics.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        errors.add(each);
      }
    }
    return new Outcome(success, errors, output.toString());
  }
}
