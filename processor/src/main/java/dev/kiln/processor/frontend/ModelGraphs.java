package dev.kiln.processor.frontend;

import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphFingerprint;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.processor.frontend.link.LinkedGraph;
import dev.kiln.processor.frontend.link.LinkedGraphs;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.InlinedGraph;
import dev.kiln.processor.model.MethodKey;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.library.GraphHolder;
import dev.kiln.processor.model.library.LibraryGraphs;
import dev.kiln.processor.model.read.ModelReader;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * Models of this compilation; empty for those with problems, which their own compilation says.
   */
  private final Map<TypeElement, Optional<ModelClass>> models = new HashMap<>();

  private final Map<String, Optional<LinkedGraph>> found = new HashMap<>();

  /** The graphs that are needed in one compilation. */
  public ModelGraphs(SourceAccess sources) {
    this.sources = sources;
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
    String key = model.getQualifiedName() + "." + MethodKey.of(method);
    Optional<LinkedGraph> graph = found.get(key);
    if (graph == null) {
      graph = sources.hasSource(model) ? lower(model, method) : read(model, method);
      found.put(key, graph);
    }
    return graph.filter(each -> holder.get().holdsFor(each.graph(), sources.inheritance()));
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
    Lowering lowering = MethodLowering.lower(sources, this, model.get(), compute.get());
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
