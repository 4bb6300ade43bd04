package dev.kiln.processor.frontend.failure;

import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.model.source.Inheritance;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** Tells which exceptions generated code, in the package of the model, can make. */
final class ExceptionClasses {
  /** What a constructor may take that is given a message. */
  private static final Set<String> MESSAGES = Set.of("java.lang.String", "java.lang.Object");

  private final Context context;

  ExceptionClasses(Context context) {
    this.context = context;
  }

  /** Whether there is a constructor that takes a message, or nothing. */
  boolean canMake(TypeElement type, boolean hasMessage) {
    boolean isMember = type.getNestingKind().isNested() && !type.getQualifiedName().isEmpty();
    boolean isInner = isMember && !type.getModifiers().contains(Modifier.STATIC);
    return isThrowable(type)
        && type.getKind() == ElementKind.CLASS
        && !type.getQualifiedName().isEmpty()
        && !type.getModifiers().contains(Modifier.ABSTRACT)
        && !isInner
        && isVisible(type)
        && ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
            .anyMatch(each -> isVisible(each) && takes(each, hasMessage));
  }

  private static boolean isThrowable(TypeElement type) {
    return Inheritance.lineage(type).stream()
        .anyMatch(each -> each.getQualifiedName().contentEquals("java.lang.Throwable"));
  }

  private static boolean takes(ExecutableElement constructor, boolean hasMessage) {
    List<? extends Element> parameters = constructor.getParameters();
    if (!hasMessage || parameters.size() != 1) {
      return !hasMessage && parameters.isEmpty();
    }
    TypeMirror type = parameters.get(0).asType();
    return type instanceof DeclaredType declared
        && MESSAGES.contains(((TypeElement) declared.asElement()).getQualifiedName().toString());
  }

  /** Whether all classes of the package see a class or a member. */
  private boolean isVisible(Element member) {
    boolean isOwn = packageOf(member).equals(packageOf(context.declaring()));
    for (Element at = member; !(at instanceof PackageElement); at = at.getEnclosingElement()) {
      boolean isPublic = at.getModifiers().contains(Modifier.PUBLIC);
      if (at.getModifiers().contains(Modifier.PRIVATE) || !isPublic && !isOwn) {
        return false;
      }
    }
    return true;
  }

  private static Element packageOf(Element member) {
    Element at = member;
    while (!(at instanceof PackageElement)) {
      at = at.getEnclosingElement();
    }
    return at;
  }
}
