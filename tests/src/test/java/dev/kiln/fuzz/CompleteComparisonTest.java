package dev.kiln.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.fuzz.compare.Disagreement;
import dev.kiln.fuzz.compare.Modes;
import dev.kiln.fuzz.run.BatchCompiler;
import dev.kiln.fuzz.run.LoadedProgram;
import dev.kiln.fuzz.run.Tap;
import dev.kiln.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The fuzzer compares everything that any mode gives: each output of each derivative, and what is
 * left in arguments, shadows and fields. The sample has all modes, and results, arguments and
 * fields of all kinds; each thing that a run leaves is spoiled in turn, in sessions and generated
 * code alike, so that they still agree with one another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompleteComparisonTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("basedir", ""), "src/test/resources/comparison/AllForms.java");

  private static final List<String> FORMS =
      List.of(
          "Gradient",
          "GradientInto",
          "Vjp",
          "Jvp",
          "Jacobian",
          "JacobianInto",
          "Hvp",
          "Hessian",
          "HessianInto",
          "HessianDiagonal",
          "HessianDiagonalInto");

  private BatchCompiler compiler;
  private LoadedProgram program;

  /** What runs leave, by the names of runs without their mode; spoiled in both modes at once. */
  private final Map<String, Map<String, Object>> left = new TreeMap<>();

  @BeforeAll
  void runOnce() throws IOException {
    compiler = new BatchCompiler();
    program = load(Files.readString(SAMPLE));
    Tap recorder =
        (run, item, value) -> {
          if (run.startsWith("compiled ")) {
            left.computeIfAbsent(withoutMode(run), key -> new TreeMap<>()).put(item, value);
          }
          return value;
        };
    assertEquals(Optional.empty(), new Modes(program, recorder).check());
  }

  @AfterAll
  void close() {
    compiler.close();
  }

  private LoadedProgram load(String source) {
    BatchCompiler.Outcome outcome = compiler.compile("Sample", source);
    assertEquals("", outcome.error());
    return outcome.loaded().orElseThrow();
  }

  private static String withoutMode(String run) {
    return run.substring(run.indexOf(' ') + 1);
  }

  /** The method that a graph or a generated method is derived from; empty where there is none. */
  private static String methodOf(String name, Set<String> names) {
    return FORMS.stream()
        .filter(name::endsWith)
        .map(form -> name.substring(0, name.length() - form.length()))
        .filter(names::contains)
        .findFirst()
        .orElse("");
  }

  @Test
  void theSampleHasAllForms() {
    for (String form : FORMS) {
      assertTrue(left.keySet().stream().anyMatch(run -> run.endsWith(form)), "never run: " + form);
    }
  }

  @Test
  void everyGeneratedMethodIsRun() {
    Set<String> missing = new TreeSet<>(program.generated());
    missing.removeAll(left.keySet());
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyOutputOfEveryDerivedGraphIsCompared() {
    Set<List<String>> compared = items();
    Set<String> names = new TreeSet<>();
    program.graphs().forEach(graph -> names.add(graph.name()));
    List<String> missing = new ArrayList<>();
    int derived = 0;
    for (Graph graph : program.graphs()) {
      String method = methodOf(graph.name(), names);
      if (!method.isEmpty()) {
        derived++;
        String form = graph.name().substring(method.length());
        List<String> items = new ArrayList<>(graph.outputs());
        int inputs = program.graph(method).inputs().size();
        for (Graph.Input each : graph.inputs().subList(inputs, graph.inputs().size())) {
          items.add("shadow " + each.name());
        }
        for (String item : items) {
          if (!compared.contains(List.of(form, item))) {
            missing.add(graph.name() + ": " + item);
          }
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(derived > 2 * FORMS.size(), "derived graphs: " + derived);
  }

  private Set<List<String>> items() {
    Modes modes = new Modes(program);
    assertEquals(Optional.empty(), modes.check());
    return modes.items();
  }

  @Test
  void aMethodThatIsNeverRunIsReported() {
    String source =
        """
        import dev.kiln.annotation.Compute;
        import dev.kiln.annotation.Differentiable;
        import dev.kiln.annotation.Model;
        @Model
        class Sample {
          @Compute double f(double x) { return x; }
          @Compute @Differentiable double g(double x) { return x; }
        }
        final class SampleCalls {
          static Object[] arguments(int call) {
            return call == 0 ? new Object[] {"f", 1.0} : null;
          }
        }
        """;
    Optional<Disagreement> found = new Modes(load(source)).check();
    assertEquals(Optional.of("never run"), found.map(Disagreement::kind));
    assertEquals(Optional.of("[g, gGradient]"), found.map(Disagreement::details));
  }

  @TestFactory
  List<DynamicTest> whateverIsWrongIsFound() {
    List<DynamicTest> tests = new ArrayList<>();
    left.forEach(
        (run, items) ->
            items.forEach(
                (item, value) -> {
                  for (Corruption each : List.of(Corruption.NUMBER, Corruption.ORDER)) {
                    if (each.changes(value)) {
                      String name = run + ": " + item + ", " + each;
                      tests.add(DynamicTest.dynamicTest(name, () -> spoil(run, item, each)));
                    }
                  }
                }));
    return tests;
  }

  /** The call whose method, or a derivative of it, a run is. */
  private int callOf(String run) {
    int call = 0;
    while (!run.matches(program.call(call).method() + "([A-Z].*)?")) {
      call++;
    }
    return call;
  }

  /** In both modes, as where both run the same wrong graph; then in generated code alone. */
  private void spoil(String run, String item, Corruption corruption) {
    List<String> prefixes =
        corruption == Corruption.NUMBER ? List.of("", "compiled ") : List.of("");
    for (String prefix : prefixes) {
      Tap tap =
          (each, name, value) ->
              each.startsWith(prefix) && withoutMode(each).equals(run) && name.equals(item)
                  ? corruption.of(value)
                  : value;
      assertTrue(
          new Modes(program, tap).check(callOf(run)).isPresent(), "not found: '" + prefix + "'");
    }
  }

  @Test
  void aResultThatIsNotTheArgumentAnyMoreIsFound() {
    for (String run : List.of("same", "sameVjp", "sameJvp")) {
      String item = run.equals("same") ? "argument 0" : "result";
      Tap tap =
          (each, name, value) ->
              withoutMode(each).equals(run) && name.equals(item)
                  ? Corruption.IDENTITY.of(value)
                  : value;
      assertTrue(new Modes(program, tap).check(callOf(run)).isPresent(), "not found: " + run);
    }
  }
}
