package dev.kiln.processor;

import com.google.auto.service.AutoService;
import com.palantir.javapoet.ClassName;
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.source.SourceAccess;
import java.io.IOException;
import java.lang.annotation.AnnotationTypeMismatchException;
import java.lang.annotation.IncompleteAnnotationException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic.Kind;

/**
 * Generates {@code CompiledFoo}, {@code FooFingerprints}, {@code FooGraphs}, {@code
 * FooSerializedGraphs} and {@code FooParameters} for each {@code @Model} class {@code Foo}. A model
 * that mentions types which are not generated yet waits for the next round; of a model with errors,
 * stubs are written, so that other files show no follow-up errors; nothing is ever thrown out of
 * {@link #process}.
 */
@AutoService(Processor.class)
@SupportedOptions({
  ProcessorOptions.DUMP,
  ProcessorOptions.EXPLAIN,
  ProcessorOptions.GRAPHS,
  ProcessorOptions.PASSES,
  ProcessorOptions.TIMING,
  ProcessorOptions.VERIFY,
  ProcessorOptions.WARNINGS
})
public final class KilnProcessor extends AbstractProcessor {
  /** Names of models that wait for types to be generated. */
  private final Set<String> waiting = new LinkedHashSet<>();

  /** The names of the generated classes. */
  private final Set<String> written = new HashSet<>();

  /** What has been said of which place: models share helper methods and superclasses. */
  private final Set<String> said = new HashSet<>();

  /** Empty where the options make no sense, which has been said. */
  private final Timings timings = new Timings();

  private Optional<ProcessorOptions> options = Optional.empty();

  /** The trees, of a type that not every compiler can load. */
  private Optional<?> access = Optional.empty();

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    try {
      options = Optional.of(ProcessorOptions.of(environment.getOptions()));
    } catch (Refusal refusal) {
      refusal.diagnostic().ifPresent(each -> print(each, null));
    }
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Claim.wanted();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Set<TypeElement> models = new LinkedHashSet<>();
    for (String name : waiting) {
      TypeElement model = processingEnv.getElementUtils().getTypeElement(name);
      if (model != null) {
        models.add(model);
      }
    }
    for (Element element : round.getElementsAnnotatedWith(Model.class)) {
      models.add((TypeElement) element);
    }
    boolean isHopeless =
        round.getRootElements().stream().allMatch(each -> written.contains(each.toString()));
    waiting.clear();
    if (round.processingOver() && options.isPresent() && options.get().timing()) {
      processingEnv.getMessager().printMessage(Kind.NOTE, timings.table());
    }
    if (round.processingOver() || options.isEmpty()) {
      return false; // javac reports the missing types of what still waits
    }
    models.stream().findFirst().ifPresent(this::requireGraphModule);
    for (Element method : round.getElementsAnnotatedWith(Compute.class)) {
      checkInModel(method);
    }
    for (TypeElement model : models) {
      compileSafely(model, isHopeless);
    }
    return Claim.isHarmless(round);
  }

  /** Where there is no module for graphs, says so once, and goes on without them. */
  private void requireGraphModule(TypeElement model) {
    if (options.orElseThrow().graphs() != GraphForm.NONE && !seesGraphModule(model)) {
      String graphs = GeneratedNames.graphs(ClassName.get(model)).simpleName();
      print(Diagnostic.on(model, Code.NO_GRAPH_MODULE, graphs), null);
      options = options.map(ProcessorOptions::withoutGraphs);
    }
  }

  private boolean seesGraphModule(TypeElement model) {
    Elements elements = processingEnv.getElementUtils();
    ModuleElement module = elements.getModuleOf(model); // none in sources for Java 8
    String graph = Graph.class.getName();
    return (module == null
            ? elements.getTypeElement(graph)
            : elements.getTypeElement(module, graph))
        != null;
  }

  private void checkInModel(Element method) {
    Element owner = method.getEnclosingElement();
    boolean isClass = owner.getKind() == ElementKind.CLASS; // a class may be extended by a model
    if (!isClass && owner.getAnnotation(Model.class) == null) { // that it cannot be one is said
      print(Diagnostic.on(method, Code.COMPUTE_OUTSIDE_MODEL, method.getSimpleName()), null);
    }
  }

  /**
   * @param isHopeless whether nobody but Kiln has generated anything since the last round
   */
  private void compileSafely(TypeElement model, boolean isHopeless) {
    try {
      if (!UnresolvedTypes.in(model)) {
        compile(model);
      } else if (isHopeless) {
        giveUp(model);
      } else {
        waiting.add(model.getQualifiedName().toString());
        askForRound(model);
      }
    } catch (FilerException e) {
      print(Diagnostic.on(model, Code.NAME_TAKEN, model.getSimpleName(), e.getMessage()), null);
    } catch (AnnotationTypeMismatchException
        | IncompleteAnnotationException
        | EnumConstantNotPresentException e) {
      // javac reports the ill-typed member of an annotation
    } catch (Throwable e) { // a bug of ours must not crash the compiler
      print(Diagnostic.on(model, Code.INTERNAL, model.getSimpleName(), describe(e)), null);
    }
  }

  /** The failure and the place in our code where it shows. */
  private static String describe(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("dev.kiln."))
        .findFirst()
        .map(frame -> e + " at " + frame)
        .orElseGet(e::toString);
  }

  /**
   * Writes what does not depend on the types that are missing, after which there is another round:
   * if the types do not come, other files still find the classes of the model.
   */
  private void askForRound(TypeElement model) throws IOException {
    if (treeAccess().isPresent() && !UnresolvedTypes.inFields(model)) {
      write(compiler((TreeAccess) treeAccess().get()).parameters(model), false);
    }
  }

  /** Leaves missing types to javac. */
  private void giveUp(TypeElement model) throws IOException {
    if (treeAccess().isPresent()) {
      for (GeneratedSource file : compiler((TreeAccess) treeAccess().get()).stubs(model)) {
        write(file, true);
      }
    }
  }

  private ModelCompiler compiler(TreeAccess trees) {
    return new ModelCompiler(
        SourceAccess.of(
            processingEnv.getElementUtils(), processingEnv.getTypeUtils(), trees.trees()),
        options.orElseThrow(),
        timings);
  }

  private void write(GeneratedSource file, boolean isStub) throws IOException {
    if (written.add(file.className())) {
      file.writeTo(processingEnv.getFiler());
      if (isStub) {
        StaleClassFiles.delete(file, processingEnv.getFiler());
      }
    }
  }

  private void compile(TypeElement model) throws Exception {
    Optional<?> access = treeAccess();
    if (access.isEmpty()) {
      String environment = processingEnv.getClass().getName();
      print(Diagnostic.on(model, Code.NO_TREES, environment), null);
      return;
    }
    TreeAccess trees = (TreeAccess) access.get();
    ModelCompiler.Outcome outcome = compiler(trees).compile(model);
    outcome.problems().forEach(problem -> print(problem, trees));
    if (outcome.problems().isEmpty() && !outcome.incorrect().isEmpty()) {
      String compiled = outcome.files().get(0).className();
      ComputeMethod method = outcome.incorrect().get(0);
      trees.ifAccepted(
          compiled,
          () ->
              print(
                  Diagnostic.on(method.place(), method.unit(), Code.UNREADABLE, method.name()),
                  trees));
    }
    outcome.warnings().forEach(warning -> print(warning, trees));
    for (ModelCompiler.Note note : outcome.notes()) {
      processingEnv.getMessager().printMessage(Kind.NOTE, note.text(), note.method().element());
    }
    boolean isStub = !outcome.problems().isEmpty() || !outcome.incorrect().isEmpty();
    for (GeneratedSource file : outcome.files()) {
      write(file, isStub);
    }
  }

  /** The trees, or empty under a compiler that has none, where the class does not even link. */
  private Optional<?> treeAccess() {
    if (access.isEmpty()) {
      try {
        access = TreeAccess.of(processingEnv);
      } catch (LinkageError e) {
        return Optional.empty();
      }
    }
    return access;
  }

  private static String place(Diagnostic diagnostic, TreeAccess trees) {
    if (diagnostic.tree() != null && trees != null && !diagnostic.code().isWarning()) {
      return diagnostic.code() + " at " + trees.place(diagnostic);
    }
    Element element = diagnostic.element();
    Element owner = element == null ? null : element.getEnclosingElement();
    String where = diagnostic.tree() == null || trees == null ? "" : trees.place(diagnostic);
    return diagnostic.message() + " on " + element + " of " + owner + where;
  }

  private void print(Diagnostic diagnostic, TreeAccess trees) {
    Kind kind = diagnostic.code().isWarning() ? Kind.WARNING : Kind.ERROR;
    if (!said.add(place(diagnostic, trees))) {
      return;
    }
    if (diagnostic.tree() != null && trees != null) {
      trees.print(kind, diagnostic);
    } else if (diagnostic.annotation() != null) {
      processingEnv
          .getMessager()
          .printMessage(kind, diagnostic.message(), diagnostic.element(), diagnostic.annotation());
    } else if (diagnostic.element() == null) {
      processingEnv.getMessager().printMessage(kind, diagnostic.message());
    } else {
      processingEnv.getMessager().printMessage(kind, diagnostic.message(), diagnostic.element());
    }
  }
}
