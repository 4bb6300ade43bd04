package dev.kiln.processor.model.library;

import dev.kiln.annotation.Model;
import dev.kiln.graph.Graph;
import dev.kiln.processor.model.MethodKey;
import dev.kiln.processor.model.source.Inheritance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;

/**
 * The model whose graph of a method stands for a call of it: one that is compiled by itself.
 *
 * @param model the most specific such model that has the method, its own or inherited; the one that
 *     declares a static method
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
    Set<Modifier> modifiers = method.getModifiers();
    if (modifiers.contains(Modifier.PRIVATE)) {
      return Optional.empty();
    }
    if (modifiers.contains(Modifier.STATIC)) {
      TypeElement owner = (TypeElement) method.getEnclosingElement();
      return isOtherModel(owner, compiled)
          ? Optional.of(new GraphHolder(owner, List.of()))
          : Optional.empty();
    }
    List<TypeElement> subclasses = new ArrayList<>();
    for (TypeElement type = receiver; type != null; type = superclass(type)) {
      if (isOtherModel(type, compiled) && method.equals(mostSpecific(type, method))) {
        return Optional.of(new GraphHolder(type, subclasses));
      }
      subclasses.add(type);
    }
    return Optional.empty();
  }

  /** Whether a class may have graphs of methods, its own or inherited ones. */
  public static boolean mayBe(TypeElement type) {
    return Inheritance.superclasses(type).stream()
        .anyMatch(each -> each.getAnnotation(Model.class) != null);
  }

  private static boolean isOtherModel(TypeElement type, TypeElement compiled) {
    return !type.equals(compiled) && type.getAnnotation(Model.class) != null;
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
    return Inheritance.superclass(type).orElse(null);
  }

  /**
   * Whether the graph does what the method does in the class that is called: no subclass may
   * override a method that the graph calls, or hide a field that it reads.
   */
  public boolean holdsFor(Graph graph, Inheritance inheritance) {
    return subclasses.stream().noneMatch(subclass -> changes(subclass, graph, inheritance));
  }

  private boolean changes(TypeElement subclass, Graph graph, Inheritance inheritance) {
    return Inheritance.lineage(model).stream()
            .flatMap(each -> ElementFilter.methodsIn(each.getEnclosedElements()).stream())
            .anyMatch(
                each ->
                    calls(graph, each.getSimpleName().toString())
                        && !inheritance
                            .selected(each, subclass)
                            .equals(inheritance.selected(each, model)))
        || ElementFilter.fieldsIn(subclass.getEnclosedElements()).stream()
            .anyMatch(field -> hides(field) && reads(graph, field.getSimpleName().toString()));
  }

  /**
   * Whether the graph may call a method: of several functions for one, further ones are numbered.
   */
  private static boolean calls(Graph graph, String method) {
    return graph.functions().stream()
        .anyMatch(
            function -> function.name().equals(method) || function.name().startsWith(method + "_"));
  }

  /** Whether a field is one that compute methods may read, in the place of another. */
  private static boolean hides(VariableElement field) {
    return !field.getModifiers().contains(Modifier.STATIC)
        && !field.getModifiers().contains(Modifier.PRIVATE);
  }

  private static boolean reads(Graph graph, String field) {
    return graph.inputs().stream()
        .filter(input -> input.kind() != Graph.Kind.ARGUMENT)
        .map(input -> input.name().replaceFirst("^this\\.", ""))
        .anyMatch(path -> path.equals(field) || path.startsWith(field + "."));
  }
}
