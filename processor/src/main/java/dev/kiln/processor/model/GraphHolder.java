package dev.kiln.processor.model;

import dev.kiln.annotation.Model;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.ElementFilter;

/**
 * The model whose graph of a method stands for a call of it: one that is compiled by itself.
 *
 * @param model the most specific such model that has the method, its own or inherited
 * @param subclasses classes below it, down to the one that is called
 */
public record GraphHolder(TypeElement model, List<TypeElement> subclasses) {
  public GraphHolder {
    subclasses = List.copyOf(subclasses);
  }

  /**
   * The holder; empty where the method is the compiled model's own, or no model's.
   *
   * @param compiled the model that is being compiled
   * @param receiver the class whose method is called, which may inherit it
   */
  public static Optional<GraphHolder> of(
      TypeElement compiled, TypeElement receiver, ExecutableElement method) {
    List<TypeElement> subclasses = new ArrayList<>();
    for (TypeElement type = receiver; type != null; type = superclass(type)) {
      boolean isOther = !type.equals(compiled) && type.getAnnotation(Model.class) != null;
      if (isOther && method.equals(mostSpecific(type, method))) {
        return Optional.of(new GraphHolder(type, subclasses));
      }
      subclasses.add(type);
    }
    return Optional.empty();
  }

  /** The method that a class has of the signature. */
  private static ExecutableElement mostSpecific(TypeElement type, ExecutableElement method) {
    String key = MethodKey.of(method);
    for (TypeElement at = type; at != null; at = superclass(at)) {
      for (ExecutableElement each : ElementFilter.methodsIn(at.getEnclosedElements())) {
        if (each.getSimpleName().equals(method.getSimpleName()) && MethodKey.of(each).equals(key)) {
          return each;
        }
      }
    }
    return null;
  }

  private static TypeElement superclass(TypeElement type) {
    return type.getSuperclass() instanceof DeclaredType parent
        ? (TypeElement) parent.asElement()
        : null;
  }

  /**
   * Whether the graph does what the method does in the class that is called: no subclass may
   * override a method that the graph calls, or hide a field that it reads.
   */
  public boolean holdsFor(Graph graph) {
    return subclasses.stream().noneMatch(subclass -> changes(subclass, graph));
  }

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
}
