package dev.kiln.processor;

import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/** Tells classes that other compilers show javac as stubs, whose methods have no code in them. */
final class OtherLanguages {
  private OtherLanguages() {}

  /** The language of a class that is not written in Java. */
  static Optional<String> of(TypeElement type) {
    for (AnnotationMirror each : type.getAnnotationMirrors()) {
      if (each.getAnnotationType().toString().equals("kotlin.Metadata")) {
        return Optional.of("Kotlin");
      }
    }
    for (TypeMirror each : type.getInterfaces()) {
      if (each.toString().equals("groovy.lang.GroovyObject")) {
        return Optional.of("Groovy");
      }
    }
    return Optional.empty();
  }
}
