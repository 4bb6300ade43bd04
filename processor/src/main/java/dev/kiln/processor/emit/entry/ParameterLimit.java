package dev.kiln.processor.emit.entry;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.ComputeMethod;
import javax.lang.model.element.Modifier;

/** How many values a Java method or constructor may take. JVMS 4.3.3. */
public final class ParameterLimit {
  private static final int MOST_SLOTS = 255;

  private ParameterLimit() {}

  /**
   * Refuses a compute method whose code would need a Java method that takes too much.
   *
   * @param method the compute method
   * @param what the Java method is, for the message
   */
  public static void check(MethodSpec taking, ComputeMethod method, String what) {
    int slots = taking.modifiers().contains(Modifier.STATIC) ? 0 : 1; // this
    for (ParameterSpec parameter : taking.parameters()) {
      boolean isWide =
          parameter.type().equals(TypeName.DOUBLE) || parameter.type().equals(TypeName.LONG);
      slots += isWide ? 2 : 1;
    }
    if (slots > MOST_SLOTS) {
      throw new Refusal(
          Diagnostic.on(
              method.place(),
              method.unit(),
              Code.TOO_MANY_VALUES,
              what,
              taking.parameters().size()));
    }
  }
}
