package dev.kiln.processor.model.type;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.Trees;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * Which records the compiled language can take apart: those whose constructor and accessors only
 * store and return the components.
 */
public final class RecordRules {
  private RecordRules() {}

  /** What a record has that would not run; empty for a plain record. */
  public static Optional<String> customCode(TypeElement record, Trees trees) {
    for (ExecutableElement constructor :
        ElementFilter.constructorsIn(record.getEnclosedElements())) {
      boolean canonical = constructor.getParameters().size() == record.getRecordComponents().size();
      if (canonical && isWritten(constructor, trees)) {
        return Optional.of("a constructor with code");
      }
    }
    for (ExecutableElement method : ElementFilter.methodsIn(record.getEnclosedElements())) {
      boolean accessor =
          method.getParameters().isEmpty()
              && record.getRecordComponents().stream()
                  .anyMatch(c -> c.getSimpleName().equals(method.getSimpleName()));
      if (accessor && isWritten(method, trees)) {
        return Optional.of("an accessor " + method.getSimpleName() + "() with code");
      }
    }
    return Optional.empty();
  }

  /** A record in a type, at any depth, that other classes of the package cannot name. */
  static Optional<TypeElement> privateRecord(TypeMirror type) {
    return privateRecord(type, new HashSet<>());
  }

  private static Optional<TypeElement> privateRecord(TypeMirror type, Set<TypeElement> seen) {
    TypeElement inArray = PlainTypes.elementRecord(type);
    TypeElement record = inArray != null ? inArray : PlainTypes.record(type);
    if (record == null || !seen.add(record)) {
      return Optional.empty();
    }
    for (Element around = record; around != null; around = around.getEnclosingElement()) {
      if (around.getModifiers().contains(Modifier.PRIVATE)) {
        return Optional.of(record);
      }
    }
    return record.getRecordComponents().stream()
        .flatMap(component -> privateRecord(component.asType(), seen).stream())
        .findFirst();
  }

  private static boolean isWritten(Element element, Trees trees) {
    return trees.getTree(element) instanceof MethodTree tree
        && tree.getBody() != null
        && trees
                .getSourcePositions()
                .getEndPosition(trees.getPath(element).getCompilationUnit(), tree.getBody())
            >= 0
        && !tree.getBody().getStatements().isEmpty();
  }
}
