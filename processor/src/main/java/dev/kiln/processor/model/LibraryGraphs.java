package dev.kiln.processor.model;

import com.palantir.javapoet.ClassName;
import com.sun.source.util.Trees;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.VerificationException;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * The graphs of models whose source is not in this compilation: Kiln wrote them into {@code
 * CompiledFoo} when it compiled the library.
 */
public final class LibraryGraphs {
  private LibraryGraphs() {}

  /** The text of a graph is not one that this version of Kiln understands. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /**
   * The graph of a compute method; empty where there is none, or where it would not do what the
   * method does in {@code model}, which overrides something that the graph calls.
   *
   * @param model the class whose method is called, which may inherit it from a library
   */
  public static Optional<Graph> find(
      Elements elements, Trees trees, TypeElement model, ExecutableElement method)
      throws UnreadableException {
    List<TypeElement> sources = new ArrayList<>();
    TypeElement library = model;
    while (trees.getTree(library) != null) {
      sources.add(library);
      if (!(library.getSuperclass() instanceof DeclaredType parent)) {
        return Optional.empty();
      }
      library = (TypeElement) parent.asElement();
    }
    String key = MethodKey.of(method);
    for (SerializedGraph each : annotations(elements, library)) {
      if (each.method().equals(key)) {
        Graph graph = parse(String.join("", each.text()));
        return sources.stream().anyMatch(source -> changes(source, graph))
            ? Optional.empty()
            : Optional.of(graph);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a subclass may override a method that the graph calls, or hide a field that it reads.
   */
  private static boolean changes(TypeElement subclass, Graph graph) {
    for (ExecutableElement method : ElementFilter.methodsIn(subclass.getEnclosedElements())) {
      String name = method.getSimpleName().toString();
      for (Function function : graph.functions()) {
        // of several functions for one method, the further ones have numbers
        if (function.name().equals(name) || function.name().startsWith(name + "_")) {
          return true;
        }
      }
    }
    return ElementFilter.fieldsIn(subclass.getEnclosedElements()).stream()
        .anyMatch(field -> reads(graph, field.getSimpleName().toString()));
  }

  private static boolean reads(Graph graph, String field) {
    return graph.inputs().stream()
        .filter(input -> input.kind() != Graph.Kind.ARGUMENT)
        .map(input -> input.name().replaceFirst("^this\\.", ""))
        .anyMatch(path -> path.equals(field) || path.startsWith(field + "."));
  }

  /** Whether a graph of the model has values of the record type, so that Kiln accepted it. */
  static boolean mention(Elements elements, TypeElement model, TypeElement record) {
    String type = "record<" + record.getQualifiedName() + ">";
    for (SerializedGraph each : annotations(elements, model)) {
      if (String.join("", each.text()).contains(type)) {
        return true;
      }
    }
    return false;
  }

  private static SerializedGraph[] annotations(Elements elements, TypeElement model) {
    ClassName name = GeneratedNames.of(ClassName.get(model), "Compiled", "");
    TypeElement compiled = elements.getTypeElement(name.canonicalName());
    return compiled == null
        ? new SerializedGraph[0]
        : compiled.getAnnotationsByType(SerializedGraph.class);
  }

  private static Graph parse(String text) throws UnreadableException {
    try {
      Graph graph = GraphParser.parse(text);
      Verifier.verify(graph);
      return graph;
    } catch (GraphSyntaxException | VerificationException e) {
      throw new UnreadableException(e.getMessage());
    }
  }
}
