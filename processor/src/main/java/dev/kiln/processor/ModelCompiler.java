package dev.kiln.processor;

import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.graph.Graph;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.SplitLargeFunctions;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.emit.compiled.CompiledClassEmitter;
import dev.kiln.processor.emit.compiled.Derivatives;
import dev.kiln.processor.emit.fingerprint.FingerprintsEmitter;
import dev.kiln.processor.emit.graphs.GraphsEmitter;
import dev.kiln.processor.emit.graphs.SerializedGraphsEmitter;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.emit.parameters.ParametersEmitter;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.frontend.Lowering;
import dev.kiln.processor.frontend.ModelGraphs;
import dev.kiln.processor.frontend.rule.CustomGradients;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.MethodGraph;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.library.LibraryRecords;
import dev.kiln.processor.model.read.ModelReader;
import dev.kiln.processor.model.source.SourceAccess;
import dev.kiln.processor.model.type.RecordRules;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.element.TypeElement;

/** Compiles one model: reads it, lowers its methods, runs the passes, emits the sources. */
final class ModelCompiler {
  /** Well below the 64 KB that a method of a class file holds. */
  private static final int LARGEST = 30_000;

  private final SourceAccess sources;
  private final ModelGraphs graphs;
  private final ProcessorOptions options;
  private final Timings timings;
  private final List<Note> notes = new ArrayList<>();
  private final Warnings warnings = new Warnings();
  private final StubMethods stubs = new StubMethods();

  /** The fields that the method at hand reads, as far as could be seen. */
  private Set<String> read = Set.of();

  /** The static fields that the model's methods read, by their qualified names. */
  private final Map<String, ModelField> statics = new TreeMap<>();

  /** The method at hand as far as it could be read. */
  private Optional<Graph> seen = Optional.empty();

  ModelCompiler(SourceAccess sources, ProcessorOptions options, Timings timings) {
    this.sources = sources;
    PassRunner inner =
        new PassRunner(
            options.leftOut(), (pass, graph, nanoseconds) -> timings.add(pass.name(), nanoseconds));
    this.graphs = new ModelGraphs(sources, new InnerDerivatives(inner));
    this.options = options;
    this.timings = timings;
  }

  /**
   * What came of a model: its sources; where something is wrong, stubs of them.
   *
   * @param problems what Kiln refuses
   * @param incorrect methods that are no Java, which the compiler says
   * @param warnings of what is legal and likely to be wrong, where they are asked for
   * @param notes what {@code -Akiln.explain} asks for
   */
  record Outcome(
      List<GeneratedSource> files,
      List<Diagnostic> problems,
      List<ComputeMethod> incorrect,
      List<Diagnostic> warnings,
      List<Note> notes) {}

  /** Whether a record has, or may have, a constructor with code. */
  private boolean isConstructed(ModelClass model, String record) {
    TypeElement type = sources.elements().getTypeElement(record);
    return type != null
        && (sources.hasSource(type)
            ? RecordRules.hasConstructor(type, sources.trees())
            : !new LibraryRecords(sources.elements(), model.nested()).isPlain(type));
  }

  /** Something to know about a method. */
  record Note(ComputeMethod method, String text) {}

  Outcome compile(TypeElement element) {
    Optional<String> language = OtherLanguages.of(element);
    if (language.isPresent()) {
      String name = element.getSimpleName().toString();
      return new Outcome(
          stubs(element),
          List.of(
              Diagnostic.on(element, Code.MODEL_LANGUAGE, name, language.get(), language.get())),
          List.of(),
          List.of(),
          List.of());
    }
    ModelReader.Reading reading = ModelReader.read(sources, element);
    List<Diagnostic> problems = new ArrayList<>(reading.problems());
    ModelClass model = reading.model();
    Pipeline pipeline = new Pipeline(model, options, timings);
    List<LoweredMethod> lowered = new ArrayList<>();
    statics.clear();
    List<ComputeMethod> incorrect = new ArrayList<>();
    for (ComputeMethod method : model.methods()) {
      int before = problems.size();
      Optional<LoweredMethod> result = lower(pipeline, model, method, problems);
      if (result.isEmpty() && problems.size() == before) {
        incorrect.add(method);
      }
      lowered.add(result.orElseGet(() -> stubs.of(model, method, read, seen)));
    }
    problems.addAll(CustomGradients.problems(sources, element));
    if (!incorrect.isEmpty() || !problems.isEmpty()) {
      return new Outcome(stubs(model, lowered), problems, incorrect, List.of(), List.of());
    }
    if (options.warnings()) {
      warnings.checkParameters(model, lowered);
    }
    try {
      return new Outcome(
          emit(pipeline.passes(), model.withStatics(statics.values()), lowered),
          List.of(),
          List.of(),
          warnings.found(),
          notes);
    } catch (Refusal refusal) {
      List<Diagnostic> refused = refusal.diagnostic().stream().toList();
      return new Outcome(stubs(model, lowered), refused, List.of(), List.of(), List.of());
    }
  }

  private List<GeneratedSource> emit(
      PassRunner passes, ModelClass model, List<LoweredMethod> lowered) {
    long start = System.nanoTime();
    DerivedNames names = DerivedNames.of(sources, model, lowered);
    List<GeneratedSource> files = new ArrayList<>();
    files.add(CompiledClassEmitter.emit(model, lowered, names, passes));
    List<MethodGraph> linkable = linkable(model, lowered);
    files.add(FingerprintsEmitter.emit(model, linkable, names));
    files.add(SerializedGraphsEmitter.emit(model, linkable, each -> isConstructed(model, each)));
    files.add(ParametersEmitter.emit(model, names));
    if (options.graphs() != GraphForm.NONE) {
      boolean asText = options.graphs() == GraphForm.TEXT;
      files.add(GraphsEmitter.emit(model, lowered, names, asText));
    }
    timings.add("emission, with its passes", System.nanoTime() - start);
    return files;
  }

  /** What other models may call: its compute methods, and what of its static methods is a graph. */
  private List<MethodGraph> linkable(ModelClass model, List<LoweredMethod> lowered) {
    List<MethodGraph> linkable = new ArrayList<>();
    lowered.forEach(each -> linkable.add(each.sourceGraph()));
    for (ComputeMethod helper : model.helpers()) {
      graphs.helper(model, helper).ifPresent(linkable::add);
    }
    return linkable;
  }

  /** What depends on the fields of a model alone. */
  GeneratedSource parameters(TypeElement element) {
    ModelClass model = ModelReader.read(sources, element).model();
    return ParametersEmitter.emit(model, DerivedNames.of(sources, model, List.of()));
  }

  /** Stubs of a model some of whose types do not exist; methods with such types are left out. */
  List<GeneratedSource> stubs(TypeElement element) {
    ModelClass model = ModelReader.read(sources, element).model();
    Pipeline pipeline = new Pipeline(model, options, timings);
    List<LoweredMethod> methods = new ArrayList<>();
    for (ComputeMethod method : model.methods()) {
      lower(pipeline, model, method, new ArrayList<>())
          .or(() -> Optional.of(stubs.of(model, method, read, seen)))
          .ifPresent(methods::add);
    }
    return stubs(model, methods);
  }

  private List<GeneratedSource> stubs(ModelClass model, List<LoweredMethod> methods) {
    DerivedNames names = DerivedNames.of(sources, model, methods);
    List<GeneratedSource> files = new ArrayList<>();
    files.add(CompiledClassEmitter.stub(model, methods, names));
    files.add(FingerprintsEmitter.stub(model, names));
    files.add(ParametersEmitter.emit(model, names));
    if (options.graphs() != GraphForm.NONE) {
      files.add(GraphsEmitter.stub(model, methods, names));
    }
    return files;
  }

  /** A method with its graphs; else empty, with what is wrong in {@code problems}. */
  private Optional<LoweredMethod> lower(
      Pipeline pipeline, ModelClass model, ComputeMethod method, List<Diagnostic> problems) {
    read = Set.of();
    seen = Optional.empty();
    try {
      long start = System.nanoTime();
      Lowering lowering = graphs.lower(model, method);
      timings.add("front end", System.nanoTime() - start);
      read = lowering.fields();
      seen = lowering.seen();
      problems.addAll(lowering.problems());
      lowering.statics().forEach(each -> statics.put(each.path(), each));
      return lowering.graph().map(raw -> derive(pipeline, method, raw, lowering));
    } catch (Refusal refusal) {
      refusal.diagnostic().ifPresent(problems::add);
    } catch (StackOverflowError e) {
      problems.add(Diagnostic.on(method.place(), method.unit(), Code.TOO_DEEP, method.name()));
    }
    return Optional.empty();
  }

  private LoweredMethod derive(
      Pipeline pipeline, ComputeMethod method, Graph raw, Lowering lowering) {
    Optional<ValueType> result = raw.entry().resultTypes().stream().findFirst();
    Graph forward = pipeline.run(raw);
    Optional<Graph> gradient = Optional.empty();
    List<DerivedMethod> derived = new ArrayList<>();
    if (method.differentiable().isPresent()) {
      Requested requested = requested(pipeline, method, result, forward, lowering);
      gradient = requested.gradient();
      derived.addAll(requested.derived());
    }
    for (ComputeMethod.DifferentiableRequest each : method.named()) {
      ComputeMethod request = method.with(each);
      Graph named = InnerDerivatives.renamed(forward, each.name());
      Requested requested = requested(pipeline, request, result, named, lowering);
      requested
          .gradient()
          .map(Derivatives::gradient)
          .ifPresent(g -> derived.add(g.named(each.name())));
      requested.derived().forEach(other -> derived.add(other.named(each.name())));
    }
    if (!method.vectorized().isEmpty()) {
      List<DerivedMethod> single = new ArrayList<>(derived);
      gradient.map(Derivatives::gradient).ifPresent(single::add);
      List<DerivedMethod> batched =
          new BatchedForms(method, forward, result, pipeline.passes()).of(single);
      batched.forEach(each -> checkSize(method, each.graph()));
      derived.addAll(batched);
    }
    return new LoweredMethod(method, raw, lowering.inlined(), result, forward, gradient, derived);
  }

  /** What one annotation asks for. */
  private record Requested(Optional<Graph> gradient, List<DerivedMethod> derived) {}

  private Requested requested(
      Pipeline pipeline,
      ComputeMethod method,
      Optional<ValueType> result,
      Graph forward,
      Lowering lowering) {
    Set<Mode> modes = method.differentiable().orElseThrow().modes();
    ModeChecks.check(method, result, forward);
    if (options.warnings()) {
      warnings.checkDifferentiable(
          method, forward, Pipeline.inputs(method, forward), lowering.divisions());
    }
    Optional<Graph> gradient = Optional.empty();
    if (modes.stream().anyMatch(ModeChecks::needsNumber)) {
      Pipeline.Gradient made = pipeline.differentiate(method, forward);
      gradient = Optional.of(made.graph());
      checkSize(method, made.graph());
      made.explanation().ifPresent(text -> notes.add(new Note(method, text)));
    }
    List<DerivedMethod> derived = pipeline.derivatives(method, forward, gradient);
    derived.forEach(each -> checkSize(method, each.graph()));
    return new Requested(gradient.filter(each -> modes.contains(Mode.GRADIENT)), derived);
  }

  /** A derivative that no Java method can hold, even in parts, is refused. */
  private static void checkSize(ComputeMethod method, Graph gradient) {
    if (SplitLargeFunctions.largestFunction(gradient) > LARGEST) {
      throw new Refusal(
          Diagnostic.on(
              method.place(),
              method.unit(),
              Code.NOT_DIFFERENTIABLE,
              "the derivative of "
                  + method.name()
                  + " is too large for a Java method; write repeated code as a loop"));
    }
  }
}
