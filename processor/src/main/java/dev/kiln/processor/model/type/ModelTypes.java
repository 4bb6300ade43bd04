package dev.kiln.processor.model.type;

import dev.kiln.annotation.Model;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/** Tells which types are those of models, and of arrays and lists of models. */
public final class ModelTypes {
  private ModelTypes() {}

  /** The model that a type is; null for every other type. */
  public static TypeElement model(TypeMirror type) {
    return type instanceof DeclaredType declared
            && declared.asElement() instanceof TypeElement element
            && isModel(element)
        ? element
        : null;
  }

  /** Whether a class is that of a model. */
  public static boolean isModel(TypeElement type) {
    return type.getAnnotation(Model.class) != null;
  }

  /** The class or interface that a type names; null for every other type. */
  public static TypeElement heldClass(TypeMirror type) {
    return type instanceof DeclaredType declared
            && declared.asElement() instanceof TypeElement element
            && (element.getKind() == ElementKind.CLASS
                || element.getKind() == ElementKind.INTERFACE)
        ? element
        : null;
  }

  /** The class or interface that the elements of an array or list are; null for other types. */
  public static TypeElement elementClass(TypeMirror type) {
    return elementType(type).map(ModelTypes::heldClass).orElse(null);
  }

  /** The type of the elements of an array or list; empty for every other type. */
  public static Optional<TypeMirror> elementType(TypeMirror type) {
    if (type instanceof ArrayType array) {
      return Optional.of(array.getComponentType());
    }
    return isList(type) && ((DeclaredType) type).getTypeArguments().size() == 1
        ? Optional.of(((DeclaredType) type).getTypeArguments().get(0))
        : Optional.empty();
  }

  /** Whether a type is that of lists. */
  public static boolean isList(TypeMirror type) {
    return type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && element.getQualifiedName().contentEquals("java.util.List");
  }

  /** The model that the elements of an array or list are; null for every other type. */
  public static TypeElement element(TypeMirror type) {
    TypeElement element = elementClass(type);
    return element != null && isModel(element) ? element : null;
  }
}
