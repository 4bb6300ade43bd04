package dev.kiln.processor.emit.model;

import com.palantir.javapoet.ClassName;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.NestedModel;

/** Emits the checks that nested models are of the classes whose code is compiled in. */
public final class NestedModels {
  /** The runtime's class with the checks of models. */
  public static final ClassName CHECKS = ClassName.get("dev.kiln.spi", "ModelChecks");

  private NestedModels() {}

  /**
   * The statements.
   *
   * @param instance what has the fields
   */
  public static JavaText requireExact(ModelClass model, String instance) {
    JavaText.Builder code = JavaText.builder();
    FieldAccess access = new FieldAccess(model);
    for (NestedModel nested : model.nested()) {
      code.addStatement(
          "$T.requireExact($S, $L, $T.class)",
          CHECKS,
          nested.path(),
          access.declared(new JavaText(instance), nested.path()),
          ClassName.get(nested.model()));
    }
    return code.build();
  }
}
