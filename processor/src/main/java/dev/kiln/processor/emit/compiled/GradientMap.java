package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.kiln.graph.Graph;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * The method of a gradient's record that gives the derivatives with respect to parameters as a map.
 *
 * <pre>
 * public Map&lt;String, Tensor&gt; gradients() {
 *   Map&lt;String, Tensor&gt; gradients = new LinkedHashMap&lt;&gt;();
 *   gradients.put("layers.0.w", layers0W);
 *   return gradients;
 * }
 * </pre>
 */
final class GradientMap {
  private static final String NAME = "gradients";
  private static final ClassName TENSOR = ClassName.get("dev.kiln.tensor", "Tensor");
  private static final ClassName PARAMETER_LIST = ClassName.get("dev.kiln.io", "ParameterList");
  private static final TypeName TENSORS =
      ParameterizedTypeName.get(ClassName.get(Map.class), ClassName.get(String.class), TENSOR);

  private GradientMap() {}

  /**
   * The method; none where no derivative is one with respect to a parameter, or a component of the
   * record has its name.
   *
   * @param components how the components of the record are called
   */
  static Optional<MethodSpec> of(
      DerivedMethod derived, List<String> components, GeneratedSource.Texts texts) {
    Set<String> parameters =
        derived.graph().inputs().stream()
            .filter(input -> input.kind() == Graph.Kind.PARAMETER)
            .map(Graph.Input::name)
            .collect(Collectors.toSet());
    JavaText.Builder code = JavaText.builder();
    code.addStatement("$T $L = new $T<>()", TENSORS, NAME, LinkedHashMap.class);
    boolean isEmpty = true;
    for (int i = 1; i < components.size(); i++) { // after the value
      String parameter = derived.components().get(i).name();
      ValueType type = derived.graph().entry().resultTypes().get(i);
      Optional<JavaText> tensor = tensor(type, components.get(i));
      if (parameters.contains(parameter) && tensor.isPresent()) {
        code.addStatement("$L.put($S, $L)", NAME, parameter, tensor.get());
        isEmpty = false;
      }
    }
    if (isEmpty || components.contains(NAME)) {
      return Optional.empty();
    }
    code.addStatement("return $L", NAME);
    return Optional.of(
        MethodSpec.methodBuilder(NAME)
            .addJavadoc("The derivatives with respect to parameters, by their names.\n")
            .addModifiers(Modifier.PUBLIC)
            .returns(TENSORS)
            .addCode(texts.body(code.build()))
            .build());
  }

  /** A derivative as a tensor, as {@code FooParameters} gives the parameter. */
  private static Optional<JavaText> tensor(ValueType type, String component) {
    if (type instanceof TensorType) {
      return Optional.of(JavaText.of("this.$L", component));
    }
    if (type instanceof ScalarType) {
      return Optional.of(JavaText.of("$T.tensor(this.$L)", PARAMETER_LIST, component));
    }
    return type instanceof ArrayType array
            && array.rank() <= 2
            && array.element() instanceof ScalarType
        ? Optional.of(JavaText.of("$T.of(this.$L)", TENSOR, component))
        : Optional.empty();
  }
}
