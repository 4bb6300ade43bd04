package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import dev.kiln.graph.Graph;
import dev.kiln.processor.emit.entry.Boundary;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * What a derivative does while a tape is open: the tape does not see into it, and must not take
 * what it returns for constants.
 *
 * <pre>
 * EnergyGradient derivatives = energyGradientUntaped(model, x);
 * if (Recording.current() != null) {
 *   CompiledCall.recordDerivative(
 *       "energyGradient", List.of(x, model.w), List.of(derivatives.value(), derivatives.x()));
 * }
 * return derivatives;
 * </pre>
 */
final class HiddenDerivative {
  private static final ClassName RECORDING = ClassName.get("dev.kiln.tensor", "Recording");
  private static final ClassName COMPILED_CALL = ClassName.get("dev.kiln.spi", "CompiledCall");
  private static final ClassName LIST = ClassName.get("java.util", "List");

  /** What the variable is preferably called that has what a derivative returns. */
  static final String VARIABLE = "derivatives";

  private final Graph derivative;
  private final Boundary boundary;

  HiddenDerivative(Graph derivative, Boundary boundary) {
    this.derivative = derivative;
    this.boundary = boundary;
  }

  /** Whether a tape may follow what the derivative takes and returns. */
  boolean isPossible() {
    return derivative.entry().resultTypes().stream().anyMatch(HiddenDerivative::isFollowed)
        && derivative.entry().parameters().stream().anyMatch(each -> isFollowed(each.type()));
  }

  /**
   * The statements of the static form.
   *
   * @param name of the generated method
   * @param type what the derivative returns
   * @param accessors what gives each result, such as {@code x()}; the empty text where what is
   *     returned is the one result
   * @param computing returns what is computed
   */
  JavaText statements(String name, TypeName type, List<String> accessors, JavaText computing) {
    String variable = boundary.unusedVariable(VARIABLE);
    List<JavaText> inputs = new ArrayList<>();
    for (int i = 0; i < derivative.inputs().size(); i++) {
      if (isFollowed(derivative.inputType(i))) {
        inputs.add(boundary.source(derivative.inputs().get(i)));
      }
    }
    List<JavaText> results = new ArrayList<>();
    for (int i = 0; i < accessors.size(); i++) {
      if (isFollowed(derivative.entry().resultTypes().get(i))) {
        String dot = accessors.get(i).isEmpty() ? "" : ".";
        results.add(JavaText.of("$L$L$L", variable, dot, accessors.get(i)));
      }
    }
    String declared = JavaText.of("$T $L = ", type, variable).text();
    String computed = computing.text().replaceFirst("return ", Matcher.quoteReplacement(declared));
    return JavaText.builder()
        .add(new JavaText(computed))
        .open("if ($T.current() != null)", RECORDING)
        .addStatement(
            "$T.recordDerivative($S, $T.of($L), $T.of($L))",
            COMPILED_CALL,
            name,
            LIST,
            JavaText.join(inputs, ", "),
            LIST,
            JavaText.join(results, ", "))
        .close()
        .addStatement("return $L", variable)
        .build();
  }

  private static boolean isFollowed(ValueType type) {
    return type instanceof TensorType && type.isFloating();
  }
}
