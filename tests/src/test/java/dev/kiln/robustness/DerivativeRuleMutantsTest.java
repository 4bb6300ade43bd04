package dev.kiln.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.testkit.run.MemoryFile;
import dev.kiln.testkit.run.MemoryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Mutants of derivative rules: an operation of a rule is replaced by another, and the checks of the
 * rules must notice. Each mutant is compiled anew and runs in a class loader of its own, since
 * operations are made once.
 *
 * <p>{@code -Dkiln.mutants=all} tries all of them, and prints the score; {@code -Dkiln.seed=7}
 * others.
 */
class DerivativeRuleMutantsTest {
  private static final String COUNT = System.getProperty("kiln.mutants", "12");
  private static final long SEED = Long.getLong("kiln.seed", 1);
  private static final Path OPERATIONS =
      Path.of("..", "runtime", "src", "main", "java", "dev", "kiln", "op");

  /** From what is in a rule to what takes its place. */
  private static final Map<String, String> REPLACEMENTS = replacements();

  private static Map<String, String> replacements() {
    Map<String, String> replacements = new LinkedHashMap<>();
    replacements.put("\\.multiply\\(", ".add(");
    replacements.put("\\.divide\\(", ".multiply(");
    replacements.put("\\.times(Steep)?\\(", ".add(");
    replacements.put("\\.over(Steep)?\\(", ".times(");
    replacements.put("\\.add\\(", ".subtract(");
    replacements.put("\\.subtract\\(", ".add(");
    replacements.put("\\.negate\\(\\)", "");
    replacements.put("c\\.operand\\(0\\)", "c.result()");
    replacements.put("c\\.operand\\(1\\)", "c.operand(0)");
    replacements.put("c\\.result\\(\\)", "c.operand(0)");
    replacements.put("(?<=(?:multiply|divide|add|subtract)\\()(\\d+)(?=\\))", "($1 + 1)");
    replacements.put("call\\(\"sin\"", "call(\"cos\"");
    replacements.put("call\\(\"cos\"", "call(\"sin\"");
    replacements.put("call\\(\"sinh\"", "call(\"cosh\"");
    replacements.put("call\\(\"cosh\"", "call(\"sinh\"");
    replacements.put("call\\(\"sqrt\"", "call(\"exp\"");
    return replacements;
  }

  /** Mutants that compute the same, or nearly so, with the reason. */
  private static final Set<String> EQUIVALENT =
      Set.of(
          // where the result of relu is positive, its operand is
          "c.result() -> c.operand(0) in Derivative.elementwise((g, c) ->"
              + " c.result().greater(g.number(0)).where(g, g.number(0))));",
          // a number has the dtype of the term that it is asked of, and both terms have the same
          "c.operand(0) -> c.result() in (g, c) ->"
              + " g.times(c.operand(0).multiply(c.operand(0).number(2)))));",
          // where a coordinate is 0, so is its slope; the length is 0 only where all coordinates
          // are
          "c.operand(1) -> c.operand(0) in unlessZero(c.operand(1),"
              + " g.times(c.result()).over(c.operand(1)).negate())))",
          // on whichever term it is called, an application has the operands that it is given
          "c.operand(1) -> c.operand(0) in c.operand(1)");

  private record Mutant(Path file, int line, String name, String source) {}

  @Test
  void aWrongRuleIsNoticed() throws Exception {
    List<Mutant> mutants = mutants();
    Collections.shuffle(mutants, new Random(SEED));
    int count = COUNT.equals("all") ? mutants.size() : Integer.parseInt(COUNT);
    List<String> survivors = new ArrayList<>();
    int killed = 0;
    for (Mutant mutant : mutants.subList(0, Math.min(count, mutants.size()))) {
      Map<String, byte[]> classes = compile(mutant);
      if (classes.isEmpty()) {
        continue; // it is not Java
      }
      if (fails(classes)) {
        killed++;
      } else if (!EQUIVALENT.contains(mutant.name())) {
        survivors.add(mutant.file() + ":" + mutant.line() + " " + mutant.name());
      }
    }
    System.out.printf(Locale.ROOT, "mutants of rules: %d killed, %s survive%n", killed, survivors);
    assertTrue(killed > 0, "no mutant was tried");
    assertEquals(List.of(), survivors);
  }

  /** The unchanged rules pass, or the deaths of mutants would say nothing. */
  @Test
  void theRulesThemselvesPass() throws Exception {
    assertEquals(false, fails(Map.of()));
  }

  private static List<Mutant> mutants() throws IOException {
    List<Mutant> mutants = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(OPERATIONS)) {
      files = all.filter(DerivativeRuleMutantsTest::hasRules).sorted().toList();
    }
    for (Path file : files) {
      String text = Files.readString(file);
      REPLACEMENTS.forEach(
          (pattern, replacement) -> {
            Matcher matcher = Pattern.compile(pattern).matcher(text);
            while (matcher.find()) {
              int line = (int) text.substring(0, matcher.start()).lines().count();
              String content = text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
              if (!content.strip().startsWith("*") && !content.strip().startsWith("//")) {
                StringBuilder mutated = new StringBuilder();
                mutated.append(text, 0, matcher.start());
                mutated.append(replacement.replace("$1", matcher.group()));
                mutated.append(text.substring(matcher.end()));
                String name = matcher.group() + " -> " + replacement + " in " + content.strip();
                mutants.add(
                    new Mutant(OPERATIONS.relativize(file), line, name, mutated.toString()));
              }
            }
          });
    }
    return mutants;
  }

  private static boolean hasRules(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith("Ops.java") || name.endsWith("Functions.java");
  }

  private static Map<String, byte[]> compile(Mutant mutant) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String file = mutant.file().toString().replace(".java", "");
    String name = "dev.kiln.op." + file.replace(mutant.file().getFileSystem().getSeparator(), ".");
    try (StandardJavaFileManager standard =
            compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        MemoryFiles files = new MemoryFiles(standard)) {
      boolean compiles =
          compiler
              .getTask(
                  null,
                  files,
                  new DiagnosticCollector<>(),
                  List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path")),
                  null,
                  List.of(MemoryFile.source(name, mutant.source())))
              .call();
      return compiles ? files.classes() : Map.of();
    }
  }

  private static boolean fails(Map<String, byte[]> classes) throws ReflectiveOperationException {
    try {
      new Isolated(classes).loadClass("dev.kiln.op.RuleChecks").getMethod("run").invoke(null);
      return false;
    } catch (InvocationTargetException e) {
      return true;
    }
  }

  /** Loads Kiln anew, with some classes replaced. */
  private static final class Isolated extends ClassLoader {
    private final Map<String, byte[]> replaced;

    Isolated(Map<String, byte[]> replaced) {
      super(DerivativeRuleMutantsTest.class.getClassLoader());
      this.replaced = replaced;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        return name.startsWith("dev.kiln.") ? define(name) : super.loadClass(name, resolve);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      byte[] bytes = replaced.get(name);
      if (bytes == null) {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
          if (in == null) {
            throw new ClassNotFoundException(name);
          }
          bytes = in.readAllBytes();
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
