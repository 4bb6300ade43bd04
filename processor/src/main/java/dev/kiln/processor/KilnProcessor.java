package dev.kiln.processor;

import com.google.auto.service.AutoService;
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.emit.GeneratedSource;
import dev.kiln.processor.model.SourceAccess;
import java.lang.annotation.AnnotationTypeMismatchException;
import java.lang.annotation.IncompleteAnnotationException;
import java.util.Arrays;
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
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;

/**
 * Generates {@code CompiledFoo}, {@code FooGraphs} and {@code FooParameters} for each
 * {@code @Model} class {@code Foo}. A model that mentions types which are not generated yet waits
 * for the next round; nothing is written for a model with problems; nothing is ever thrown out of
 * {@link #process}.
 */
@AutoService(Processor.class)
@SupportedOptions({
  ProcessorOptions.DUMP,
  ProcessorOptions.EXPLAIN,
  ProcessorOptions.GRAPHS,
  ProcessorOptions.PASSES,
  ProcessorOptions.VERIFY,
  ProcessorOptions.WARNINGS
})
public final class KilnProcessor extends AbstractProcessor {
  /** Names of models that wait for types to be generated. */
  private final Set<String> waiting = new LinkedHashSet<>();

  /** Empty where the options make no sense, which has been said. */
  private Optional<ProcessorOptions> options = Optional.empty();

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
    return Set.of(Model.class.getName(), Compute.class.getName());
  }

  /**
   * Claims nothing: where all annotations of a round are claimed, javac does not run the processors
   * that come after this one, not even those for any annotation.
   */
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
    waiting.clear();
    if (round.processingOver() || options.isEmpty()) {
      return false; // javac reports the missing types of what still waits
    }
    for (Element method : round.getElementsAnnotatedWith(Compute.class)) {
      checkInModel(method);
    }
    for (TypeElement model : models) {
      compileSafely(model);
    }
    return false;
  }

  private void checkInModel(Element method) {
    Element owner = method.getEnclosingElement();
    if (owner.getKind() != ElementKind.CLASS) { // a class may be extended by a model
      print(Diagnostic.on(method, Code.COMPUTE_OUTSIDE_MODEL, method.getSimpleName()), null);
    }
  }

  private void compileSafely(TypeElement model) {
    try {
      if (UnresolvedTypes.in(model)) {
        waiting.add(model.getQualifiedName().toString());
      } else {
        compile(model);
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

  private void compile(TypeElement model) throws Exception {
    Optional<?> access = treeAccess();
    if (access.isEmpty()) {
      String environment = processingEnv.getClass().getName();
      print(Diagnostic.on(model, Code.NO_TREES, environment), null);
      return;
    }
    TreeAccess trees = (TreeAccess) access.get();
    ModelCompiler.Outcome outcome =
        new ModelCompiler(
                SourceAccess.of(
                    processingEnv.getElementUtils(), processingEnv.getTypeUtils(), trees.trees()),
                options.orElseThrow())
            .compile(model);
    outcome.problems().forEach(problem -> print(problem, trees));
    outcome.warnings().forEach(warning -> print(warning, trees));
    for (ModelCompiler.Note note : outcome.notes()) {
      processingEnv.getMessager().printMessage(Kind.NOTE, note.text(), note.method().element());
    }
    for (GeneratedSource file : outcome.files()) {
      file.writeTo(processingEnv.getFiler());
    }
  }

  /** The trees, or empty under a compiler that has none, where the class does not even link. */
  private Optional<?> treeAccess() {
    try {
      return TreeAccess.of(processingEnv);
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }

  private void print(Diagnostic diagnostic, TreeAccess trees) {
    Kind kind = diagnostic.code().isWarning() ? Kind.WARNING : Kind.ERROR;
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
