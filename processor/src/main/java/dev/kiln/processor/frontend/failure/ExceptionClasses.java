package dev.kiln.processor.frontend.failure;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.ThrownExceptions;
import dev.kiln.processor.frontend.code.Program;
import dev.kiln.processor.frontend.name.NameResolution;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.session.Exceptions;
import java.util.List;
import java.util.Optional;
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
public final class ExceptionClasses {
  /** What a constructor may take that is given a message. */
  private static final Set<String> MESSAGES = Set.of("java.lang.String", "java.lang.Object");

  private final NameResolution names;
  private final Element ownPackage;

  /** The exceptions that code of a program can make. */
  public ExceptionClasses(Program program) {
    this.names = program.names();
    this.ownPackage = packageOf(program.members().element());
  }

  /**
   * The class of an exception that a graph throws and generated code cannot make; empty if none.
   */
  public Optional<String> hidden(Graph graph) {
    return ThrownExceptions.of(graph).stream()
        .filter(each -> !Exceptions.areKnown(each.exception()) && !canMake(each))
        .map(Terminator.Throw::exception)
        .findFirst();
  }

  private boolean canMake(Terminator.Throw end) {
    TypeElement type = names.named(end.exception());
    return type != null && canMake(type, !end.message().isEmpty());
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
    boolean isOwn = packageOf(member).equals(ownPackage);
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
