package dev.kiln.processor.emit.model;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.annotation.Generated;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.ModelClass;
import javax.lang.model.element.Modifier;

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

  /**
   * A class of static methods beside a model, which only its package sees so far.
   *
   * @param javadoc has the model's name where it has {@code $T}
   * @param qualified names of classes that it says with their packages
   */
  public static TypeSpec.Builder beside(
      ModelClass model, ClassName name, String javadoc, String... qualified) {
    return TypeSpec.classBuilder(name)
        .addJavadoc(javadoc, model.name())
        .addAnnotation(annotation(model))
        .addOriginatingElement(model.element())
        .alwaysQualify(qualified)
        .addModifiers(Modifier.FINAL)
        .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
  }
}
