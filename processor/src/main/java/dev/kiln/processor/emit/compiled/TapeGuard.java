package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import dev.kiln.graph.Graph;
import dev.kiln.processor.emit.entry.Boundary;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a compiled method does first while a tape is open.
 *
 * <pre>
 * if (Recording.current() != null) {
 *   if (CompiledCall.isOneStep()) {
 *     LossGradient gradient = lossGradient(x);
 *     return CompiledCall.of("loss", gradient.value()).with("w1", this.w1, gradient.w1()).record();
 *   }
 *   return super.loss(x);
 * }
 * </pre>
 */
final class TapeGuard {
  private static final ClassName RECORDING = ClassName.get("dev.kiln.tensor", "Recording");
  private static final ClassName COMPILED_CALL = ClassName.get("dev.kiln.spi", "CompiledCall");

  private final LoweredMethod lowered;
  private final Boundary boundary;
  private final DerivedNames names;

  TapeGuard(LoweredMethod lowered, Boundary boundary, DerivedNames names) {
    this.lowered = lowered;
    this.boundary = boundary;
    this.names = names;
  }

  /**
   * The statements; none where the results have no floating-point tensor, since then a tape has
   * nothing to follow.
   */
  JavaText statements() {
    JavaText.Builder code = JavaText.builder();
    List<ValueType> results = lowered.forward().entry().resultTypes();
    if (results.stream().noneMatch(TapeGuard::isFollowed)) {
      return code.build();
    }
    code.open("if ($T.current() != null)", RECORDING);
    if (lowered.gradient().isPresent()) {
      code.open("if ($T.isOneStep())", COMPILED_CALL)
          .add("// the tape sees one step, with the derivatives of this call\n");
      addStep(code);
      code.close();
    }
    return code.add("// run eagerly, so that the tape sees each operation\n")
        .addStatement("return super.$L($L)", lowered.method().name(), arguments())
        .close()
        .build();
  }

  private static boolean isFollowed(ValueType type) {
    return type instanceof TensorType && type.isFloating();
  }

  private void addStep(JavaText.Builder code) {
    Graph gradient = lowered.gradient().orElseThrow();
    List<String> components = DerivedNames.components(gradient.outputs());
    String variable = freeVariable();
    code.addStatement(
        "$L $L = $L($L)",
        names.record(lowered, DerivedNames.GRADIENT),
        variable,
        names.method(lowered, DerivedNames.GRADIENT),
        arguments());
    code.add(
        "return $T.of($S, $L.$L())",
        COMPILED_CALL,
        lowered.method().name(),
        variable,
        components.get(0));
    code.indent().indent();
    Graph forward = lowered.forward();
    for (int i = 0; i < forward.inputs().size(); i++) {
      if (!isFollowed(forward.inputType(i))) {
        continue;
      }
      Graph.Input input = forward.inputs().get(i);
      int derivative = gradient.outputs().subList(1, components.size()).indexOf(input.name());
      if (derivative < 0) {
        code.add("\n.without($S, $L)", input.name(), boundary.source(input));
      } else {
        code.add(
            "\n.with($S, $L, $L.$L())",
            input.name(),
            boundary.source(input),
            variable,
            components.get(derivative + 1));
      }
    }
    code.add("\n.record();\n").unindent().unindent();
  }

  /** A name for the derivatives that no argument has. */
  private String freeVariable() {
    Set<String> taken =
        lowered.method().parameters().stream()
            .map(ComputeMethod.ComputeParameter::name)
            .map(boundary::parameterName)
            .collect(Collectors.toSet());
    String name = "gradient";
    while (taken.contains(name)) {
      name += "OfCall";
    }
    return name;
  }

  private JavaText arguments() {
    List<JavaText> names =
        lowered.method().argumentNames().stream()
            .map(name -> JavaText.of("$L", boundary.parameterName(name)))
            .toList();
    return JavaText.join(names, ", ");
  }
}
