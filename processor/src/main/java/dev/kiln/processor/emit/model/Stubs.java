package dev.kiln.processor.emit.model;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.processor.model.ModelClass;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * What is emitted for a model with errors: the same classes with the same signatures, so that other
 * files show no follow-up errors. No body runs, since the compilation fails.
 */
public final class Stubs {
  private Stubs() {}

  /** The body of every method. */
  public static CodeBlock body(ModelClass model) {
    return CodeBlock.builder()
        .addStatement(
            "throw new $T($S)",
            IllegalStateException.class,
            model.name().canonicalName() + " was not compiled: see the errors of the compiler")
        .build();
  }

  /**
   * Whether records may have components, as the real ones. javac before 23 fails with an exception
   * where it has read a record, such as that of a stub from the folder of generated sources, and
   * then a processor generates it with components at other places (JDK-8332297).
   */
  public static boolean mayHaveComponents() {
    return Integer.parseInt(System.getProperty("java.specification.version")) >= 23;
  }

  /** A record without components that other files can use as if it had them. */
  public static TypeSpec.Builder record(String name, MethodSpec canonical, ModelClass model) {
    TypeSpec.Builder record =
        TypeSpec.recordBuilder(name)
            .recordConstructor(MethodSpec.constructorBuilder().build())
            .addMethod(canonical.toBuilder().addStatement("this()").build());
    for (ParameterSpec each : canonical.parameters()) {
      record.addMethod(
          MethodSpec.methodBuilder(each.name())
              .addModifiers(Modifier.PUBLIC)
              .returns(each.type())
              .addCode(body(model))
              .build());
    }
    return record;
  }

  /** The method without its code. */
  public static MethodSpec of(MethodSpec method, ModelClass model) {
    return MethodSpec.methodBuilder(method.name())
        .addModifiers(method.modifiers())
        .returns(method.returnType())
        .addCode(body(model))
        .build();
  }

  /** Whether a generated class can extend the model; else, an error says why not. */
  public static boolean mayBeExtended(TypeElement model) {
    return model.getKind() == ElementKind.CLASS
        && !model.getModifiers().contains(Modifier.FINAL)
        && mayBeNamed(model);
  }

  /** Whether generated code can name the model; else, an error says why not. */
  public static boolean mayBeNamed(TypeElement model) {
    for (Element at = model; at instanceof TypeElement; at = at.getEnclosingElement()) {
      if (at.getModifiers().contains(Modifier.PRIVATE)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a type in the signature cannot be resolved, which the compiler says where it is. */
  public static boolean hasUnknownTypes(ExecutableElement method) {
    return method.getParameters().stream().anyMatch(each -> isUnknown(each.asType()))
        || method.getThrownTypes().stream().anyMatch(Stubs::isUnknown);
  }

  private static boolean isUnknown(TypeMirror type) {
    return type instanceof ArrayType array
        ? isUnknown(array.getComponentType())
        : type.getKind() == TypeKind.ERROR;
  }
}
