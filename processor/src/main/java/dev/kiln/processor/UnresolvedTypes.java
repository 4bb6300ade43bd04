package dev.kiln.processor;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import dev.kiln.annotation.Compute;

/** Finds types that a model's declarations name and that do not exist yet. */
final class UnresolvedTypes {
  private UnresolvedTypes() {}

  /** Whether the superclass, a field or the signature of a compute method cannot be resolved. */
  static boolean in(TypeElement model) {
    List<TypeMirror> mentioned = new ArrayList<>();
    mentioned.add(model.getSuperclass());
    for (VariableElement field : ElementFilter.fieldsIn(model.getEnclosedElements())) {
      mentioned.add(field.asType());
    }
    for (ExecutableElement method : ElementFilter.methodsIn(model.getEnclosedElements())) {
      if (method.getAnnotation(Compute.class) != null) {
        mentioned.add(method.getReturnType());
        method.getParameters().forEach(parameter -> mentioned.add(parameter.asType()));
      }
    }
    for (TypeElement nested : ElementFilter.typesIn(model.getEnclosedElements())) {
      for (RecordComponentElement component : nested.getRecordComponents()) {
        mentioned.add(component.asType());
      }
    }
    return mentioned.stream().anyMatch(UnresolvedTypes::isMissing);
  }

  private static boolean isMissing(TypeMirror type) {
    return type instanceof ArrayType array
        ? isMissing(array.getComponentType())
        : type.getKind() == TypeKind.ERROR;
  }
}
