package dev.kiln.processor.model.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** What classes inherit, and which methods override which. JLS 8.2, 8.4.8, 15.12.4.4. */
public final class Inheritance {
  private final Elements elements;
  private final Types types;

  public Inheritance(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  /** A class, its superclasses, then its interfaces. */
  public static List<TypeElement> lineage(TypeElement type) {
    Set<TypeElement> lineage = new LinkedHashSet<>(superclasses(type));
    for (TypeElement each : List.copyOf(lineage)) {
      collectInterfaces(each, lineage);
    }
    return List.copyOf(lineage);
  }

  private static void collectInterfaces(TypeElement type, Set<TypeElement> lineage) {
    for (TypeMirror parent : type.getInterfaces()) {
      if (parent instanceof DeclaredType declared
          && declared.asElement() instanceof TypeElement element
          && lineage.add(element)) {
        collectInterfaces(element, lineage);
      }
    }
  }

  /** A class and its superclasses, from the class up. */
  public static List<TypeElement> superclasses(TypeElement type) {
    List<TypeElement> classes = new ArrayList<>();
    Optional<TypeElement> at = Optional.of(type);
    while (at.isPresent() && !classes.contains(at.get())) {
      classes.add(at.get());
      at = superclass(at.get());
    }
    return classes;
  }

  /** A class and its superclasses, from that below Object down. */
  public static List<TypeElement> superclassesFirst(TypeElement type) {
    List<TypeElement> classes = superclasses(type);
    classes.removeIf(each -> each.getQualifiedName().contentEquals("java.lang.Object"));
    Collections.reverse(classes);
    return classes;
  }

  /** The superclass; empty for Object and for interfaces. */
  public static Optional<TypeElement> superclass(TypeElement type) {
    return type.getSuperclass() instanceof DeclaredType parent
        ? Optional.of((TypeElement) parent.asElement())
        : Optional.empty();
  }

  /** Whether a field or method of a class is a member of one that extends it. JLS 8.2. */
  public boolean isMember(Element member, TypeElement of) {
    Element owner = member.getEnclosingElement();
    Set<Modifier> modifiers = member.getModifiers();
    if (owner.equals(of)) {
      return true;
    }
    boolean isStaticOfInterface =
        owner.getKind().isInterface()
            && member instanceof ExecutableElement
            && modifiers.contains(Modifier.STATIC);
    if (modifiers.contains(Modifier.PRIVATE) || isStaticOfInterface) {
      return false;
    }
    if (modifiers.contains(Modifier.PUBLIC) || modifiers.contains(Modifier.PROTECTED)) {
      return true;
    }
    for (TypeElement each : superclasses(of)) { // with package access, from class to class
      if (!packageOf(each).equals(packageOf(owner))) {
        return false;
      }
      if (each.equals(owner)) {
        return true;
      }
    }
    return false;
  }

  /** Whether code in a class may name a member of a class. JLS 6.6. */
  public boolean isAccessible(Element member, TypeElement from, TypeElement qualifier) {
    Set<Modifier> modifiers = member.getModifiers();
    if (modifiers.contains(Modifier.PUBLIC)) {
      return true;
    }
    if (modifiers.contains(Modifier.PRIVATE)) {
      return outermost(member).equals(outermost(from));
    }
    if (packageOf(member).equals(packageOf(from))) {
      return true;
    }
    if (!modifiers.contains(Modifier.PROTECTED)) {
      return false;
    }
    boolean isStatic = modifiers.contains(Modifier.STATIC);
    for (Element at = from; at instanceof TypeElement type; at = at.getEnclosingElement()) {
      if (superclasses(type).contains(member.getEnclosingElement())
          && (isStatic || superclasses(qualifier).contains(type))) {
        return true;
      }
    }
    return false;
  }

  private static Element outermost(Element element) {
    Element at = element;
    while (at.getEnclosingElement() instanceof TypeElement outer) {
      at = outer;
    }
    return at;
  }

  private PackageElement packageOf(Element element) {
    return elements.getPackageOf(element);
  }

  /**
   * The method that runs where {@code called} is called on an object of exactly the class {@code
   * receiver}. JLS 15.12.4.4.
   */
  public ExecutableElement selected(ExecutableElement called, TypeElement receiver) {
    Set<Modifier> modifiers = called.getModifiers();
    if (modifiers.contains(Modifier.STATIC) || modifiers.contains(Modifier.PRIVATE)) {
      return called;
    }
    List<TypeElement> classes = superclasses(receiver);
    Set<ExecutableElement> overridden = new LinkedHashSet<>();
    overridden.add(called);
    ExecutableElement found = called;
    boolean isDefault = called.getEnclosingElement().getKind().isInterface();
    for (int i = classes.size() - 1; i >= 0; i--) { // from Object down: overriding is transitive
      for (ExecutableElement each : methods(classes.get(i), called)) {
        if (overridden.stream().anyMatch(known -> overrides(each, known, receiver))) {
          overridden.add(each);
          found = each;
          isDefault = false;
        }
      }
    }
    return isDefault ? mostSpecificDefault(called, receiver) : found;
  }

  /** Whether it overrides directly; a method of the same package does so past other packages. */
  private boolean overrides(
      ExecutableElement method, ExecutableElement other, TypeElement receiver) {
    if (hasAccessModifier(other)) {
      return elements.overrides(method, other, receiver);
    }
    TypeElement owner = (TypeElement) method.getEnclosingElement();
    return !method.equals(other)
        && !method.getModifiers().contains(Modifier.STATIC)
        && !method.getModifiers().contains(Modifier.PRIVATE)
        && packageOf(method).equals(packageOf(other))
        && superclasses(owner).contains(other.getEnclosingElement())
        && types.isSubsignature(asMember(method, owner), asMember(other, owner));
  }

  private static boolean hasAccessModifier(ExecutableElement method) {
    return method.getModifiers().stream()
        .anyMatch(
            each ->
                each == Modifier.PUBLIC || each == Modifier.PROTECTED || each == Modifier.PRIVATE);
  }

  /** The type that a method has in a class, with what stands there for type variables. */
  public ExecutableType asMember(ExecutableElement method, TypeElement of) {
    return (ExecutableType) types.asMemberOf((DeclaredType) of.asType(), method);
  }

  /** Whether a method of a class hides or overrides another one that the class would inherit. */
  public boolean replaces(ExecutableElement method, ExecutableElement other, TypeElement in) {
    return types.isSubsignature(asMember(method, in), asMember(other, in));
  }

  private ExecutableElement mostSpecificDefault(ExecutableElement called, TypeElement receiver) {
    ExecutableElement found = called;
    for (TypeElement type : lineage(receiver)) {
      for (ExecutableElement each : methods(type, called)) {
        if (type.getKind().isInterface() && elements.overrides(each, found, receiver)) {
          found = each;
        }
      }
    }
    return found;
  }

  private static List<ExecutableElement> methods(TypeElement type, ExecutableElement like) {
    return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
        .filter(each -> each.getSimpleName().equals(like.getSimpleName()))
        .filter(each -> each.getParameters().size() == like.getParameters().size())
        .toList();
  }

  /** Whether a class, or one between it and that of the method, overrides it. */
  public boolean isOverridden(ExecutableElement method, TypeElement in) {
    return !selected(method, in).equals(method);
  }
}
