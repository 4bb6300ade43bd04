package dev.kiln.processor.model.type;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.Trees;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * Which records the compiled language can take apart: those whose accessors only return the
 * components. Constructors with code are functions.
 */
public final class RecordRules {
  private RecordRules() {}

  /** What a record has that would not run, also where it only passes through; empty for others. */
  public static Optional<String> customCode(TypeElement record, Trees trees) {
    for (ExecutableElement method : ElementFilter.methodsIn(record.getEnclosedElements())) {
      boolean accessor =
          method.getParameters().isEmpty()
              && record.getRecordComponents().stream()
                  .anyMatch(c -> c.getSimpleName().equals(method.getSimpleName()));
      if (accessor && isWritten(method, trees)) {
        return Optional.of(
            "an accessor " + method.getSimpleName() + "() with code, which would not run");
      }
    }
    return Optional.empty();
  }

  /**
   * A constructor that gives components other values than those of its parameters: generated code
   * that returns such a record would run it twice.
   */
  public static Optional<String> changedComponents(TypeElement record, Trees trees) {
    for (ExecutableElement constructor :
        ElementFilter.constructorsIn(record.getEnclosedElements())) {
      if (isCanonical(constructor, record)
          && isWritten(constructor, trees)
          && ComponentChanges.of(trees.getTree(constructor))) {
        return Optional.of("a constructor that changes components, which would run again");
      }
    }
    return Optional.empty();
  }

  private static boolean isCanonical(ExecutableElement constructor, TypeElement record) {
    List<? extends VariableElement> parameters = constructor.getParameters();
    List<? extends RecordComponentElement> components = record.getRecordComponents();
    boolean canonical = parameters.size() == components.size();
    for (int i = 0; canonical && i < components.size(); i++) {
      canonical = parameters.get(i).getSimpleName().equals(components.get(i).getSimpleName());
    }
    return canonical;
  }

  /** Whether a record has a constructor with code. */
  public static boolean hasConstructor(TypeElement record, Trees trees) {
    return ElementFilter.constructorsIn(record.getEnclosedElements()).stream()
        .anyMatch(each -> isWritten(each, trees));
  }

  /** A record in a type, at any depth, that other classes of the package cannot name. */
  public static Optional<TypeElement> privateRecord(TypeMirror type) {
    return privateRecord(type, new HashSet<>());
  }

  private static Optional<TypeElement> privateRecord(TypeMirror type, Set<TypeElement> seen) {
    TypeElement inArray = PlainTypes.elementRecord(type);
    TypeElement record = inArray != null ? inArray : PlainTypes.record(type);
    if (record == null || !seen.add(record)) {
      return Optional.empty();
    }
    if (Enums.isPrivate(record)) {
      return Optional.of(record);
    }
    return record.getRecordComponents().stream()
        .flatMap(component -> privateRecord(component.asType(), seen).stream())
        .findFirst();
  }

  /** A record in a type, at any depth, that is generic. */
  public static Optional<TypeElement> genericRecord(TypeMirror type) {
    return genericRecord(type, new HashSet<>());
  }

  private static Optional<TypeElement> genericRecord(TypeMirror type, Set<TypeElement> seen) {
    TypeElement inArray = PlainTypes.elementRecord(type);
    TypeElement record = inArray != null ? inArray : PlainTypes.record(type);
    if (record == null || !seen.add(record)) {
      return Optional.empty();
    }
    return record.getTypeParameters().isEmpty()
        ? record.getRecordComponents().stream()
            .flatMap(component -> genericRecord(component.asType(), seen).stream())
            .findFirst()
        : Optional.of(record);
  }

  /** Whether a method or constructor has code in the source. */
  public static boolean isWritten(Element element, Trees trees) {
    return trees.getTree(element) instanceof MethodTree tree
        && tree.getBody() != null
        && trees
                .getSourcePositions()
                .getEndPosition(trees.getPath(element).getCompilationUnit(), tree.getBody())
            >= 0
        && !tree.getBody().getStatements().isEmpty();
  }
}
