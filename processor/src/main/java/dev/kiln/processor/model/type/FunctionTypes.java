package dev.kiln.processor.model.type;

import dev.kiln.processor.model.source.Inheritance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Tells which types are functional interfaces. JLS 9.8. */
public final class FunctionTypes {
  private final Elements elements;

  public FunctionTypes(Elements elements) {
    this.elements = elements;
  }

  /** A type as a functional interface; empty for every other type. */
  public Optional<DeclaredType> of(TypeMirror type) {
    return type instanceof DeclaredType declared
            && declared.asElement() instanceof TypeElement element
            && method(element).isPresent()
        ? Optional.of(declared)
        : Optional.empty();
  }

  /** The method that a function implements; empty where the class is no functional interface. */
  public Optional<ExecutableElement> method(TypeElement type) {
    if (type.getKind() != ElementKind.INTERFACE) {
      return Optional.empty();
    }
    List<ExecutableElement> all = new ArrayList<>();
    List<ExecutableElement> found = new ArrayList<>();
    for (TypeElement each : Inheritance.lineage(type)) {
      for (ExecutableElement method : ElementFilter.methodsIn(each.getEnclosedElements())) {
        boolean isOverridden =
            all.stream().anyMatch(known -> elements.overrides(known, method, type));
        all.add(method);
        if (method.getModifiers().contains(Modifier.ABSTRACT)
            && !isOverridden
            && !isOfObject(method)) {
          found.add(method);
        }
      }
    }
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private boolean isOfObject(ExecutableElement method) {
    TypeElement object = elements.getTypeElement("java.lang.Object");
    return ElementFilter.methodsIn(object.getEnclosedElements()).stream()
        .anyMatch(
            each ->
                each.getSimpleName().equals(method.getSimpleName())
                    && each.getParameters().size() == method.getParameters().size());
  }
}
