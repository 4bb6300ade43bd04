package dev.kiln.processor.model.library;

import com.palantir.javapoet.ClassName;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.graph.Graph;
import dev.kiln.graph.VerificationException;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphFingerprint;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphSyntaxException;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.MethodKey;
import dev.kiln.processor.model.source.SourceAccess;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * The graphs of models whose source is not in this compilation: Kiln wrote them into {@code
 * FooSerializedGraphs} when it compiled the library.
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
   * A graph of a class file.
   *
   * @param fingerprint as the version of Kiln that wrote the class file made it
   */
  public record Entry(Graph graph, long fingerprint) {}

  /** The graph that the class file of a model has for a method; empty where there is none. */
  public static Optional<Entry> of(Elements elements, TypeElement model, ExecutableElement method)
      throws UnreadableException {
    String key = MethodKey.of(method);
    for (SerializedGraph each : annotations(elements, model)) {
      if (each.method().equals(key)) {
        Graph graph = parse(String.join("", each.text()));
        if (each.fingerprint() == GraphFingerprint.NONE) {
          throw new UnreadableException(
              "it has no fingerprint, since an early version of Kiln wrote it; compile the library"
                  + " again");
        }
        return Optional.of(new Entry(graph, each.fingerprint()));
      }
    }
    return Optional.empty();
  }

  /**
   * The graph of a method that a model inherits from a model of a library; empty where there is
   * none that does what the method does in {@code model}.
   */
  public static Optional<Graph> inherited(
      SourceAccess sources, TypeElement model, ExecutableElement method)
      throws UnreadableException {
    Optional<GraphHolder> holder = GraphHolder.of(model, model, method);
    return holder.isEmpty()
        ? Optional.empty()
        : of(sources.elements(), holder.get().model(), method)
            .map(Entry::graph)
            .filter(graph -> holder.get().holdsFor(graph, sources.inheritance()));
  }

  /**
   * Whether a graph of the model has values of the record type, so that Kiln accepted it, and no
   * constructor of the record has code.
   */
  static boolean mention(Elements elements, TypeElement model, TypeElement record) {
    String type = "record<" + record.getQualifiedName() + ">";
    boolean isMentioned = false;
    for (SerializedGraph each : annotations(elements, model)) {
      if (each.method().equals(SerializedGraph.CONSTRUCTION + record.getQualifiedName())) {
        return false;
      }
      isMentioned |= String.join("", each.text()).contains(type);
    }
    return isMentioned;
  }

  private static SerializedGraph[] annotations(Elements elements, TypeElement model) {
    ClassName name = GeneratedNames.serializedGraphs(ClassName.get(model));
    TypeElement holder = elements.getTypeElement(name.canonicalName());
    return holder == null
        ? new SerializedGraph[0]
        : holder.getAnnotationsByType(SerializedGraph.class);
  }

  /** Reads the text of a graph. */
  public static Graph parse(String text) throws UnreadableException {
    try {
      Graph graph = GraphParser.parse(text);
      Verifier.verify(graph);
      return graph;
    } catch (GraphSyntaxException | VerificationException e) {
      throw new UnreadableException(e.getMessage());
    }
  }
}
