package dev.kiln.testkit;

import dev.kiln.testkit.run.Build;
import dev.kiln.testkit.run.LoadedModel;
import dev.kiln.testkit.run.Marks;
import dev.kiln.testkit.run.ModelCompiler;
import dev.kiln.testkit.run.Problem;
import dev.kiln.testkit.run.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/** Assertions on sources with models; see {@link ModelAssertions}. */
public final class SourceAssert {
  /** Sessions are fed by the names of parameters. */
  private static final List<String> USUAL = List.of("-parameters", "-Xlint:all,-processing");

  private final List<SourceFile> sources;
  private final List<String> options;

  /** What the compiler gave, once it has run. */
  private Build build;

  SourceAssert(List<SourceFile> sources, List<String> options) {
    this.sources = List.copyOf(sources);
    this.options = List.copyOf(options);
  }

  /** The same with one more source file, as the first one is given. */
  public SourceAssert with(String source) {
    List<SourceFile> more = new ArrayList<>(sources);
    more.add(SourceFile.of(source));
    return new SourceAssert(more, options);
  }

  /** The same with more options of the compiler, such as {@code -Akiln.warnings=off}. */
  public SourceAssert withOptions(String... more) {
    return new SourceAssert(sources, Stream.concat(options.stream(), Stream.of(more)).toList());
  }

  /** The sources, and what is generated, compile; there may be warnings. */
  public SourceAssert compiles() {
    if (!build().succeeded()) {
      throw new AssertionFailedError(
          "expected " + name() + " to compile, but there are errors:" + list(build().errors()));
    }
    return this;
  }

  /** The sources, and what is generated, compile without errors and without warnings. */
  public SourceAssert compilesWithoutWarnings() {
    compiles();
    if (!build().warnings().isEmpty()) {
      throw new AssertionFailedError(
          "expected "
              + name()
              + " to compile without warnings, but there are:"
              + list(build().warnings()));
    }
    return this;
  }

  /**
   * The sources compile, and the processor writes a class.
   *
   * @param className its simple name, or the qualified one
   */
  public GeneratedAssert generates(String className) {
    compiles();
    String ending = "." + className;
    return build().classes().generatedSources().entrySet().stream()
        .filter(each -> ("." + each.getKey()).endsWith(ending))
        .findFirst()
        .map(each -> new GeneratedAssert(className, each.getValue()))
        .orElseThrow(
            () ->
                new AssertionFailedError(
                    "expected the processor to write "
                        + className
                        + ", but it writes "
                        + (build().classes().generatedSources().isEmpty()
                            ? "nothing"
                            : String.join(", ", build().classes().generatedSources().keySet()))));
  }

  /** There is an error with a code, such as {@code KILN-113}. */
  public ProblemAssert refuses(String code) {
    return ProblemAssert.among(build().errors(), "the error", code, name());
  }

  /** There is a warning with a code, such as {@code KILN-501}. */
  public ProblemAssert warns(String code) {
    return ProblemAssert.among(build().warnings(), "the warning", code, name());
  }

  /**
   * The errors are exactly those that the source marks by comments:
   *
   * <pre>
   *   {@literal @}Compute int f(String s) { return 0; }
   *   //              ^ [KILN-113] argument 's' has type java.lang.String,
   *   //              which is outside the compiled language.
   * </pre>
   *
   * <p>The caret stands below the column of the error in the last line that is no comment. The text
   * after it, over as many comment lines as it needs, is the whole message.
   *
   * @throws IllegalArgumentException if nothing is marked
   */
  public SourceAssert refusesAsMarked() {
    List<String> expected = new ArrayList<>();
    for (SourceFile source : sources) {
      for (Marks.Mark each : Marks.in(source.text())) {
        expected.add(each.line() + ":" + each.column() + ": " + each.message());
      }
    }
    if (expected.isEmpty()) {
      throw new IllegalArgumentException("the source marks no mistake; a mark is: // ^ message");
    }
    String marked = sorted(expected.stream());
    String found =
        sorted(
            build().errors().stream()
                .map(each -> each.line() + ":" + each.column() + ": " + each.message()));
    if (!marked.equals(found)) {
      throw new AssertionFailedError(
          "expected the errors that are marked in "
              + name()
              + ":\n"
              + marked.indent(2)
              + "but found"
              + (found.isEmpty() ? " none" : ":\n" + found.indent(2).stripTrailing()),
          marked,
          found);
    }
    return this;
  }

  private static String sorted(Stream<String> lines) {
    return lines.sorted().collect(Collectors.joining("\n"));
  }

  /** Assertions on a generated graph of the first model in the first file; it has to compile. */
  public GraphAssert graph(String method) {
    return model(sources.get(0).modelName()).graph(method);
  }

  /** Agreement of all modes of a method of the first model in the first file. */
  public AgreementAssert agrees(String method) {
    return model(sources.get(0).modelName()).agrees(method);
  }

  /**
   * Assertions on a model of these sources; they have to compile.
   *
   * @param name in the package of the first file, such as {@code Foo} or {@code Outer.Foo}
   */
  public ModelAssert model(String name) {
    compiles();
    String qualified = sources.get(0).packageName() + "." + name.replace('.', '$');
    try {
      return new ModelAssert(new LoadedModel(Class.forName(qualified, true, build().classes())));
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("the sources declare no class " + qualified, e);
    }
  }

  private Build build() {
    if (build == null) {
      List<String> all = new ArrayList<>(USUAL);
      all.addAll(options);
      build = new ModelCompiler(all).compile(sources);
    }
    return build;
  }

  private String name() {
    return sources.get(0).modelName();
  }

  private static String list(List<Problem> problems) {
    return "\n" + Problem.list(problems);
  }
}
