package dev.kiln.processor;

import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.graph.Graph;
import dev.kiln.pass.SplitLargeFunctions;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.emit.CompiledClassEmitter;
import dev.kiln.processor.emit.DerivedNames;
import dev.kiln.processor.emit.GeneratedSource;
import dev.kiln.processor.emit.GraphsEmitter;
import dev.kiln.processor.emit.ParametersEmitter;
import dev.kiln.processor.frontend.CustomGradients;
import dev.kiln.processor.frontend.MethodLowering;
import dev.kiln.processor.frontend.ModelGraphs;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelReader;
import dev.kiln.processor.model.SourceAccess;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/** Compiles one model: reads it, lowers its methods, runs the passes, emits the sources. */
final class ModelCompiler {
  /** Well below the 64 KB that a method of a class file holds. */
  private static final int LARGEST = 30_000;

  private final SourceAccess sources;
  private final ModelGraphs graphs;
  private final ProcessorOptions options;
  private final Pipeline pipeline;
  private final List<Note> notes = new ArrayList<>();
  private final Warnings warnings = new Warnings();

  ModelCompiler(SourceAccess sources, ProcessorOptions options) {
    this.sources = sources;
    this.graphs = new ModelGraphs(sources);
    this.options = options;
    this.pipeline = new Pipeline(options);
  }

  /**
   * What came of a model: sources, or problems. No sources where there are problems.
   *
   * @param warnings of what is legal and likely to be wrong, where they are asked for
   * @param notes what {@code -Akiln.explain} asks for
   */
  record Outcome(
      List<GeneratedSource> files,
      List<Diagnostic> problems,
      List<Diagnostic> warnings,
      List<Note> notes) {}

  /** Something to know about a method. */
  record Note(ComputeMethod method, String text) {}

  Outcome compile(TypeElement element) {
    List<Diagnostic> problems = new ArrayList<>();
    ModelClass model = new ModelReader(sources, problems).read(element);
    List<LoweredMethod> lowered = new ArrayList<>();
    boolean complete = true;
    for (ComputeMethod method : model.methods()) {
      try {
        lowered.add(lower(model, method));
      } catch (Refusal refusal) {
        complete = false;
        problems.add(refusal.diagnostic().orElseGet(() -> unreadable(method)));
      } catch (StackOverflowError e) {
        complete = false;
        problems.add(Diagnostic.on(method.place(), method.unit(), Code.TOO_DEEP, method.name()));
      }
    }
    if (complete && problems.isEmpty()) {
      problems.addAll(CustomGradients.problems(sources, element));
    }
    if (!complete || !problems.isEmpty()) {
      return new Outcome(List.of(), problems, List.of(), List.of());
    }
    if (options.warnings()) {
      warnings.checkParameters(model, lowered);
    }
    try {
      return new Outcome(emit(model, lowered), List.of(), warnings.found(), notes);
    } catch (Refusal refusal) {
      List<Diagnostic> refused = refusal.diagnostic().stream().toList();
      return new Outcome(List.of(), refused, List.of(), List.of());
    }
  }

  private List<GeneratedSource> emit(ModelClass model, List<LoweredMethod> lowered) {
    DerivedNames names = DerivedNames.of(sources, model, lowered);
    return List.of(
        CompiledClassEmitter.emit(model, lowered, names),
        GraphsEmitter.emit(model, lowered, names, options.graphsAsText()),
        ParametersEmitter.emit(model, names));
  }

  /** A warning: without it, a mistake of the front end's would lose a model silently. */
  private static Diagnostic unreadable(ComputeMethod method) {
    return Diagnostic.on(method.place(), method.unit(), Code.UNREADABLE, method.name());
  }

  private LoweredMethod lower(ModelClass model, ComputeMethod method) {
    MethodLowering.Lowered lowered = MethodLowering.lower(graphs, model, method);
    Graph raw = lowered.graph();
    Optional<ValueType> result = raw.entry().resultTypes().stream().findFirst();
    Graph forward = pipeline.run(model, raw);
    Optional<Graph> gradient = Optional.empty();
    List<DerivedMethod> derived = List.of();
    if (method.differentiable().isPresent()) {
      Set<Mode> modes = method.differentiable().get().modes();
      ModeChecks.check(method, result, forward);
      if (options.warnings()) {
        warnings.checkDifferentiable(
            method, forward, Pipeline.inputs(method, forward), lowered.divisions());
      }
      if (modes.stream().anyMatch(ModeChecks::needsNumber)) {
        gradient = Optional.of(pipeline.differentiate(model, method, forward));
        checkSize(method, gradient.get());
        pipeline.explain(method, forward).ifPresent(text -> notes.add(new Note(method, text)));
      }
      derived = pipeline.derivatives(model, method, forward, gradient);
      derived.forEach(each -> checkSize(method, each.graph()));
      if (!modes.contains(Mode.GRADIENT)) {
        gradient = Optional.empty();
      }
    }
    return new LoweredMethod(method, raw, lowered.inlined(), result, forward, gradient, derived);
  }

  /** A derivative that no Java method can hold, even in parts, is refused. */
  private static void checkSize(ComputeMethod method, Graph gradient) {
    if (SplitLargeFunctions.largest(SplitLargeFunctions.run(gradient)) > LARGEST) {
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
