package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.JavadocText;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * A derivative as a static method that takes the model, which need not be compiled: code of models
 * calls it, so that the plain class runs as the compiled one does. The method of the compiled class
 * itself calls it too.
 *
 * <pre>
 * public EnergyGradient energyGradient(double x) { return energyGradient(this, x); }
 * public static EnergyGradient energyGradient(Law model, double x) { ... }
 * </pre>
 */
final class StaticForm {
  /** What the parameter for the model is preferably called. */
  static final String INSTANCE = "model";

  private final ModelClass model;
  private final MethodSpec signature;
  private final String instance;

  /**
   * The forms of a derivative.
   *
   * @param signature of the method of an instance, with its documentation
   * @param instance the name of the parameter for the model
   */
  StaticForm(ModelClass model, MethodSpec signature, String instance) {
    this.model = model;
    this.signature = signature;
    this.instance = instance;
  }

  /** The static method. */
  MethodSpec of(CodeBlock body) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(signature.name())
            .addModifiers(signature.modifiers())
            .addModifiers(Modifier.STATIC)
            .addJavadoc(
                "$L",
                JavadocText.wrapped(
                    "The same for any {@code "
                        + model.name().simpleName()
                        + "}, compiled or not: what is derived from the method that this class has"
                        + " compiled, with the fields of the given object.",
                    1))
            .returns(signature.returnType())
            .varargs(signature.varargs())
            .addParameter(model.name(), instance);
    signature.parameters().forEach(method::addParameter);
    return method.addCode(body).build();
  }

  /** The method of an instance. */
  MethodSpec delegating(CodeBlock body) {
    return signature.toBuilder().addCode(body).build();
  }

  /** The private method that computes what the static one tells tapes of. */
  MethodSpec untaped(String name, CodeBlock body) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(signature.returnType())
            .addParameter(model.name(), instance);
    signature.parameters().forEach(method::addParameter);
    return method.addCode(body).build();
  }

  /**
   * {@code return energyGradient(this, x);}.
   *
   * @param method which is called, of the same class
   * @param of what has the fields
   */
  JavaText call(String method, String of) {
    List<JavaText> arguments = new ArrayList<>(List.of(new JavaText(of)));
    for (ParameterSpec parameter : signature.parameters()) {
      arguments.add(new JavaText(parameter.name()));
    }
    boolean isVoid = signature.returnType().equals(TypeName.VOID);
    return JavaText.builder()
        .add(JavaText.line(SourcePosition.UNKNOWN))
        .addStatement("$L$L($L)", isVoid ? "" : "return ", method, JavaText.join(arguments, ", "))
        .build();
  }
}
