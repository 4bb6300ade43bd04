package dev.kiln.agreement.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.graph.Graph;
import dev.kiln.testkit.run.Build;
import dev.kiln.testkit.run.InMemoryClasses;
import dev.kiln.testkit.run.LoadedModel;
import dev.kiln.testkit.run.ModelCompiler;
import dev.kiln.testkit.run.Problem;
import dev.kiln.testkit.run.RandomArguments;
import dev.kiln.testkit.run.SourceFile;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each construct of {@link LanguageTable} is accepted or refused as its row says. What is accepted
 * is called with random arguments in every mode, with every derivative. A page of the documentation
 * lists the rows.
 *
 * <p>{@code -Dgoldens.update=true} writes the verdicts and the page anew.
 */
class OrdinaryJavaTest {
  private static final boolean UPDATE = Boolean.getBoolean("goldens.update");
  private static final Path PAGE = Path.of("..", "docs", "language.md");
  private static final String HEADER =
      """
      # The language, construct by construct

      `OrdinaryJavaTest` writes this page. It compiles a program for each row. What is supported runs
      in plain Java, in a session and as generated code, with the same results and with derivatives.
      For what is not supported, the compiler says on the exact expression what to write instead.
      """;
  private static final long SEED = 14;
  private static final int CALLS = 4;

  @TestFactory
  Stream<DynamicNode> rowsHold() throws IOException {
    List<DynamicNode> nodes = new ArrayList<>();
    for (LanguageTable.Topic topic : LanguageTable.Topic.values()) {
      LanguageTable table = LanguageTable.read(topic);
      if (UPDATE) {
        table.write(
            table.rows().stream().map(row -> row.withVerdict(verdict(row.program()))).toList());
      } else {
        nodes.add(dynamicContainer(table.heading(), tests(table).stream()));
      }
    }
    if (UPDATE) {
      Files.writeString(PAGE, page());
    }
    return nodes.stream();
  }

  private static List<DynamicNode> tests(LanguageTable table) {
    List<DynamicNode> tests = new ArrayList<>();
    List<Program> accepted = new ArrayList<>();
    for (LanguageRow row : table.rows()) {
      if (row.isAccepted()) {
        accepted.add(AllModesTest.withModes(row.program()));
      } else {
        tests.add(
            dynamicTest(
                row.construct(),
                () ->
                    assertEquals(
                        String.join("\n", row.verdict()),
                        String.join("\n", verdict(row.program())))));
      }
    }
    if (!accepted.isEmpty()) {
      tests.addAll(calls(accepted));
    }
    return tests;
  }

  private static List<DynamicNode> calls(List<Program> programs) {
    Map<String, String> files = new LinkedHashMap<>();
    programs.forEach(each -> files.putAll(each.files()));
    try {
      InMemoryClasses classes = InMemoryCompiler.compile(files);
      return programs.stream().map(each -> calls(each, () -> classes)).toList();
    } catch (InMemoryCompiler.CompilationFailure failure) {
      // one by one, so that only the programs at fault fail
      return programs.stream()
          .map(each -> calls(each, () -> InMemoryCompiler.compile(each.files())))
          .toList();
    }
  }

  private static DynamicNode calls(Program program, Supplier<InMemoryClasses> classes) {
    return dynamicTest(program.name(), () -> check(program, classes.get()));
  }

  private static void check(Program program, InMemoryClasses classes) {
    Modes modes = new Modes(program, classes);
    modes.checkGraphs();
    LoadedModel model = new LoadedModel(modes.plain());
    int methods = 0;
    for (Method method : modes.plain().getDeclaredMethods()) {
      Optional<Graph> graph = model.findGraph(method.getName());
      if (graph.isPresent()) {
        check(modes, model, new RandomArguments(graph.get(), method, SEED), method.getName());
        methods++;
      }
    }
    assertTrue(methods > 0, "compute methods of " + program.name());
  }

  private static void check(Modes modes, LoadedModel model, RandomArguments random, String method) {
    int returned = 0;
    for (int i = 0; i < CALLS; i++) {
      Program.Call call = new Program.Call(method, random.next());
      modes.checkAgreement(call);
      boolean hasThrown = model.plain(method, call.arguments()).hasThrown();
      DerivedCheck derivatives = new DerivedCheck(modes, call);
      if (hasThrown || isModerate(modes, call)) {
        derivatives.run();
      } else {
        derivatives.runWithoutDifferences();
      }
      returned += hasThrown ? 0 : 1;
    }
    assertTrue(returned > 0, method + " throws for all arguments");
  }

  /** Whether differences say something: a result that is no number, or a huge one, has none. */
  private static boolean isModerate(Modes modes, Program.Call call) {
    Object[] arguments = modes.arguments(call);
    Object result =
        Reflection.call(modes.plain(), modes.newModel(modes.plain()), call.method(), arguments);
    return !(result instanceof Number number) || Math.abs(number.doubleValue()) < 1e6;
  }

  /** What is said of a program as it is written. */
  private static List<String> verdict(Program program) {
    List<SourceFile> files =
        program.files().entrySet().stream()
            .map(each -> new SourceFile(each.getKey(), "", each.getValue()))
            .toList();
    Build build = new ModelCompiler(List.of("-parameters")).compile(files);
    if (build.succeeded()) {
      return List.of(LanguageRow.ACCEPTED);
    }
    return build.errors().stream().map(OrdinaryJavaTest::message).distinct().toList();
  }

  private static String message(Problem problem) {
    return problem.code().isEmpty()
        ? "javac: " + problem.message().lines().findFirst().orElse("")
        : problem.code() + ": " + problem.text();
  }

  /** The page lists what is accepted, and what to write instead of what is not. */
  @Test
  void thePageListsTheRows() throws IOException {
    if (!UPDATE) {
      assertEquals(page(), Files.readString(PAGE).replace("\r\n", "\n"));
    }
  }

  private static String page() throws IOException {
    StringBuilder page = new StringBuilder(HEADER);
    for (LanguageTable.Topic topic : LanguageTable.Topic.values()) {
      if (topic != LanguageTable.Topic.MISTAKES) {
        LanguageTable table = LanguageTable.read(topic);
        page.append("\n## ").append(table.heading()).append("\n\n| | |\n|---|---|\n");
        for (LanguageRow row : table.rows()) {
          String text = row.isAccepted() ? "supported" : "instead: " + row.instead();
          page.append("| %s | %s |\n".formatted(row.construct(), text.replace("|", "\\|")));
        }
      }
    }
    return page.toString();
  }
}
