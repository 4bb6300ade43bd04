package dev.kiln.processor.emit.model;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import dev.kiln.annotation.Generated;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.ModelClass;

/** What the classes that are generated for a model have in common. */
public final class GeneratedClasses {
  private GeneratedClasses() {}

  /** The name of the compiled class of a model. */
  public static ClassName compiled(ModelClass model) {
    return GeneratedNames.compiled(model.name());
  }

  /** The annotation that says what made a class. */
  public static AnnotationSpec annotation(ModelClass model) {
    return AnnotationSpec.builder(Generated.class)
        .addMember("value", "$S", "dev.kiln.processor.KilnProcessor")
        .addMember("comments", "$S", "from " + model.name().canonicalName())
        .build();
  }
}
