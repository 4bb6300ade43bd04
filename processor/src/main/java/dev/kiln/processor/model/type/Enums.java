package dev.kiln.processor.model.type;

import dev.kiln.type.CodedType;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** Enums, of which graphs have the ordinals. */
public final class Enums {
  private Enums() {}

  /** The enum that a type is; empty for every other type. */
  public static Optional<TypeElement> of(TypeMirror mirror) {
    return mirror instanceof DeclaredType declared
            && declared.asElement() instanceof TypeElement type
            && type.getKind() == ElementKind.ENUM
        ? Optional.of(type)
        : Optional.empty();
  }

  /** The type of its values; empty for an enum inside a method, which has no name elsewhere. */
  public static Optional<CodedType> type(TypeElement element) {
    String name = element.getQualifiedName().toString();
    return name.isEmpty() ? Optional.empty() : Optional.of(new CodedType(name));
  }

  /** The constants, each at its ordinal. */
  public static List<VariableElement> constants(TypeElement element) {
    return ElementFilter.fieldsIn(element.getEnclosedElements()).stream()
        .filter(each -> each.getKind() == ElementKind.ENUM_CONSTANT)
        .toList();
  }

  /** Whether other classes of its package cannot name it. */
  static boolean isPrivate(TypeElement element) {
    for (Element around = element; around != null; around = around.getEnclosingElement()) {
      if (around.getModifiers().contains(Modifier.PRIVATE)) {
        return true;
      }
    }
    return false;
  }
}
