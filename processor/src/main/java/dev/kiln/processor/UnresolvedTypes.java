package dev.kiln.processor;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Finds types that a model's declarations name and that do not exist yet. */
final class UnresolvedTypes {
  /** Classes whose declarations are still to be looked at. */
  private final Deque<TypeElement> open = new ArrayDeque<>();

  private final Set<TypeElement> seen = new HashSet<>();
  private final boolean fieldsOnly;
  private boolean missing;

  private UnresolvedTypes(boolean fieldsOnly) {
    this.fieldsOnly = fieldsOnly;
  }

  /**
   * Whether a type cannot be resolved that is a superclass, or in a field, a constructor or the
   * signature of a compute method, or the annotation of one of these; also in superclasses, nested
   * models and records in use.
   */
  static boolean in(TypeElement model) {
    return new UnresolvedTypes(false).isAnyReachedFrom(model);
  }

  /** The same without constructors and methods. */
  static boolean inFields(TypeElement model) {
    return new UnresolvedTypes(true).isAnyReachedFrom(model);
  }

  private boolean isAnyReachedFrom(TypeElement model) {
    enter(model);
    while (!missing && !open.isEmpty()) {
      TypeElement type = open.remove();
      visitSuperclass(type.getSuperclass());
      type.getEnclosedElements().forEach(this::visit);
    }
    return missing;
  }

  private void enter(TypeElement type) {
    if (seen.add(type)) {
      open.add(type);
    }
  }

  private void visitSuperclass(TypeMirror superclass) {
    visit(superclass);
    if (superclass instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement type
        && !type.getQualifiedName().toString().startsWith("java.")) {
      enter(type);
    }
  }

  private void visit(Element member) {
    if (member.getKind().isField() || member instanceof RecordComponentElement) {
      visitAnnotated(member);
    } else if (!fieldsOnly
        && member instanceof ExecutableElement method
        && (method.getKind() == ElementKind.CONSTRUCTOR
            || method.getAnnotation(Compute.class) != null)) {
      visitAnnotations(method);
      visit(method.getReturnType());
      method.getParameters().forEach(this::visitAnnotated);
    } else if (member instanceof TypeElement nested && nested.getKind() == ElementKind.RECORD) {
      enter(nested);
    }
  }

  private void visitAnnotated(Element variable) {
    visitAnnotations(variable);
    visit(variable.asType());
  }

  private void visitAnnotations(Element element) {
    element.getAnnotationMirrors().forEach(each -> visit(each.getAnnotationType()));
  }

  private void visit(TypeMirror type) {
    if (type.getKind() == TypeKind.ERROR) {
      missing = true;
    } else if (type instanceof ArrayType array) {
      visit(array.getComponentType());
    } else if (type instanceof DeclaredType declared) {
      declared.getTypeArguments().forEach(this::visit);
      TypeElement element = (TypeElement) declared.asElement();
      if (element.getKind() == ElementKind.RECORD || element.getAnnotation(Model.class) != null) {
        enter(element);
      }
    }
  }
}
