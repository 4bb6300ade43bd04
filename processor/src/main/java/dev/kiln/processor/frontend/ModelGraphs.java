package dev.kiln.processor.frontend;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphFingerprint;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.link.Derivation;
import dev.kiln.processor.frontend.link.LinkedDerivative;
import dev.kiln.processor.frontend.link.LinkedGraph;
import dev.kiln.processor.frontend.link.LinkedGraphs;
import dev.kiln.processor.frontend.name.NameResolution;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.DerivativeName;
import dev.kiln.processor.model.InlinedGraph;
import dev.kiln.processor.model.MethodGraph;
import dev.kiln.processor.model.MethodKey;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.library.GraphHolder;
import dev.kiln.processor.model.library.LibraryGraphs;
import dev.kiln.processor.model.read.MethodReader;
import dev.kiln.processor.model.read.ModelReader;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/**
 * The graphs of compute methods of other models, which take the place of calls of them.
 *
 * <p>The idea: a model compiles to the same, byte for byte, whether the models that it uses are in
 * the same compilation or are class files of an earlier one. So a graph of this compilation is
 * printed and read, as it would be in a class file, and from there on it makes no difference.
 */
public final class ModelGraphs implements LinkedGraphs {
  private final SourceAccess sources;
  private final Derivation derivation;

  /**
   * Models of this compilation; empty for those with problems, which their own compilation says.
   */
  private final Map<TypeElement, Optional<ModelClass>> models = new HashMap<>();

  private final Map<String, Optional<LinkedGraph>> found = new HashMap<>();
  private final Map<String, Lowering> lowered = new HashMap<>();
  private final Map<String, Optional<LinkedDerivative>> derivatives = new HashMap<>();

  /** The methods that are being lowered, which have no derivatives yet, from the first one. */
  private final Set<String> open = new LinkedHashSet<>();

  /** Static methods of several models that call each other, for which no graph stands. */
  private final Set<String> cyclic = new HashSet<>();

  /** The graphs that are needed in one compilation. */
  public ModelGraphs(SourceAccess sources, Derivation derivation) {
    this.sources = sources;
    this.derivation = derivation;
  }

  /** The graph of a method of a model of this compilation, or what is wrong with it. */
  public Lowering lower(ModelClass model, ComputeMethod method) {
    String key = key(model.element(), method.element());
    Lowering known = lowered.get(key);
    if (known == null) {
      open.add(key);
      try {
        known = MethodLowering.lower(sources, this, model, method);
      } finally {
        open.remove(key);
      }
      lowered.put(key, known);
    }
    return known;
  }

  /** The graph of a static method; empty where it has code that is refused, which its calls say. */
  public Optional<MethodGraph> helper(ModelClass model, ComputeMethod method) {
    Lowering lowering;
    try {
      lowering = lower(model, method);
    } catch (Refusal | StackOverflowError e) {
      return Optional.empty();
    }
    return lowering
        .graph()
        .filter(graph -> !cyclic.contains(key(model.element(), method.element())))
        .map(graph -> new MethodGraph(method.element(), graph, lowering.inlined()));
  }

  private static String key(TypeElement model, ExecutableElement method) {
    return model.getQualifiedName() + "." + MethodKey.of(method);
  }

  @Override
  public Optional<LinkedDerivative> derivative(
      Tree call, CompilationUnitTree unit, TypeElement model, DerivativeName derivative)
      throws LibraryGraphs.UnreadableException {
    ExecutableElement method = derivative.method();
    String key = key(model, method);
    if (open.contains(key)) {
      throw new Refusal(
          Diagnostic.on(call, unit, Code.DERIVATIVE_CYCLE, NameResolution.qualifiedName(method)));
    }
    Optional<LinkedDerivative> known = derivatives.get(key + derivative.text());
    if (known == null) {
      known =
          sources.hasSource(model)
              ? derive(model, derivative)
              : deriveOfLibrary(call, unit, model, derivative);
      derivatives.put(key + derivative.text(), known);
    }
    return known;
  }

  private Optional<LinkedDerivative> derive(TypeElement type, DerivativeName derivative)
      throws LibraryGraphs.UnreadableException {
    ExecutableElement method = derivative.method();
    Optional<ModelClass> model = models.computeIfAbsent(type, this::model);
    Optional<ComputeMethod> compute = model.flatMap(each -> each.method(method));
    if (compute.isEmpty()) {
      throw Refusal.reported(); // the compilation of that model says why
    }
    Lowering lowering = lower(model.get(), compute.get());
    if (lowering.graph().isEmpty()) {
      throw lowering.problems().stream()
          .findFirst()
          .map(Refusal::new)
          .orElseGet(Refusal::leftToJavac);
    }
    Graph graph = lowering.graph().get();
    List<InlinedGraph> origins = new ArrayList<>(lowering.inlined());
    origins.add(new InlinedGraph(type, MethodKey.of(method), GraphFingerprint.of(graph)));
    Graph read = LibraryGraphs.parse(GraphPrinter.printCompact(graph));
    return derivation
        .derive(compute.get(), read, derivative)
        .map(derived -> new LinkedDerivative(derived, origins, lowering.divisions()));
  }

  private Optional<LinkedDerivative> deriveOfLibrary(
      Tree call, CompilationUnitTree unit, TypeElement model, DerivativeName derivative)
      throws LibraryGraphs.UnreadableException {
    ExecutableElement method = derivative.method();
    Optional<LinkedGraph> found = read(model, method);
    if (found.isEmpty()) {
      throw new Refusal(
          Diagnostic.on(call, unit, Code.UNKNOWN_CALL, NameResolution.qualifiedName(method)));
    }
    ComputeMethod compute = MethodReader.ofLibrary(method, found.get().graph(), call, unit);
    return derivation
        .derive(compute, found.get().graph(), derivative)
        .map(derived -> new LinkedDerivative(derived, List.of(found.get().origin()), List.of()));
  }

  @Override
  public Optional<LinkedGraph> find(
      TypeElement compiled, TypeElement receiver, ExecutableElement method)
      throws LibraryGraphs.UnreadableException {
    Optional<GraphHolder> holder = GraphHolder.of(compiled, receiver, method);
    if (holder.isEmpty()) {
      return Optional.empty();
    }
    TypeElement model = holder.get().model();
    String key = key(model, method);
    if (open.contains(key)) {
      noteCycle(key);
      return Optional.empty();
    }
    Optional<LinkedGraph> graph = found.get(key);
    if (graph == null) {
      graph = sources.hasSource(model) ? lower(model, method) : read(model, method);
      graph = graph.filter(each -> !cyclic.contains(key));
      found.put(key, graph);
    }
    return graph.filter(each -> holder.get().holdsFor(each.graph(), sources.inheritance()));
  }

  /** A method is called by code that it calls itself. */
  private void noteCycle(String key) {
    boolean isInside = false;
    for (String each : open) {
      isInside |= each.equals(key);
      if (isInside) {
        cyclic.add(each);
      }
    }
  }

  private Optional<LinkedGraph> read(TypeElement model, ExecutableElement method)
      throws LibraryGraphs.UnreadableException {
    return LibraryGraphs.of(sources.elements(), model, method)
        .map(
            entry -> {
              InlinedGraph origin =
                  new InlinedGraph(model, MethodKey.of(method), entry.fingerprint());
              return new LinkedGraph(entry.graph(), origin, List.of());
            });
  }

  private Optional<LinkedGraph> lower(TypeElement type, ExecutableElement method)
      throws LibraryGraphs.UnreadableException {
    Optional<ModelClass> model = models.computeIfAbsent(type, this::model);
    Optional<ComputeMethod> compute = model.flatMap(each -> each.method(method));
    if (compute.isEmpty()) {
      return Optional.empty();
    }
    Lowering lowering = lower(model.get(), compute.get());
    if (lowering.graph().isEmpty()) {
      return Optional.empty(); // the compilation of that model says why
    }
    Graph graph = lowering.graph().get();
    String text = GraphPrinter.printCompact(graph);
    InlinedGraph origin = new InlinedGraph(type, MethodKey.of(method), GraphFingerprint.of(graph));
    return Optional.of(new LinkedGraph(LibraryGraphs.parse(text), origin, lowering.divisions()));
  }

  private Optional<ModelClass> model(TypeElement type) {
    ModelReader.Reading reading = ModelReader.read(sources, type);
    return reading.problems().isEmpty() ? Optional.of(reading.model()) : Optional.empty();
  }
}
